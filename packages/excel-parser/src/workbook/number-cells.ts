import type { CellReader } from './cell-reader.ts';
import type { Cell } from './cells.ts';

/** Substrings up to this length are copied by V8; longer ones would keep what they are cut from alive. */
const LONGEST_COPY = 12;

/** Number cells from numbers and the digits that they were written with. */
export class NumberCells {
  readonly #reader: CellReader;
  #digits: Buffer = Buffer.alloc(0);
  /** The same as a string, to cut numbers from. */
  #text = '';

  constructor(reader: CellReader) {
    this.#reader = reader;
  }

  /** Takes the bytes that numbers are written with, one after another. */
  enter(digits: Buffer): void {
    this.#digits = digits;
    this.#text = digits.toString('latin1');
  }

  make(start: number, end: number, value: number, style: number): Cell {
    return this.#reader.number(value, this.#raw(start, end), style);
  }

  /** Of a number that its text alone tells exactly. */
  makeLong(start: number, end: number, style: number): Cell {
    const raw = this.#raw(start, end);
    return this.#reader.number(Number(raw), raw, style);
  }

  #raw(start: number, end: number): string {
    return end - start > LONGEST_COPY
      ? this.#digits.toString('latin1', start, end)
      : this.#text.substring(start, end);
  }
}
