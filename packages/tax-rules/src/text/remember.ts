/**
 * A function that does its work once for each key. For the length of one call over many rows: reports
 * repeat wordings and names, and reading a text costs more than looking it up.
 */
export function remember<Input, Output>(
  keyOf: (input: Input) => string,
  work: (input: Input) => Output,
): (input: Input) => Output {
  const known = new Map<string, { readonly output: Output }>();
  return (input) => {
    const key = keyOf(input);
    const found = known.get(key) ?? { output: work(input) };
    known.set(key, found);
    return found.output;
  };
}
