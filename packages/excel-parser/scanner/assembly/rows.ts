import { cellColumn, cellStyle, cellType, expectedCell, openCell } from './cell-tags';
import { makePowers } from './digits';
import { fittingRowForm, forgetForms, learnRowForm, makeForms } from './forms';
import { beginBatch, beginRow, clearIdentities, endBatch, isBatchFull, takeBackRow } from './identities';
import {
  ATTRIBUTE_R,
  closeValue,
  closing,
  GIVEN_UP,
  GREATER,
  isDigit,
  LESS,
  limit,
  opening,
  prefixLength,
  QUOTE,
  readPrefix,
  ROW,
  ROW_END,
  setLimit,
  skipAttribute,
  skipBlanks,
  SLASH,
  SPACE,
  valueless,
  ZERO,
} from './markup';
import {
  allocate,
  BATCH_INTEGERS,
  CELLS_LEFT,
  CLEARED,
  COLUMNS,
  LAST_NUMBER,
  MOST_RECORDED,
  MOST_ROWS,
  RECORDED,
  RECORDS,
  ROW_BYTES,
  ROWS,
  ROWS_LEFT,
} from './memory';
import { beginDigits, endDigits, forgetNumbers, readNumber } from './numbers';
import { afterReference, expectReference, MOST_IN_REFERENCE } from './references';
import { beginStretches, endStretches } from './stretches';
import { forgetTexts, makeRoom } from './text-table';
import { beginRowOfTexts, beginTexts, listedTexts, lookUpTexts, takeBackTexts } from './texts';
import { readValue, SMALL_DIGITS, TYPE_INLINE, TYPE_NUMBER } from './values';
export { items } from './items';
export {
  BATCH_INTEGERS,
  CELLS,
  CELLS_LEFT,
  CLEARED,
  COLUMNS,
  DIGITS,
  DIGITS_WRITTEN,
  FIRST_SLOTS,
  INPUT,
  INPUT_BYTES,
  LAST_NUMBER,
  MARGIN,
  MOST_RECORDED,
  MOST_ROWS,
  NEW_CELLS,
  PREFIX,
  PREFIX_LENGTH,
  RECORDED,
  RECORDS,
  ROWS,
  ROWS_LEFT,
  SHARED_STRINGS,
  STRETCH_ENDS,
  STRETCHES,
  TEXT_BYTES,
  TEXTS,
} from './memory';

/*
 * Rows in the form that writers use become records; at the first thing that is not of that form the row is given up, and
 * left to those who know all of XML. Nothing is counted before a row is complete, so it may be given up anywhere.
 */

// All of the memory but the table of texts.
allocate(0);
makePowers();
makeForms();

/** `<row r="` */
const ROW_START: u64 = 0x223d7220776f723c;
const ROW_START_BYTES: usize = 8;
/** So many columns in a row may be left out; rows with more are left to others, because each is an integer here. */
const MOST_LEFT_OUT: i32 = 256;

/** Where the next record is written. */
let recorded: usize = 0;

/** Forgets all that a sheet has left. */
export function reset(): void {
  forgetTexts();
  forgetNumbers();
  forgetForms();
  clearIdentities();
  store<u32>(CLEARED, 0);
}

/**
 * Scans rows until so many are recorded that they should be made.
 * @param last start of the last `</row>` that may be looked for
 * @returns the position after the last row taken
 */
export function scan(from: usize, last: usize): usize {
  makeRoom();
  readPrefix();
  setLimit(last);
  recorded = RECORDS;
  store<u32>(ROWS, 0);
  beginBatch();
  beginDigits();
  beginStretches();
  beginTexts();
  let at = from;
  const full = RECORDS + ((<usize>min(load<u32>(MOST_RECORDED), BATCH_INTEGERS)) << 2);
  while (at < last && recorded < full) {
    beginRow();
    beginRowOfTexts();
    const next = row(at);
    if (next === GIVEN_UP) {
      takeBackRow();
      takeBackTexts();
      break;
    }
    at = next;
  }
  lookUpTexts();
  store<u32>(RECORDED, (recorded - RECORDS) >>> 2);
  endBatch();
  endDigits();
  endStretches();
  return at;
}

/** @returns the position after the row, or GIVEN_UP */
function row(from: usize): usize {
  const before = load<u32>(LAST_NUMBER);
  let number = before + 1;
  let at = expectedRow(from, number);
  if (at === GIVEN_UP) {
    at = opening(skipBlanks(from), ROW, 3);
    if (at === GIVEN_UP) return GIVEN_UP;
    at = openRow(at, number);
    if (at === GIVEN_UP) return GIVEN_UP;
    number = rowNumber;
  }
  if (number <= before || number > load<u32>(MOST_ROWS) || load<u32>(ROWS_LEFT) === 0) return GIVEN_UP;
  if (number > MOST_IN_REFERENCE) return GIVEN_UP;
  expectReference(number);
  return cells(at, number);
}

/** @returns the position after the start tag of a row that follows the last in number and form, or GIVEN_UP */
function expectedRow(from: usize, number: u32): usize {
  if (prefixLength !== 0 || number > MOST_IN_REFERENCE || load<u64>(from) !== ROW_START) return GIVEN_UP;
  expectReference(number);
  const at = afterReference(from + ROW_START_BYTES);
  if (at === 0) return GIVEN_UP;
  const end = fittingRowForm(at);
  return end <= limit ? end : GIVEN_UP;
}

/** The number of the row that `openRow` looked at. */
let rowNumber: u32 = 0;

/** Reads a row's start tag behind its name. @returns the position after it, or GIVEN_UP */
function openRow(from: usize, usual: u32): usize {
  let at = from;
  let number: u32 = 0;
  let form: usize = 0;
  while (load<u8>(at) !== GREATER) {
    if (number === 0 && load<u32>(at) === ATTRIBUTE_R) {
      const isFirst = at === from;
      at += 4;
      const first = at;
      while (isDigit(load<u8>(at))) {
        number = number * 10 + (load<u8>(at) - ZERO);
        at += 1;
      }
      if (load<u8>(at) !== QUOTE || number === 0 || at - first > SMALL_DIGITS) return GIVEN_UP;
      at += 1;
      if (isFirst) form = at;
    } else {
      if (load<u8>(at) !== SPACE) return GIVEN_UP;
      at = skipAttribute(at + 1);
      if (at === GIVEN_UP) return GIVEN_UP;
    }
  }
  at += 1;
  if (form !== 0) learnRowForm(form, at);
  rowNumber = number === 0 ? usual : number;
  return at;
}

/** Reads the cells of a row up to and with its end tag. @returns as `row` */
function cells(from: usize, number: u32): usize {
  const columns = load<i32>(COLUMNS);
  const codes = recorded + ROW_BYTES;
  /** Of the cells so far: how many, the column of the last, and the columns recorded. */
  let count: u32 = 0;
  let column: i32 = -1;
  let width: i32 = 0;
  let at = from;
  while (true) {
    let value = expectedCell(at, column + 1);
    if (value === GIVEN_UP) {
      at = skipBlanks(at);
      if (at > limit || load<u8>(at) !== LESS) return GIVEN_UP;
      if (load<u8>(at + 1) === SLASH) break;
      value = openCell(at, column + 1);
      if (value === GIVEN_UP) return GIVEN_UP;
      if (cellColumn <= column) return GIVEN_UP;
    }
    count += 1;
    column = cellColumn;
    if (column >= columns) return GIVEN_UP;
    if (valueless) {
      at = value;
      continue;
    }
    if (isBatchFull(listedTexts())) return GIVEN_UP;
    const place = codes + ((<usize>column) << 2);
    const end =
      cellType <= TYPE_NUMBER ? readNumber(value, cellStyle, place) : readValue(value, cellType, place);
    if (end === GIVEN_UP) return GIVEN_UP;
    // An empty text is no cell.
    if (end !== value) {
      if (column - width > MOST_LEFT_OUT) return GIVEN_UP;
      for (; width < column; width += 1) store<u32>(codes + ((<usize>width) << 2), 0);
      width += 1;
    }
    at = closeValue(end, cellType === TYPE_INLINE);
    if (at === GIVEN_UP) return GIVEN_UP;
  }
  at = closing(at, ROW_END, 4);
  const cellsLeft = load<u32>(CELLS_LEFT);
  if (at === GIVEN_UP || count > cellsLeft) return GIVEN_UP;
  store<u32>(ROWS_LEFT, load<u32>(ROWS_LEFT) - 1);
  store<u32>(CELLS_LEFT, cellsLeft - count);
  store<u32>(LAST_NUMBER, number);
  // One without any cell leaves nothing.
  if (width !== 0) {
    store<u32>(recorded, number);
    store<u32>(recorded, width, 4);
    recorded = codes + ((<usize>width) << 2);
    store<u32>(ROWS, load<u32>(ROWS) + 1);
  }
  return at;
}
