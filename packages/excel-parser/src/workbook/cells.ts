/** Text, as the author sees it: entities and escapes resolved, runs joined, blanks kept. Never empty. */
interface TextCell {
  kind: 'text';
  text: string;
}

interface NumberCell {
  kind: 'number';
  value: number;
  /** As written in the file: a double loses digits from the 16th on. */
  raw: string;
}

interface BooleanCell {
  kind: 'boolean';
  value: boolean;
}

interface DateCell {
  kind: 'date';
  /** ISO 8601 without a zone (`2026-07-28T10:15:00`): a workbook does not know zones. */
  value: string;
  /** The serial number or ISO text of the file. */
  raw: string;
}

/** A formula that failed, such as `#N/A`. */
interface ErrorCell {
  kind: 'error';
  code: string;
}

export type Cell = TextCell | NumberCell | BooleanCell | DateCell | ErrorCell;

export interface Row {
  /** As in the sheet, from 1. */
  number: number;
  /** Sparse, by column from 0; empty cells are absent. */
  cells: (Cell | undefined)[];
}

/** The cell as text, undefined when empty. Numbers come as written in the file, so that no digit is lost. */
export function cellText(cell: Cell | undefined): string | undefined {
  switch (cell?.kind) {
    case undefined:
      return undefined;
    case 'text':
      return cell.text;
    case 'number':
      return cell.raw;
    case 'boolean':
      return cell.value ? 'TRUE' : 'FALSE';
    case 'date':
      return cell.value;
    case 'error':
      return cell.code;
  }
}

/** 'A' for 0, 'AA' for 26. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    letters = String.fromCharCode(0x41 + (rest % 26)) + letters;
  }
  return letters;
}

/** Address such as 'F20' of a column (from 0) and a row (from 1). */
export function cellAddress(column: number, row: number): string {
  return `${columnLetters(column)}${row}`;
}
