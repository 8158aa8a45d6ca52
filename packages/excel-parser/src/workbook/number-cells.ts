import type { CellReader } from './cell-reader.ts';
import type { Cell } from './cells.ts';

/** Substrings up to this length are copied by V8; longer ones would keep what they are cut from alive. */
const LONGEST_COPY = 12;
/** Places for numbers that may come again, as those that identify somebody do. */
const PLACES = 4_096;
const MULTIPLIER = 0x9e3779b1;

/** Number cells from numbers and the bytes that they were written with. */
export class NumberCells {
  readonly #reader: CellReader;
  #digits: Buffer = Buffer.alloc(0);
  /** The same as a string, to cut numbers from. */
  #text = '';
  /** The number last seen at each place, and its cell once it was seen twice: most numbers come once. */
  readonly #seen = new Float64Array(PLACES).fill(-1);
  readonly #repeated: (Cell | undefined)[] = new Array<Cell | undefined>(PLACES).fill(undefined);

  constructor(reader: CellReader) {
    this.#reader = reader;
  }

  /** Takes the bytes that numbers are written with, one after another. */
  enter(digits: Buffer): void {
    this.#digits = digits;
    this.#text = digits.toString('latin1');
  }

  /** @param whole it is written with digits alone, so that its value and length tell how */
  make(start: number, end: number, value: number, style: number, whole: boolean): Cell {
    if (!whole) return this.#reader.number(value, this.#raw(start, end), style);
    const place = (Math.imul(value | 0, MULTIPLIER) >>> 20) & (PLACES - 1);
    if (this.#seen[place] !== value) {
      this.#seen[place] = value;
      this.#repeated[place] = undefined;
      return this.#reader.number(value, this.#raw(start, end), style);
    }
    const known = this.#repeated[place];
    if (known?.kind === 'number' && known.raw.length === end - start && !this.#reader.showsDate(style))
      return known;
    return (this.#repeated[place] = this.#reader.number(value, this.#raw(start, end), style));
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
