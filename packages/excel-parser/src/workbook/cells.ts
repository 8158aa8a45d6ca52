import { durationDays, durationIso } from './dates.ts';

/*
 * Cells are values: equal ones may be one and the same object, which is why nothing of them can be written.
 */

/** Text, as the author sees it: entities and escapes resolved, runs joined, blanks kept. Never empty. */
export interface TextCell {
  readonly kind: 'text';
  readonly text: string;
}

interface NumberCell {
  readonly kind: 'number';
  readonly value: number;
  /** As written in the file: a double loses digits from the 16th on. */
  readonly raw: string;
}

interface BooleanCell {
  readonly kind: 'boolean';
  readonly value: boolean;
}

interface DateCell {
  readonly kind: 'date';
  /**
   * ISO 8601 without a zone (`2026-07-28T10:15:00`): a workbook does not know zones. Times and durations count from the
   * day before the calendar begins (`1899-12-30T10:15:00`).
   */
  readonly value: string;
  /** The serial number or ISO text of the file. */
  readonly raw: string;
  /** Set when the cell shows no day: a time of day, or the elapsed time of a format such as `[h]:mm`. */
  readonly shows?: 'time' | 'duration';
}

/** A formula that failed, such as `#N/A`. */
interface ErrorCell {
  readonly kind: 'error';
  readonly code: string;
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
      return dateText(cell);
    case 'error':
      return cell.code;
  }
}

/** ISO 8601 of what a date cell shows: `2026-07-28T10:15:00`, a time `10:15:00`, or a duration `PT36H`. */
export function dateText(cell: DateCell): string {
  if (cell.shows === 'time') return cell.value.slice(cell.value.indexOf('T') + 1);
  return cell.shows === 'duration' ? durationIso(durationDays(cell.raw) ?? 0) : cell.value;
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
