import { GIVEN_UP, isDigit, LESS, ZERO } from './markup';
import { DIGITS, DIGITS_END, INPUT, SHARED_STRINGS, TEXT_BYTES } from './memory';
import { findText, textEnd } from './texts';

/** Types of cells, as the attribute `t` has them. */
export const TYPE_NONE: u32 = 0;
export const TYPE_NUMBER: u32 = 1;
export const TYPE_SHARED: u32 = 2;
export const TYPE_TEXT: u32 = 3;
export const TYPE_INLINE: u32 = 4;
export const TYPE_BOOLEAN: u32 = 5;
export const TYPE_ERROR: u32 = 6;

/** `n"`, `s"`, `b"`, `e"`, `str"`, `inlineSt`, `r"` */
const N: u16 = 0x226e;
const S: u16 = 0x2273;
const B: u16 = 0x2262;
const E: u16 = 0x2265;
const STR: u32 = 0x22727473;
const INLINE_ST: u64 = 0x7453656e696c6e69;
const R: u16 = 0x2272;

/** Kinds of records, which `src/workbook/row-records.ts` has too. */
const WHOLE_NUMBER: u32 = 0;
const DECIMAL_NUMBER: u32 = 1;
const LONG_NUMBER: u32 = 2;
const SHARED_TEXT: u32 = 3;
const PLAIN_TEXT: u32 = 4;
const BOOLEAN: u32 = 5;
const ERROR: u32 = 6;

const MINUS: u8 = 0x2d;
const PLUS: u8 = 0x2b;
const POINT: u8 = 0x2e;

/** A number of so many digits is below 2^31. */
export const SMALL_DIGITS: usize = 9;
/** A number of so many digits is below 2^53. */
const EXACT_DIGITS: u32 = 15;
/** With so many digits, and so many in its exponent, a number is finite, whatever they are. */
const MOST_DIGITS: u32 = 60;
const MOST_EXPONENT_DIGITS: usize = 2;
const LONGEST_NUMBER: usize = 80;

/** The end of the digits written. */
export let digitsTo: usize = 0;

export function resetDigits(start: usize): void {
  digitsTo = start;
}

/** Where the type ends that stood last. */
export let typeEnd: usize = 0;

/** The type whose name stands here, with its quote; TYPE_NONE for one that is not expected. */
export function typeAt(at: usize): u32 {
  const two = load<u16>(at);
  typeEnd = at + 2;
  if (two === S) return TYPE_SHARED;
  if (two === N) return TYPE_NUMBER;
  if (two === B) return TYPE_BOOLEAN;
  if (two === E) return TYPE_ERROR;
  if (load<u64>(at) === INLINE_ST && load<u16>(at + 8) === R) {
    typeEnd = at + 10;
    return TYPE_INLINE;
  }
  typeEnd = at + 4;
  // Dates in ISO 8601 are rare.
  return load<u32>(at) === STR ? TYPE_TEXT : TYPE_NONE;
}

/** Reads an index of a shared string that exists. @returns the position after it */
export function readShared(start: usize, out: usize): usize {
  let index: u32 = 0;
  let at = start;
  let byte = load<u8>(at);
  while (isDigit(byte)) {
    index = index * 10 + (byte - ZERO);
    at += 1;
    byte = load<u8>(at);
  }
  if (at === start || at - start > SMALL_DIGITS || index >= load<u32>(SHARED_STRINGS)) return GIVEN_UP;
  store<u32>(out, SHARED_TEXT);
  store<u32>(out, index, 4);
  return at;
}

/** Reads the text of a text, an error or a boolean. @returns the position after it */
export function readText(start: usize, out: usize, type: u32): usize {
  if (type === TYPE_BOOLEAN) {
    const truth = <u8>(load<u8>(start) - ZERO);
    if (truth > 1) return GIVEN_UP;
    store<u32>(out, BOOLEAN);
    store<u32>(out, truth, 4);
    return start + 1;
  }
  const id = findText(start);
  const end = textEnd;
  if (end - start > load<u32>(TEXT_BYTES)) return GIVEN_UP;
  store<u32>(out, type === TYPE_ERROR ? ERROR : PLAIN_TEXT);
  store<u32>(out, id, 4);
  store<u32>(out, start - INPUT, 8);
  store<u32>(out, end - INPUT, 12);
  return end;
}

/** Reads a plain decimal number, with or without an exponent. @returns the position after it */
export function readNumber(start: usize, out: usize, style: i32): usize {
  if (digitsTo > DIGITS_END - LONGEST_NUMBER) return GIVEN_UP;
  const negative = load<u8>(start) === MINUS;
  let mantissa: u64 = 0;
  let digits: u32 = 0;
  let point: u32 = u32.MAX_VALUE;
  let at = negative ? start + 1 : start;
  while (true) {
    const byte = load<u8>(at);
    if (isDigit(byte)) {
      // Of a number with more digits than are exact this is not used.
      mantissa = mantissa * 10 + (byte - ZERO);
      digits += 1;
    } else if (byte === POINT && point === u32.MAX_VALUE) {
      point = digits;
    } else {
      break;
    }
    if (digits > MOST_DIGITS) return GIVEN_UP;
    at += 1;
  }
  if (digits === 0) return GIVEN_UP;
  let kind = point === u32.MAX_VALUE && !negative ? WHOLE_NUMBER : DECIMAL_NUMBER;
  if (digits > EXACT_DIGITS || load<u8>(at) !== LESS) {
    if (load<u8>(at) !== LESS) {
      at = skipExponent(at);
      if (at === GIVEN_UP) return GIVEN_UP;
    }
    kind = LONG_NUMBER;
  } else {
    let value = <f64>mantissa;
    // Both numbers are exact, so that the division rounds once, as reading the text would.
    if (kind === DECIMAL_NUMBER) {
      if (point !== u32.MAX_VALUE) value /= powerOfTen(digits - point);
      if (negative) value = -value;
    }
    store<f64>(out, value, 16);
  }
  const written = digitsTo;
  digitsTo = written + at - start;
  // Nearly all fit into two words; what is written too much the next number overwrites.
  store<u64>(written, load<u64>(start));
  store<u64>(written + 8, load<u64>(start + 8));
  if (digitsTo > written + 16) memory.copy(written, start, at - start);
  store<u32>(out, kind);
  store<u32>(out, style, 4);
  store<u32>(out, written - DIGITS, 8);
  store<u32>(out, digitsTo - DIGITS, 12);
  return at;
}

function powerOfTen(exponent: u32): f64 {
  let power: f64 = 1;
  for (let times: u32 = 0; times < exponent; times += 1) power *= 10;
  return power;
}

/** @returns the position of the `<` behind an exponent of few digits, or GIVEN_UP */
function skipExponent(from: usize): usize {
  let at = from;
  if ((load<u8>(at) | 0x20) !== 0x65) return GIVEN_UP;
  at += 1;
  if (load<u8>(at) === PLUS || load<u8>(at) === MINUS) at += 1;
  const first = at;
  while (isDigit(load<u8>(at))) at += 1;
  return at > first && at - first <= MOST_EXPONENT_DIGITS && load<u8>(at) === LESS ? at : GIVEN_UP;
}
