import type { CellReader } from './cell-reader.ts';
import type { Cell } from './cells.ts';

const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const LESS = 0x3c;

/** Substrings up to this length are copied by V8; longer ones would keep what they are cut from alive. */
const LONGEST_COPY = 12;
const WINDOW_BYTES = 4 * 1024;
/** Digits of which any number of that length is below 2^53. */
const EXACT_DIGITS = 15;
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

/** Number cells from the bytes of plain decimal numbers, with or without an exponent. */
export class NumberCells {
  readonly #reader: CellReader;
  #buffer: Buffer = Buffer.alloc(0);
  /** Some bytes of the buffer as a string, to cut numbers from: cheaper than to ask for each number's bytes. */
  #window = '';
  #windowStart = 0;
  #windowEnd = 0;
  /** Where the number last read ended: the position of its `<`. */
  end = 0;

  constructor(reader: CellReader) {
    this.#reader = reader;
  }

  enter(buffer: Buffer): void {
    this.#buffer = buffer;
    this.#windowEnd = 0;
  }

  /** The cell of the number from `start` up to a `<`; undefined for anything else, even if it may be a number. */
  read(start: number, style: number): Cell | undefined {
    const buffer = this.#buffer;
    let at = start;
    let mantissa = 0;
    let fraction = 0;
    const negative = buffer[at] === MINUS;
    if (negative) at += 1;
    const first = at;
    let byte = buffer[at]!;
    for (; byte >= ZERO && byte <= NINE; byte = buffer[at]!) {
      mantissa = mantissa * 10 + byte - ZERO;
      at += 1;
    }
    let digits = at - first;
    if (byte === POINT) {
      at += 1;
      const point = at;
      for (byte = buffer[at]!; byte >= ZERO && byte <= NINE; byte = buffer[at]!) {
        mantissa = mantissa * 10 + byte - ZERO;
        at += 1;
      }
      fraction = at - point;
      digits += fraction;
    }
    if (digits === 0) return undefined;
    if (byte !== LESS) {
      at = this.#skipExponent(at);
      if (at === -1) return undefined;
      digits = EXACT_DIGITS + 1;
    }
    this.end = at;
    const raw = at - start <= LONGEST_COPY ? this.#copy(start, at) : buffer.toString('latin1', start, at);
    if (digits > EXACT_DIGITS) {
      const value = Number(raw);
      return Number.isFinite(value) ? this.#reader.number(value, raw, style) : undefined;
    }
    // Both numbers are exact, so that the division rounds once, as reading the text would.
    const value = fraction === 0 ? mantissa : mantissa / POWERS[fraction]!;
    return this.#reader.number(negative ? -value : value, raw, style);
  }

  /** @returns the position of the `<` behind an exponent, -1 when there is something else */
  #skipExponent(from: number): number {
    const buffer = this.#buffer;
    let at = from;
    if (buffer[at] !== 0x45 && buffer[at] !== 0x65) return -1;
    at += 1;
    if (buffer[at] === PLUS || buffer[at] === MINUS) at += 1;
    const first = at;
    while (buffer[at]! >= ZERO && buffer[at]! <= NINE) at += 1;
    return at > first && buffer[at] === LESS ? at : -1;
  }

  #copy(start: number, end: number): string {
    if (end > this.#windowEnd || start < this.#windowStart) {
      this.#windowStart = start;
      this.#windowEnd = Math.min(start + WINDOW_BYTES, this.#buffer.length);
      this.#window = this.#buffer.toString('latin1', start, this.#windowEnd);
    }
    return this.#window.substring(start - this.#windowStart, end - this.#windowStart);
  }
}
