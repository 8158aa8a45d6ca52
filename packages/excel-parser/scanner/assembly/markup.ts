import { PREFIX, PREFIX_LENGTH, TEXT_BYTES } from './memory';

/** What is answered instead of a position: this is not of the usual form. */
export const GIVEN_UP: usize = 0;

export const SPACE: u8 = 0x20;
export const QUOTE: u8 = 0x22;
export const SLASH: u8 = 0x2f;
export const ZERO: u8 = 0x30;
export const LESS: u8 = 0x3c;
const EQUALS: u8 = 0x3d;
export const GREATER: u8 = 0x3e;

/*
 * Bytes that are looked at together are one number, the first of them its lowest.
 */

/** ` r="`, ` s="`, ` t="` */
export const ATTRIBUTE_R: u32 = 0x223d7220;
export const ATTRIBUTE_S: u32 = 0x223d7320;
export const ATTRIBUTE_T: u32 = 0x223d7420;
/** `<v>`, `<is><t>`, `</v></c>`, `</t></is`, `></c>` */
const VALUE_OPEN: u64 = 0x3e763c;
const INLINE_OPEN: u64 = 0x3e743c3e73693c;
const VALUE_CLOSE: u64 = 0x3e632f3c3e762f3c;
const INLINE_CLOSE: u64 = 0x73692f3c3e742f3c;
const INLINE_CLOSE_REST: u64 = 0x3e632f3c3e;
/** ` xml:space="preserve">`, in three */
const KEPT_1: u64 = 0x6170733a6c6d7820;
const KEPT_2: u64 = 0x73657270223d6563;
const KEPT_3: u64 = 0x3e2265767265;
/** Names of elements, most with the `>` behind them. */
export const ROW: u64 = 0x776f72;
export const ROW_END: u64 = 0x3e776f72;
export const CELL: u64 = 0x63;
const CELL_END: u64 = 0x3e63;
const VALUE: u64 = 0x3e76;
const INLINE: u64 = 0x3e7369;
const TEXT: u64 = 0x74;
export const TEXT_END: u64 = 0x3e74;
/** An item of the shared string table. */
export const ITEM_END: u64 = 0x3e6973;
const FORMULA: u64 = 0x66;
const FORMULA_END: u64 = 0x3e66;

/** Length of the prefix that all elements have. */
export let prefixLength: usize = 0;

export function readPrefix(): void {
  prefixLength = load<u32>(PREFIX_LENGTH);
}

export function isDigit(byte: u8): bool {
  return <u8>(byte - ZERO) <= 9;
}

/** Whether the lowest `bytes` (1 to 8) of the word stand here. */
export function stands(at: usize, word: u64, bytes: u64): bool {
  return (load<u64>(at) ^ word) << (64 - bytes * 8) === 0;
}

export function skipBlanks(from: usize): usize {
  let at = from;
  while (true) {
    const byte = load<u8>(at);
    if (byte !== SPACE && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at += 1;
  }
}

/** Passes over a `<` or `</`, the prefix, and a name. @returns the position behind, GIVEN_UP when something else stands here */
function named(from: usize, lead: usize, name: u64, bytes: usize): usize {
  if (load<u8>(from) !== LESS || (lead === 2 && load<u8>(from + 1) !== SLASH)) return GIVEN_UP;
  let at = from + lead;
  for (let index: usize = 0; index < prefixLength; index += 1) {
    if (load<u8>(at + index) !== load<u8>(PREFIX + index)) return GIVEN_UP;
  }
  at += prefixLength;
  return stands(at, name, bytes) ? at + bytes : GIVEN_UP;
}

export function opening(from: usize, name: u64, bytes: usize): usize {
  return named(from, 1, name, bytes);
}

export function closing(from: usize, name: u64, bytes: usize): usize {
  return named(from, 2, name, bytes);
}

/** Whether the cell that `openValue` looked at has no value; it then answers with the position after the cell. */
export let valueless: bool = false;

export function setValueless(truth: bool): void {
  valueless = truth;
}

/** Passes over what stands between the start tag of a cell and its value. @returns where the value starts, or GIVEN_UP */
export function openValue(from: usize, inline: bool): usize {
  valueless = false;
  if (prefixLength === 0) {
    if (inline) {
      if (stands(from, INLINE_OPEN, 7)) return from + 7;
    } else if (stands(from, VALUE_OPEN, 3)) {
      return from + 3;
    }
  }
  let at = from;
  const formula = opening(at, FORMULA, 1);
  if (formula !== GIVEN_UP) {
    at = skipFormula(formula);
    if (at === GIVEN_UP) return GIVEN_UP;
  }
  const close = closing(at, CELL_END, 2);
  if (close !== GIVEN_UP) {
    valueless = true;
    return close;
  }
  if (!inline) return opening(at, VALUE, 2);
  at = opening(at, INLINE, 3);
  return at === GIVEN_UP ? GIVEN_UP : openText(at);
}

/** Passes over the start tag of a text. @returns the position behind, or GIVEN_UP */
export function openText(from: usize): usize {
  const at = opening(from, TEXT, 1);
  if (at === GIVEN_UP) return GIVEN_UP;
  if (load<u8>(at) === GREATER) return at + 1;
  return stands(at, KEPT_1, 8) && stands(at + 8, KEPT_2, 8) && stands(at + 16, KEPT_3, 6)
    ? at + 22
    : GIVEN_UP;
}

/** `at` is that of the `<` behind a value. @returns the position after the cell, GIVEN_UP when something else comes */
export function closeValue(from: usize, inline: bool): usize {
  if (prefixLength === 0) {
    if (!inline) return load<u64>(from) === VALUE_CLOSE ? from + 8 : GIVEN_UP;
    return load<u64>(from) === INLINE_CLOSE && stands(from + 8, INLINE_CLOSE_REST, 5) ? from + 13 : GIVEN_UP;
  }
  let at = from;
  if (inline) {
    at = closing(at, TEXT_END, 2);
    if (at === GIVEN_UP) return GIVEN_UP;
    at = closing(at, INLINE, 3);
  } else {
    at = closing(at, VALUE, 2);
  }
  return at === GIVEN_UP ? GIVEN_UP : closing(at, CELL_END, 2);
}

/** `from` is after the name. @returns the position after the formula's element */
function skipFormula(from: usize): usize {
  let at = from;
  while (load<u8>(at) === SPACE) {
    at = skipAttribute(at + 1);
    if (at === GIVEN_UP) return GIVEN_UP;
  }
  if (load<u8>(at) === SLASH) return load<u8>(at + 1) === GREATER ? at + 2 : GIVEN_UP;
  if (load<u8>(at) !== GREATER) return GIVEN_UP;
  const start = at;
  while (load<u8>(at) !== LESS) at += 1;
  return at - start > load<u32>(TEXT_BYTES) ? GIVEN_UP : closing(at, FORMULA_END, 2);
}

/** Passes over attributes of a cell that mean nothing here. @returns the position of the `>` or `/` behind, or GIVEN_UP */
export function skipOtherAttributes(from: usize): usize {
  let at = from;
  while (load<u8>(at) === SPACE) {
    // Those that do, in a form or an order that is not expected.
    const attribute = load<u32>(at) | 0xff000000;
    if (isKnown(attribute)) return GIVEN_UP;
    at = skipAttribute(at + 1);
    if (at === GIVEN_UP) return GIVEN_UP;
  }
  const byte = load<u8>(at);
  return byte === GREATER || byte === SLASH ? at : GIVEN_UP;
}

/** @param attribute a blank, a name, an equals sign, and a byte that does not count */
function isKnown(attribute: u32): bool {
  return (
    attribute === (ATTRIBUTE_R | 0xff000000) ||
    attribute === (ATTRIBUTE_S | 0xff000000) ||
    attribute === (ATTRIBUTE_T | 0xff000000)
  );
}

/** Where the last row starts that is complete, with some bytes behind it: nothing is looked for beyond. */
export let limit: usize = 0;

export function setLimit(position: usize): void {
  limit = position;
}

/** Passes over an attribute whose name starts here. @returns the position after its closing quote, or GIVEN_UP */
export function skipAttribute(from: usize): usize {
  let at = from;
  while (isNameByte(load<u8>(at))) at += 1;
  if (at === from || load<u8>(at) !== EQUALS || load<u8>(at + 1) !== QUOTE) return GIVEN_UP;
  at += 2;
  while (at < limit && load<u8>(at) !== QUOTE) at += 1;
  return at < limit ? at + 1 : GIVEN_UP;
}

/** Letters, digits, colon, hyphen, full stop, underscore: the names that occur. */
function isNameByte(byte: u8): bool {
  const letter = byte | 0x20;
  return (
    (letter >= 0x61 && letter <= 0x7a) ||
    (byte >= ZERO && byte <= 0x3a) ||
    byte === 0x2d ||
    byte === 0x2e ||
    byte === 0x5f
  );
}
