/**
 * COPY's text format (PostgreSQL manual, "COPY", File Formats): a line a row, tabs between columns, `\N` for null. Pure,
 * so that a thread without a connection can write it.
 */

/** What a column can be given as. Arrays are of numbers; anything else for jsonb is given as its JSON text. */
export type CopyValue = string | number | bigint | null | readonly number[];

// oxlint-disable-next-line no-control-regex -- the characters that COPY's format gives a meaning to, and NUL
const SPECIAL = /[\\\t\n\r\0]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  // PostgreSQL's text has no NUL; the mark for a lost character says that there was one.
  '\0': '\uFFFD',
};

/** One row, with its line feed. */
export function copyLine(row: readonly CopyValue[]): string {
  let line = '';
  for (let column = 0; column < row.length; column += 1) {
    if (column > 0) line += '\t';
    line += copyText(row[column]!);
  }
  return `${line}\n`;
}

/**
 * A `text[]` as a value for `copyLine`: PostgreSQL's literal of an array with every element quoted (manual, "Arrays", Array
 * Input and Output Syntax), so that an empty text and one that reads `NULL` stay texts.
 */
export function copyTextArray(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

function copyText(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return value.replaceAll(SPECIAL, (character) => ESCAPES[character]!);
  if (typeof value === 'object') return `{${value.join(',')}}`;
  return value.toString();
}
