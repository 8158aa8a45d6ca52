import { digitsAt, numberOf, powerOfTen } from './digits';
import { addCell, identifiedCell, identifyInRow, LONG_NUMBER, NUMBER, setValue } from './identities';
import { GIVEN_UP, isDigit, LESS } from './markup';
import { DIGITS, DIGITS_END, DIGITS_WRITTEN, NUMBER_SET_BYTES, NUMBER_SETS, NUMBERS } from './memory';

/*
 * Numbers, whose digits are written one after another for JavaScript to cut them from one string.
 */

const MINUS: u8 = 0x2d;
const PLUS: u8 = 0x2b;
const POINT: u8 = 0x2e;

/** A number of so many digits is below 2^53. */
const EXACT_DIGITS: u32 = 15;
/** With so many digits, and so many in its exponent, a number is finite, whatever they are. */
const MOST_DIGITS: usize = 60;
const MOST_EXPONENT_DIGITS: usize = 2;
const LONGEST_NUMBER: usize = 80;

/** Of a set: a number that came again, and one that was seen. Of each: its value, its length and style, its identity. */
const SLOT_BYTES: usize = NUMBER_SET_BYTES / 2;
const LENGTH_AND_STYLE: usize = 8;
const IDENTITY: usize = 12;
const MULTIPLIER: u64 = 0x9e3779b97f4a7c15;

/** The end of the digits written. */
let digitsTo: usize = DIGITS;

export function beginDigits(): void {
  digitsTo = DIGITS;
}

export function endDigits(): void {
  store<u32>(DIGITS_WRITTEN, <u32>(digitsTo - DIGITS));
}

export function forgetNumbers(): void {
  memory.fill(NUMBERS, 0, NUMBER_SETS * NUMBER_SET_BYTES);
}

/**
 * Reads a decimal number that is written plainly.
 * @param place where its row keeps what it says of the cell: see `identities.ts`
 * @returns the position after it, or GIVEN_UP
 */
export function readNumber(start: usize, style: i32, place: usize): usize {
  if (digitsTo > DIGITS_END - LONGEST_NUMBER) return GIVEN_UP;
  const negative = load<u8>(start) === MINUS;
  let at = negative ? start + 1 : start;
  let word = load<u64>(at);
  let digits = digitsAt(word);
  if (digits === 0) return readLong(start, style, place);
  let number = numberOf(word, digits);
  at += digits;
  if (digits === 8) {
    word = load<u64>(at);
    const more = digitsAt(word);
    if (more === 8) return readLong(start, style, place);
    if (more !== 0) {
      number = number * powerOfTen(more) + numberOf(word, more);
      at += more;
      digits += more;
    }
  }
  let value = <f64>number;
  if (load<u8>(at) === POINT) {
    word = load<u64>(at + 1);
    const decimals = digitsAt(word);
    if (decimals === 0 || decimals === 8 || digits + decimals > EXACT_DIGITS)
      return readLong(start, style, place);
    at += 1 + decimals;
    // Both are exact, so that the division rounds once, as reading the text would.
    const power = powerOfTen(decimals);
    value = <f64>(number * power + numberOf(word, decimals)) / <f64>power;
  } else if (!negative && load<u8>(at) === LESS) {
    store<u32>(place, wholeNumber(number, start, at, style));
    return at;
  }
  if (load<u8>(at) !== LESS) return readLong(start, style, place);
  store<u32>(place, write(NUMBER, start, at, style));
  setValue(negative ? -value : value);
  return at;
}

/**
 * A number of digits alone: its value and their number tell how it is written, and it may be one that identifies somebody.
 * Most come once: one that comes again while it is seen last in its set is kept there, and is not driven out any more. So
 * no more are kept than there are sets.
 */
function wholeNumber(number: u64, start: usize, end: usize, style: i32): u32 {
  const kept = NUMBERS + <usize>((number * MULTIPLIER) >>> 52) * NUMBER_SET_BYTES;
  const lengthAndStyle = ((<u32>(style + 1)) << 4) | <u32>(end - start);
  if (holds(kept, number, lengthAndStyle)) return identifiedCell(load<u32>(kept, IDENTITY));
  const cell = write(NUMBER, start, end, style);
  setValue(<f64>number);
  const seen = kept + SLOT_BYTES;
  if (!holds(seen, number, lengthAndStyle)) {
    keep(seen, number, lengthAndStyle);
    return cell;
  }
  if (load<u32>(kept, LENGTH_AND_STYLE) !== 0) return cell;
  keep(kept, number, lengthAndStyle);
  const identified = identifyInRow(kept + LENGTH_AND_STYLE);
  store<u32>(kept, identified >>> 2, IDENTITY);
  return identified;
}

function holds(slot: usize, number: u64, lengthAndStyle: u32): bool {
  return load<u64>(slot) === number && load<u32>(slot, LENGTH_AND_STYLE) === lengthAndStyle;
}

function keep(slot: usize, number: u64, lengthAndStyle: u32): void {
  store<u64>(slot, number);
  store<u32>(slot, lengthAndStyle, LENGTH_AND_STYLE);
}

/** A number with an exponent or more digits than are exact: JavaScript reads it from its text. */
function readLong(start: usize, style: i32, place: usize): usize {
  let at = start;
  if (load<u8>(at) === MINUS) at += 1;
  let digits: usize = 0;
  let point = false;
  while (true) {
    const byte = load<u8>(at);
    if (isDigit(byte)) digits += 1;
    else if (byte === POINT && !point) point = true;
    else break;
    if (digits > MOST_DIGITS) return GIVEN_UP;
    at += 1;
  }
  if (digits === 0) return GIVEN_UP;
  if (load<u8>(at) !== LESS) {
    at = skipExponent(at);
    if (at === GIVEN_UP) return GIVEN_UP;
  }
  store<u32>(place, write(LONG_NUMBER, start, at, style));
  return at;
}

/** @returns what the row says of the new cell */
function write(kind: u32, start: usize, end: usize, style: i32): u32 {
  const written = digitsTo;
  digitsTo = written + end - start;
  // Nearly all fit into two words; what is written too much the next number overwrites.
  store<u64>(written, load<u64>(start));
  store<u64>(written + 8, load<u64>(start + 8));
  if (digitsTo > written + 16) memory.copy(written, start, end - start);
  return addCell(kind, style, written - DIGITS, digitsTo - DIGITS);
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
