import { addCell, LONG_TEXT } from './identities';
import { INPUT, TEXT_LIST, TEXT_LIST_BYTES, TOUCHED } from './memory';
import { identifyText, touchSlot, touchText } from './text-table';

/*
 * Texts of cells. Names and details repeat through a sheet: a text seen before costs a look at its bytes, and neither a string
 * nor a cell. Where it was seen before is seldom in a cache. So the texts of a batch are listed first, and looked up when all
 * its rows have been scanned: a processor that knows what it will need next waits for many places of its memory at once.
 */

/** Longer texts hardly repeat. */
const LONGEST: usize = 512;
const MULTIPLIER: u64 = 0x9e3779b97f4a7c15;
/** So many texts are touched before they are looked at: what they take has to stay in the nearest caches. */
const TOUCHED_AT_ONCE: usize = 128;

/** Of a text listed: where it starts and ends, its hash, and where its row keeps what is said of its cell. */
const END: usize = 4;
const HASH: usize = 8;
const PLACE: usize = 12;

let listEnd: usize = TEXT_LIST;
/** The same before the row at hand. */
let listEndBefore: usize = TEXT_LIST;

/** Of the text last passed over: its hash, and where it ended. */
let hash: usize = 0;
let textEnd: usize = 0;

export function beginTexts(): void {
  listEnd = TEXT_LIST;
}

export function beginRowOfTexts(): void {
  listEndBefore = listEnd;
}

/** Forgets the texts of the row at hand. */
export function takeBackTexts(): void {
  listEnd = listEndBefore;
}

/** Texts that are to be looked up, each of which may be a new cell. */
export function listedTexts(): usize {
  return (listEnd - TEXT_LIST) / TEXT_LIST_BYTES;
}

/** Passes over a text. @returns the position of the next `<`; there must be one */
export function passText(start: usize): usize {
  let at = start;
  let sum: u64 = 0;
  let word: u64 = 0;
  let marks: u64 = 0;
  // Eight bytes at a time: a byte that is `<` is zero in the difference, and the lowest mark is exactly the first.
  while (true) {
    word = load<u64>(at);
    const difference = word ^ 0x3c3c3c3c3c3c3c3c;
    marks = (difference - 0x0101010101010101) & ~difference & 0x8080808080808080;
    if (marks !== 0) break;
    sum = (rotl(sum, 23) ^ word) * MULTIPLIER;
    at += 8;
  }
  const tail = ctz(marks) >> 3;
  word &= ((<u64>1) << (tail << 3)) - 1;
  hash = <usize>(((rotl(sum, 23) ^ word) * MULTIPLIER) >>> 32);
  textEnd = at + <usize>tail;
  return textEnd;
}

/**
 * @param start of the text last passed over
 * @param place where its row keeps what it says of the cell (see `identities.ts`), which is written there
 */
export function addTextCell(start: usize, place: usize): void {
  if (textEnd - start > LONGEST) {
    store<u32>(place, addCell(LONG_TEXT, -1, start - INPUT, textEnd - INPUT));
    return;
  }
  store<usize>(listEnd, start);
  store<usize>(listEnd, textEnd, END);
  store<usize>(listEnd, hash, HASH);
  store<usize>(listEnd, place, PLACE);
  listEnd += TEXT_LIST_BYTES;
}

/** Looks up all texts that are listed, and tells their rows. */
export function lookUpTexts(): void {
  let from = TEXT_LIST;
  while (from < listEnd) {
    const to = min(from + TOUCHED_AT_ONCE * TEXT_LIST_BYTES, listEnd);
    touch(from, to);
    for (; from < to; from += TEXT_LIST_BYTES) {
      const cell = identifyText(load<usize>(from), load<usize>(from, END), load<usize>(from, HASH));
      store<u32>(load<usize>(from, PLACE), cell);
    }
  }
}

/** Nothing here waits for what it looks at, but the texts for their slots. */
function touch(from: usize, to: usize): void {
  let sum: usize = 0;
  for (let at = from; at < to; at += TEXT_LIST_BYTES) sum ^= touchSlot(load<usize>(at, HASH));
  for (let at = from; at < to; at += TEXT_LIST_BYTES) sum ^= touchText(load<usize>(at, HASH));
  // What is never used would not be looked at.
  store<usize>(TOUCHED, sum);
}
