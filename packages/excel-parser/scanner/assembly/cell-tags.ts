import { cellStart, fittingForm, formStyle, formType, learnForm } from './forms';
import {
  ATTRIBUTE_R,
  ATTRIBUTE_S,
  ATTRIBUTE_T,
  CELL,
  GIVEN_UP,
  GREATER,
  isDigit,
  limit,
  opening,
  openValue,
  QUOTE,
  setValueless,
  skipOtherAttributes,
  SLASH,
  SPACE,
  valueless,
  ZERO,
} from './markup';
import { afterReference } from './references';
import { STYLE_DIGITS, TYPE_INLINE, TYPE_NONE, typeAt, typeEnd } from './values';

/*
 * What stands before the value of a cell: read at once when it is as in the rows before, else attribute by attribute.
 */

/** Of the cell at hand: its column, type and style. */
export let cellColumn: i32 = 0;
export let cellType: u32 = 0;
export let cellStyle: i32 = 0;

/** @returns where the value starts of a cell in this column that has a known form, or GIVEN_UP */
export function expectedCell(from: usize, column: i32): usize {
  let at = cellStart(from, column);
  if (at === 0) return GIVEN_UP;
  at = afterReference(at);
  if (at === 0) return GIVEN_UP;
  at = fittingForm(at, column);
  if (at === 0 || at > limit) return GIVEN_UP;
  cellColumn = column;
  cellType = formType;
  cellStyle = formStyle;
  setValueless(false);
  return at;
}

/**
 * Reads what stands before a cell's value.
 * @returns where the value starts, the position after the cell when it is `valueless`, or GIVEN_UP
 */
export function openCell(from: usize, column: i32): usize {
  let at = opening(from, CELL, 1);
  if (at === GIVEN_UP) return GIVEN_UP;
  cellColumn = column;
  let referenced = false;
  let style: i32 = -1;
  let type = TYPE_NONE;
  let form: usize = 0;
  const attributes = at;
  while (load<u8>(at) === SPACE) {
    const attribute = load<u32>(at);
    if (attribute === ATTRIBUTE_R && !referenced) {
      const isFirst = at === attributes;
      referenced = true;
      at = readReference(at + 4);
      if (at === GIVEN_UP) return GIVEN_UP;
      if (isFirst) form = at;
    } else if (attribute === ATTRIBUTE_S && style === -1) {
      at += 4;
      const first = at;
      style = 0;
      while (isDigit(load<u8>(at))) {
        style = style * 10 + (load<u8>(at) - ZERO);
        at += 1;
      }
      if (at === first || at - first > STYLE_DIGITS || load<u8>(at) !== QUOTE) return GIVEN_UP;
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
  cellType = type;
  cellStyle = style;
  if (load<u8>(at) === SLASH && load<u8>(at + 1) === GREATER) {
    setValueless(true);
    return at + 2;
  }
  if (load<u8>(at) !== GREATER) return GIVEN_UP;
  at = openValue(at + 1, type === TYPE_INLINE);
  if (at !== GIVEN_UP && !valueless && form !== 0) learnForm(cellColumn, form, at, type, style);
  return at;
}

/** Reads the reference of a cell in this row. @returns the position after its closing quote, or GIVEN_UP */
function readReference(from: usize): usize {
  let at = from;
  let column: i32 = 0;
  let letter = <i32>load<u8>(at) - 0x40;
  while (letter >= 1 && letter <= 26) {
    if (column > 1000) return GIVEN_UP;
    column = column * 26 + letter;
    at += 1;
    letter = <i32>load<u8>(at) - 0x40;
  }
  cellColumn = column - 1;
  return column === 0 ? GIVEN_UP : afterReference(at);
}
