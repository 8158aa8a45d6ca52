/** Puts who they belong to before each of the lines. Line feeds inside values are escaped, so that each one here ends a row. */
export async function* prefixed(
  lines: Iterable<string> | AsyncIterable<string>,
  prefix: string,
): AsyncGenerator<string> {
  for await (const piece of lines) {
    if (piece !== '') yield `${prefix}${piece.slice(0, -1).replaceAll('\n', `\n${prefix}`)}\n`;
  }
}
