/** Columns stop at XFD. */
const LAST_COLUMN = 16_384;

/** Column from 0 of letters such as 'A' or 'ab'; undefined when they are no column's. */
export function columnIndex(letters: string): number | undefined {
  if (!/^[a-z]{1,3}$/i.test(letters)) return undefined;
  const column = [...letters.toUpperCase()].reduce(
    (value, letter) => value * 26 + letter.charCodeAt(0) - 64,
    0,
  );
  return column > LAST_COLUMN ? undefined : column - 1;
}
