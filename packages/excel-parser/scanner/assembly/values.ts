import { digitsAt, numberOf } from './digits';
import { addCell, BOOLEAN, ERROR, sharedCell } from './identities';
import { GIVEN_UP, ZERO } from './markup';
import { INPUT, SHARED_STRINGS, TEXT_BYTES } from './memory';
import { addTextCell, passText } from './texts';

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

/** A number of so many digits is below 2^31, and one of so many below 2^28, which leaves room for a kind beside it. */
export const SMALL_DIGITS: usize = 9;
export const STYLE_DIGITS: usize = 8;

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

/**
 * Reads the value of a cell that is no number.
 * @param place where its row keeps what it says of the cell: see `identities.ts`
 * @returns the position after it, or GIVEN_UP
 */
export function readValue(start: usize, type: u32, place: usize): usize {
  if (type === TYPE_SHARED) return readShared(start, place);
  if (type === TYPE_BOOLEAN) {
    const truth = <u8>(load<u8>(start) - ZERO);
    if (truth > 1) return GIVEN_UP;
    store<u32>(place, addCell(BOOLEAN, -1, truth, 0));
    return start + 1;
  }
  const end = passText(start);
  if (end - start > load<u32>(TEXT_BYTES)) return GIVEN_UP;
  // An empty text is no cell.
  if (end === start) return end;
  if (type === TYPE_ERROR) store<u32>(place, addCell(ERROR, -1, start - INPUT, end - INPUT));
  else addTextCell(start, place);
  return end;
}

/** Reads an index of a shared string that exists. */
function readShared(start: usize, place: usize): usize {
  const word = load<u64>(start);
  const digits = digitsAt(word);
  if (digits === 0 || digits === 8) return GIVEN_UP;
  const index = <u32>numberOf(word, digits);
  if (index >= load<u32>(SHARED_STRINGS)) return GIVEN_UP;
  store<u32>(place, sharedCell(index));
  return start + <usize>digits;
}
