import { limitExceeded, type WorkbookLimits } from '../limits.ts';
import { type Cell, columnLetters, type Row } from './cells.ts';

/** Rows as they are completed, and what has been counted of the sheet so far. Both ways of scanning fill the same one. */
export class RowSink {
  readonly sheet: string;
  readonly limits: WorkbookLimits;
  /** Number of the row last seen, 0 before the first. */
  lastNumber = 0;
  rowCount = 0;
  cellCount = 0;
  /** Furthest corner that holds something, from 0 and from 1. */
  lastColumn = -1;
  lastRow = 0;
  /** Texts with bytes that are no UTF-8. */
  damagedTexts = 0;
  #rows: Row[] = [];

  constructor(sheet: string, limits: WorkbookLimits) {
    this.sheet = sheet;
    this.limits = limits;
  }

  add(number: number, cells: (Cell | undefined)[]): void {
    if (cells.length === 0) return;
    this.#rows.push({ number, cells });
    if (number > this.lastRow) this.lastRow = number;
    if (cells.length - 1 > this.lastColumn) this.lastColumn = cells.length - 1;
  }

  /** Takes rows in the order of their numbers, of which the widest is so wide. */
  addAll(rows: Row[], width: number): void {
    const last = rows.at(-1);
    if (last === undefined) return;
    this.#rows = this.#rows.length === 0 ? rows : this.#rows.concat(rows);
    if (last.number > this.lastRow) this.lastRow = last.number;
    if (width - 1 > this.lastColumn) this.lastColumn = width - 1;
  }

  /** Hands over the rows completed since the last call. */
  take(): Row[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  /** Address of the furthest corner. */
  corner(): string {
    return `${columnLetters(Math.max(this.lastColumn, 0))}${this.lastRow}`;
  }

  exceeded(limit: 'rows' | 'columns' | 'cells', details: Record<string, unknown> = {}): Error {
    return limitExceeded(limit, this.limits[limit], { sheet: this.sheet, ...details });
  }
}
