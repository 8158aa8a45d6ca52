import {
  INLI,
  LESS,
  LETTER_B,
  LETTER_E,
  LETTER_N,
  LETTER_S,
  MINUS,
  NEST,
  ONE,
  POINT,
  QUOTE,
  STR,
  ZERO,
} from './markup-bytes.ts';
import * as record from './row-records.ts';
import type { SharedStrings } from './shared-strings.ts';
import { GIVEN_UP, skipExponent } from './sheet-markup.ts';
import type { TextCells } from './text-cells.ts';

/** Types of cells, as the attribute `t` has them. */
export const typeNone = 0;
export const typeNumber = 1;
export const typeShared = 2;
export const typeText = 3;
export const typeInline = 4;
export const typeBoolean = 5;
export const typeError = 6;
/** Bytes of their names. */
export const TYPE_BYTES = Uint8Array.of(0, 1, 1, 3, 9, 1, 1);

/** A number of so many digits is below 2^31. */
export const SMALL_DIGITS = 9;
/** A number of so many digits is below 2^53. */
const EXACT_DIGITS = 15;
/** With so many digits, and so many in its exponent, a number is finite, whatever they are. */
const MOST_DIGITS = 60;
const MOST_EXPONENT_DIGITS = 2;
const LONGEST_NUMBER = MOST_DIGITS + MOST_EXPONENT_DIGITS + 4;
const POWERS = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

/** Reads what cells hold into `RowRecords`. Where it does not answer with a position, it is GIVEN_UP. */
export class ValueScanner {
  readonly #records: record.RowRecords;
  readonly #strings: SharedStrings;
  readonly #texts: TextCells;
  readonly #maxBytes: number;
  #buffer: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(new ArrayBuffer(0));

  /** @param maxBytes the most that a text may have */
  constructor(records: record.RowRecords, strings: SharedStrings, texts: TextCells, maxBytes: number) {
    this.#records = records;
    this.#strings = strings;
    this.#texts = texts;
    this.#maxBytes = maxBytes;
  }

  enter(buffer: Buffer, view: DataView): void {
    this.#buffer = buffer;
    this.#view = view;
  }

  /** The type whose name stands here, `typeNone` for one that is not expected. */
  typeAt(at: number): number {
    const buffer = this.#buffer;
    if (buffer[at + 1] === QUOTE) {
      const letter = buffer[at];
      if (letter === LETTER_S) return typeShared;
      if (letter === LETTER_N) return typeNumber;
      if (letter === LETTER_B) return typeBoolean;
      // Dates in ISO 8601 are rare.
      return letter === LETTER_E ? typeError : typeNone;
    }
    const four = this.#view.getInt32(at);
    if (four === STR) return typeText;
    return four === INLI && this.#view.getInt32(at + 4) === NEST ? typeInline : typeNone;
  }

  /** Reads an index of a shared string that exists. @returns the position after it */
  shared(start: number, out: number): number {
    const buffer = this.#buffer;
    const { integers } = this.#records;
    let index = 0;
    let at = start;
    for (let digit = buffer[at]! - ZERO; digit >= 0 && digit <= 9; digit = buffer[at]! - ZERO) {
      index = (index * 10 + digit) | 0;
      at += 1;
    }
    if (at === start || at - start > SMALL_DIGITS || index >= this.#strings.length) return GIVEN_UP;
    integers[out] = record.sharedText;
    integers[out + 1] = index;
    return at;
  }

  /** Reads the text of a text, an error or a boolean. @returns the position after it */
  text(start: number, out: number, type: number): number {
    const { integers } = this.#records;
    if (type === typeBoolean) {
      const byte = this.#buffer[start];
      if (byte !== ZERO && byte !== ONE) return GIVEN_UP;
      integers[out] = record.boolean;
      integers[out + 1] = byte - ZERO;
      return start + 1;
    }
    const id = this.#texts.find(this.#view, start);
    const { end } = this.#texts;
    if (end - start > this.#maxBytes) return GIVEN_UP;
    integers[out] = type === typeError ? record.error : record.text;
    integers[out + 1] = id;
    integers[out + 2] = start;
    integers[out + 3] = end;
    return end;
  }

  /** Reads a plain decimal number, with or without an exponent. @returns the position after it */
  number(start: number, out: number, style: number): number {
    const buffer = this.#buffer;
    const records = this.#records;
    const { digits: written, digitsLength: writtenFrom } = records;
    if (writtenFrom > written.length - LONGEST_NUMBER) return GIVEN_UP;
    let writtenTo = writtenFrom;
    const negative = buffer[start] === MINUS;
    if (negative) written[writtenTo++] = MINUS;
    // In two parts, so that it is integers until all of it is there.
    let high = 0;
    let low = 0;
    let digits = 0;
    let point = -1;
    let at = negative ? start + 1 : start;
    for (;;) {
      const byte = buffer[at]!;
      const digit = byte - ZERO;
      if (digit >= 0 && digit <= 9) {
        if (digits < SMALL_DIGITS) high = high * 10 + digit;
        else if (digits < EXACT_DIGITS) low = low * 10 + digit;
        digits += 1;
      } else if (byte === POINT && point === -1) {
        point = digits;
      } else {
        break;
      }
      if (digits > MOST_DIGITS) return GIVEN_UP;
      written[writtenTo++] = byte;
      at += 1;
    }
    if (digits === 0) return GIVEN_UP;
    let kind = point === -1 && !negative ? record.wholeNumber : record.decimalNumber;
    if (digits > EXACT_DIGITS || buffer[at] !== LESS) {
      const from = at;
      if (buffer[at] !== LESS) at = skipExponent(buffer, at);
      // After the E comes a sign, or the first digit.
      const signBytes = buffer[from + 1]! - ZERO >= 0 ? 1 : 2;
      if (at === GIVEN_UP || at - from > signBytes + MOST_EXPONENT_DIGITS) return GIVEN_UP;
      for (let index = from; index < at; index += 1) written[writtenTo++] = buffer[index]!;
      kind = record.longNumber;
    } else {
      let value = digits > SMALL_DIGITS ? high * POWERS[digits - SMALL_DIGITS]! + low : high;
      // Both numbers are exact, so that the division rounds once, as reading the text would.
      if (point !== -1) value /= POWERS[digits - point]!;
      records.doubles[(out + record.DOUBLE_OFFSET) >> 1] = negative ? -value : value;
    }
    const { integers } = records;
    integers[out] = kind;
    integers[out + 1] = style;
    integers[out + 2] = writtenFrom;
    integers[out + 3] = writtenTo;
    records.digitsLength = writtenTo;
    return at;
  }
}
