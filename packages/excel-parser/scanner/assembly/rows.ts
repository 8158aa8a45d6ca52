import {
  ATTRIBUTE_R,
  ATTRIBUTE_S,
  ATTRIBUTE_T,
  CELL,
  closeValue,
  closing,
  GIVEN_UP,
  GREATER,
  isDigit,
  LESS,
  limit,
  opening,
  openValue,
  prefixLength,
  QUOTE,
  readPrefix,
  ROW,
  ROW_END,
  setLimit,
  skipAttribute,
  skipBlanks,
  skipOtherAttributes,
  SLASH,
  SPACE,
  stands,
  valueless,
  ZERO,
} from './markup';
import {
  allocate,
  CELL_BYTES,
  CELLS_LEFT,
  COLUMNS,
  DIGITS,
  DIGITS_WRITTEN,
  LAST_CELL,
  LAST_NUMBER,
  MOST_ROWS,
  RECORDED,
  RECORDS,
  RECORDS_FULL,
  ROW_BYTES,
  ROWS_LEFT,
} from './memory';
export { items } from './items';
export { reset } from './texts';
export {
  CELLS_LEFT,
  COLUMNS,
  DIGITS,
  DIGITS_END,
  DIGITS_WRITTEN,
  FIRST_SLOTS,
  INPUT,
  INPUT_BYTES,
  LAST_NUMBER,
  MARGIN,
  MOST_ROWS,
  PREFIX,
  PREFIX_LENGTH,
  RECORDED,
  RECORDS,
  RECORDS_FULL,
  ROWS_LEFT,
  SHARED_STRINGS,
  TEXT_BYTES,
  TEXTS,
  TEXTS_CLEARED,
} from './memory';
import { makeRoomForTexts } from './texts';
import {
  digitsTo,
  readNumber,
  readShared,
  readText,
  resetDigits,
  SMALL_DIGITS,
  TYPE_INLINE,
  TYPE_NONE,
  TYPE_NUMBER,
  TYPE_SHARED,
  typeAt,
  typeEnd,
} from './values';

/*
 * Rows in the form that writers use become records; at the first thing that is not of that form the row is given up, and
 * left to those who know all of XML. Nothing is counted before a row is complete, so it may be given up anywhere.
 */

// All of the memory but the table of texts.
allocate(0);

/** Column and kind share an integer. */
const KIND_BITS: u32 = 3;
/** Digits of a row's number that fit into a word, with the quote behind them. */
const MOST_IN_REFERENCE: u32 = 9_999_999;

/** Where the next record is written. */
let recorded: usize = 0;
/** The digits of the number of the row at hand and a quote, as they stand in references; how many bytes, and their mask. */
let reference: u64 = 0;
let referenceBytes: usize = 0;
let referenceMask: u64 = 0;

/**
 * Scans rows until so many are recorded that they should be made.
 * @param last start of the last `</row>` that may be looked for
 * @returns the position after the last row taken
 */
export function scan(from: usize, last: usize): usize {
  makeRoomForTexts();
  readPrefix();
  setLimit(last);
  recorded = RECORDS;
  resetDigits(DIGITS);
  let at = from;
  while (at < last && recorded < RECORDS_FULL) {
    const next = row(at);
    if (next === GIVEN_UP) break;
    at = next;
  }
  store<u32>(RECORDED, (recorded - RECORDS) >>> 2);
  store<u32>(DIGITS_WRITTEN, digitsTo - DIGITS);
  return at;
}

/** @returns the position after the row, or GIVEN_UP */
function row(from: usize): usize {
  let at = opening(skipBlanks(from), ROW, 3);
  if (at === GIVEN_UP) return GIVEN_UP;
  let number: u32 = 0;
  while (load<u8>(at) !== GREATER) {
    if (number === 0 && load<u32>(at) === ATTRIBUTE_R) {
      at += 4;
      const first = at;
      while (isDigit(load<u8>(at))) {
        number = number * 10 + (load<u8>(at) - ZERO);
        at += 1;
      }
      if (load<u8>(at) !== QUOTE || number === 0 || at - first > SMALL_DIGITS) return GIVEN_UP;
      at += 1;
    } else {
      if (load<u8>(at) !== SPACE) return GIVEN_UP;
      at = skipAttribute(at + 1);
      if (at === GIVEN_UP) return GIVEN_UP;
    }
  }
  const before = load<u32>(LAST_NUMBER);
  if (number === 0) number = before + 1;
  if (number <= before || number > load<u32>(MOST_ROWS) || load<u32>(ROWS_LEFT) === 0) return GIVEN_UP;
  if (number > MOST_IN_REFERENCE) return GIVEN_UP;
  expectReference(number);
  return cells(at + 1, number);
}

function expectReference(number: u32): void {
  reference = QUOTE;
  referenceBytes = 1;
  for (let rest = number; rest > 0; rest /= 10) {
    reference = (reference << 8) | (ZERO + (rest % 10));
    referenceBytes += 1;
  }
  referenceMask = <u64>-1 >>> (64 - ((<u64>referenceBytes) << 3));
}

/** Reads the cells of a row up to and with its end tag. @returns as `row` */
function cells(from: usize, number: u32): usize {
  const columns = load<i32>(COLUMNS);
  let out = recorded + ROW_BYTES;
  let count: u32 = 0;
  let column: i32 = -1;
  let at = from;
  while (true) {
    at = skipBlanks(at);
    if (at > limit || load<u8>(at) !== LESS) return GIVEN_UP;
    if (load<u8>(at + 1) === SLASH) break;
    if (prefixLength === 0) {
      if (!stands(at + 1, CELL, 1)) return GIVEN_UP;
      at += 2;
    } else {
      at = opening(at, CELL, 1);
      if (at === GIVEN_UP) return GIVEN_UP;
    }
    count += 1;

    let next = column + 1;
    let referenced = false;
    let style: i32 = -1;
    let type = TYPE_NONE;
    while (load<u8>(at) === SPACE) {
      const attribute = load<u32>(at);
      if (attribute === ATTRIBUTE_R && !referenced) {
        referenced = true;
        at += 4;
        next = 0;
        let letter = <i32>load<u8>(at) - 0x40;
        while (letter >= 1 && letter <= 26) {
          if (next > 1000) return GIVEN_UP;
          next = next * 26 + letter;
          at += 1;
          letter = <i32>load<u8>(at) - 0x40;
        }
        next -= 1;
        if (next === -1 || (load<u64>(at) & referenceMask) !== reference) return GIVEN_UP;
        at += referenceBytes;
      } else if (attribute === ATTRIBUTE_S && style === -1) {
        at += 4;
        const first = at;
        style = 0;
        while (isDigit(load<u8>(at))) {
          style = style * 10 + (load<u8>(at) - ZERO);
          at += 1;
        }
        if (at === first || at - first > SMALL_DIGITS || load<u8>(at) !== QUOTE) return GIVEN_UP;
        at += 1;
      } else if (attribute === ATTRIBUTE_T && type === TYPE_NONE) {
        type = typeAt(at + 4);
        if (type === TYPE_NONE) return GIVEN_UP;
        at = typeEnd;
      } else {
        at = skipOtherAttributes(at);
        if (at === GIVEN_UP) return GIVEN_UP;
        break;
      }
    }
    if (next <= column || next >= columns) return GIVEN_UP;
    column = next;
    if (load<u8>(at) === SLASH && load<u8>(at + 1) === GREATER) {
      at += 2;
      continue;
    }
    if (load<u8>(at) !== GREATER || out > LAST_CELL) return GIVEN_UP;

    const inline = type === TYPE_INLINE;
    at = openValue(at + 1, inline);
    if (at === GIVEN_UP) return GIVEN_UP;
    if (valueless) continue;
    const end =
      type <= TYPE_NUMBER
        ? readNumber(at, out, style)
        : type === TYPE_SHARED
          ? readShared(at, out)
          : readText(at, out, type);
    if (end === GIVEN_UP) return GIVEN_UP;
    // An empty text is no cell.
    if (end !== at) {
      store<u32>(out, load<u32>(out) | (column << KIND_BITS));
      out += CELL_BYTES;
    }
    at = closeValue(end, inline);
    if (at === GIVEN_UP) return GIVEN_UP;
  }
  at = closing(at, ROW_END, 4);
  const cellsLeft = load<u32>(CELLS_LEFT);
  if (at === GIVEN_UP || count > cellsLeft) return GIVEN_UP;
  store<u32>(ROWS_LEFT, load<u32>(ROWS_LEFT) - 1);
  store<u32>(CELLS_LEFT, cellsLeft - count);
  store<u32>(LAST_NUMBER, number);
  // One without any cell leaves nothing.
  if (out !== recorded + ROW_BYTES) {
    store<u32>(recorded, number);
    store<u32>(recorded, (out - recorded - ROW_BYTES) / CELL_BYTES, 4);
    recorded = out;
  }
  return at;
}
