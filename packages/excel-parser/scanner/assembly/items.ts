import { closing, GIVEN_UP, ITEM_END, opening, openText, readPrefix, TEXT_END } from './markup';
import { ITEM_BYTES, MOST_ITEMS, RECORDED, RECORDS, TEXT_BYTES } from './memory';
import { specials, unitsOf, zeroes } from './utf8';

/*
 * Items of the shared string table that are one plain text, `<si><t>…</t></si>`, as nearly all are. Places are counted in
 * the units of JavaScript's strings: a stretch of items is decoded at once, and texts are cut from it.
 */

/** Where the text last passed over ended, how long it is as a string, and whether it may have something to resolve. */
let textEnd: usize = 0;
let textLength: u32 = 0;
let special: u64 = 0;

/**
 * Takes items, at most so many.
 * @param until where no further one is begun
 * @param last the last place behind which there are bytes to look at
 * @returns the position after the last item taken
 */
export function items(from: usize, until: usize, last: usize, most: u32): usize {
  readPrefix();
  let at = from;
  let out = RECORDS;
  let units: u32 = 0;
  const longest = load<u32>(TEXT_BYTES);
  const room = min(most, MOST_ITEMS);
  for (let count: u32 = 0; count < room && at < until; count += 1) {
    let next = opening(at, ITEM_END, 3);
    if (next === GIVEN_UP) break;
    next = openText(next);
    if (next === GIVEN_UP) break;
    const start = units + <u32>(next - at);
    passText(next, last);
    if (textEnd >= last || textEnd - next > longest) break;
    const end = closing(textEnd, TEXT_END, 2);
    if (end === GIVEN_UP) break;
    next = closing(end, ITEM_END, 3);
    if (next === GIVEN_UP) break;
    units = start + textLength + <u32>(next - textEnd);
    at = next;
    store<u32>(out, start);
    store<u32>(out, textLength, 4);
    store<u32>(out, special !== 0 ? 1 : 0, 8);
    out += ITEM_BYTES;
  }
  store<u32>(RECORDED, (out - RECORDS) / ITEM_BYTES);
  return at;
}

/** Finds the next `<`, eight bytes at a time, and what is before it. */
function passText(from: usize, last: usize): void {
  let at = from;
  let units: i64 = 0;
  special = 0;
  while (at < last) {
    let word = load<u64>(at);
    const less = zeroes(word ^ 0x3c3c3c3c3c3c3c3c);
    if (less !== 0) {
      // Only what is before the `<`; the rest becomes zeroes, of which the units are taken off again.
      const bits = ctz(less) & ~7;
      word &= ((<u64>1) << bits) - 1;
      at += <usize>(bits >> 3);
      units -= 8 - <i64>(bits >> 3);
      units += unitsOf(word);
      special |= specials(word);
      break;
    }
    units += unitsOf(word);
    special |= specials(word);
    at += 8;
  }
  textEnd = at;
  textLength = <u32>units;
}
