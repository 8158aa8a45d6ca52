import {
  DISTANCE_SYMBOLS,
  HEADER_SYMBOLS,
  IN_ORDER,
  LENGTH_BITS,
  LENGTH_COUNTS,
  LENGTH_PLACES,
  LENGTH_SYMBOLS,
  LENGTH_TABLE,
  MOST_HEADER_SYMBOLS,
} from './memory';

/*
 * Prefix codes (RFC 1951, 3.2) as tables, looked up by the next bits of the input: by as many as the table has, and for longer
 * words by the bits behind in a subtable. The lowest six bits of an entry are how many bits of the input it uses up, extra bits
 * included. The rest of it:
 *
 *   literals           bits 6 and 7: how many, one or two; from bit 16: themselves
 *   length, distance   bits 8..11: the bits of the word alone; from bit 16: the least it can be, the extra bits are added
 *   a subtable         bit 14; bits 8..11: its bits; from bit 16: its place
 *   none of these      bit 15; from bit 16: 0 for the end of the block, 1 for what may not come
 */
export const LITERALS: u64 = 3 << 6;
const ONE_LITERAL: u32 = 1 << 6;
const TWO_LITERALS: u32 = 2 << 6;
export const SUBTABLE: u64 = 1 << 14;
export const NO_VALUE: u64 = 1 << 15;
const END_OF_BLOCK: u32 = 1 << 15;
const INVALID: u32 = (1 << 16) | (1 << 15);
/** One bit more in a word, in both places. */
const WORD_BIT: u32 = 0x101;

const LONGEST_WORD: u32 = 15;
/** The symbol that ends a block. */
export const END_SYMBOL: u32 = 256;
/** The longest match has a symbol of its own. */
const LONGEST_MATCH: u32 = 285;

/** Makes what the symbols mean, once (RFC 1951, 3.2.5). */
export function makeSymbols(): void {
  for (let symbol: u32 = 0; symbol < END_SYMBOL; symbol += 1) {
    store<u32>(entryAt(LENGTH_SYMBOLS, symbol), (symbol << 16) | ONE_LITERAL);
  }
  store<u32>(entryAt(LENGTH_SYMBOLS, END_SYMBOL), END_OF_BLOCK);
  let least: u32 = 3;
  for (let symbol: u32 = 257; symbol < LONGEST_MATCH; symbol += 1) {
    const extraBits = symbol < 265 ? 0 : (symbol - 261) >>> 2;
    store<u32>(entryAt(LENGTH_SYMBOLS, symbol), (least << 16) | extraBits);
    least += 1 << extraBits;
  }
  store<u32>(entryAt(LENGTH_SYMBOLS, LONGEST_MATCH), 258 << 16);
  store<u32>(entryAt(LENGTH_SYMBOLS, 286), INVALID);
  store<u32>(entryAt(LENGTH_SYMBOLS, 287), INVALID);
  least = 1;
  for (let symbol: u32 = 0; symbol < 30; symbol += 1) {
    const extraBits = symbol < 4 ? 0 : (symbol - 2) >>> 1;
    store<u32>(entryAt(DISTANCE_SYMBOLS, symbol), (least << 16) | extraBits);
    least += 1 << extraBits;
  }
  store<u32>(entryAt(DISTANCE_SYMBOLS, 30), INVALID);
  store<u32>(entryAt(DISTANCE_SYMBOLS, 31), INVALID);
  for (let symbol: u32 = 0; symbol < MOST_HEADER_SYMBOLS; symbol += 1) {
    store<u32>(entryAt(HEADER_SYMBOLS, symbol), symbol << 16);
  }
}

function entryAt(table: usize, index: u32): usize {
  return table + ((<usize>index) << 2);
}

/** The entry for what stands in the lowest bits. */
export function lookUp(table: usize, tableBits: u64, bits: u64): u64 {
  return load<u32>(table + ((<usize>(bits & ((1 << tableBits) - 1))) << 2));
}

/** The entry that a subtable has for the bits behind those that led to it. */
export function lookUpFurther(table: usize, entry: u64, bits: u64): u64 {
  return load<u32>(table + ((<usize>((entry >> 16) + lowest(bits, entry >> 8))) << 2));
}

/** The value of an entry of lengths or distances with its extra bits. @param bits from the beginning of the word on */
export function valueOf(entry: u64, bits: u64): usize {
  return <usize>(entry >> 16) + <usize>(lowest(bits, entry) >> (entry >> 8));
}

/** So many of the bits: as in shifts, only the lowest six bits of the number count. */
function lowest(bits: u64, count: u64): u64 {
  return bits & (((<u64>1) << count) - 1);
}

/**
 * Makes the table of a code from the lengths of its words, which is all that a code needs to be told.
 * @param lengths a byte for each symbol, 0 for one that has no word
 * @param mayLackWords whether it may have only one word, of one bit, or none
 * @returns false when there is no such code
 */
export function makeTable(
  lengths: usize,
  symbolCount: u32,
  symbols: usize,
  table: usize,
  tableBits: u32,
  mayLackWords: bool,
): bool {
  const unused = sortSymbols(lengths, symbolCount);
  if (unused < 0) return false;
  if (unused > 0) return mayLackWords && makeOneWord(symbols, table, tableBits);
  let next = IN_ORDER;
  let word: u32 = 0;
  // It begins with the words of one bit, and is doubled as they grow longer: their first bit is the lowest.
  let size: u32 = 2;
  let length: u32 = 1;
  for (; length <= tableBits; length += 1, size <<= 1) {
    for (let left = load<u32>(entryAt(LENGTH_COUNTS, length)); left !== 0; left -= 1) {
      store<u32>(entryAt(table, word), load<u32>(entryAt(symbols, load<u16>(next))) + length * WORD_BIT);
      next += 2;
      if (word === size - 1) {
        for (; length < tableBits; length += 1, size <<= 1) double(table, size);
        return true;
      }
      word = wordBehind(word, length);
    }
    if (length < tableBits) double(table, size);
  }
  makeSubtables(symbols, table, tableBits, next, word);
  return true;
}

function double(table: usize, size: u32): void {
  memory.copy(entryAt(table, size), table, (<usize>size) << 2);
}

/** The word of the same length that follows in order; there must be one. Its first bit is the lowest, and counts most. */
function wordBehind(word: u32, length: u32): u32 {
  const lastZero: u32 = 1 << (31 - clz(word ^ ((1 << length) - 1)));
  return (word & (lastZero - 1)) | lastZero;
}

/**
 * Counts the words of each length, and puts the symbols in the order of their words.
 * @returns how much of all words that there could be is not used; less than nothing when there are too many
 */
function sortSymbols(lengths: usize, symbolCount: u32): i32 {
  memory.fill(LENGTH_COUNTS, 0, (LONGEST_WORD + 1) * 4);
  for (let symbol: u32 = 0; symbol < symbolCount; symbol += 1) {
    const count = entryAt(LENGTH_COUNTS, load<u8>(lengths + symbol));
    store<u32>(count, load<u32>(count) + 1);
  }
  let unused: i32 = 1;
  let place: u32 = 0;
  for (let length: u32 = 1; length <= LONGEST_WORD; length += 1) {
    const count = load<u32>(entryAt(LENGTH_COUNTS, length));
    store<u32>(entryAt(LENGTH_PLACES, length), place);
    place += count;
    unused = (unused << 1) - <i32>count;
    if (unused < 0) return unused;
  }
  for (let symbol: u32 = 0; symbol < symbolCount; symbol += 1) {
    const length = load<u8>(lengths + symbol);
    if (length === 0) continue;
    const at = entryAt(LENGTH_PLACES, length);
    place = load<u32>(at);
    store<u32>(at, place + 1);
    store<u16>(IN_ORDER + ((<usize>place) << 1), <u16>symbol);
  }
  return unused;
}

/** A code of one word of one bit, or of none: the other half of the table is nothing that may come. */
function makeOneWord(symbols: usize, table: usize, tableBits: u32): bool {
  for (let length: u32 = 2; length <= LONGEST_WORD; length += 1) {
    if (load<u32>(entryAt(LENGTH_COUNTS, length)) !== 0) return false;
  }
  const size: u32 = 1 << tableBits;
  for (let index: u32 = 0; index < size; index += 1) {
    store<u32>(entryAt(table, index), INVALID + WORD_BIT);
  }
  if (load<u32>(entryAt(LENGTH_COUNTS, 1)) === 0) return true;
  const entry = load<u32>(entryAt(symbols, load<u16>(IN_ORDER))) + WORD_BIT;
  for (let index: u32 = 0; index < size; index += 2) store<u32>(entryAt(table, index), entry);
  return true;
}

/** Makes the subtables of all words that are longer than the table has bits. */
function makeSubtables(symbols: usize, table: usize, tableBits: u32, from: usize, first: u32): void {
  let next = from;
  let word = first;
  let start: u32 = 0;
  let end: u32 = 1 << tableBits;
  let prefix: u32 = end;
  for (let length = tableBits + 1; ; length += 1) {
    const step: u32 = 1 << (length - tableBits);
    for (let left = load<u32>(entryAt(LENGTH_COUNTS, length)); left !== 0; left -= 1) {
      const before = word & ((1 << tableBits) - 1);
      if (before !== prefix) {
        prefix = before;
        start = end;
        const bits = subtableBits(length, left, tableBits);
        end = start + (1 << bits);
        store<u32>(entryAt(table, prefix), (start << 16) | <u32>SUBTABLE | (bits << 8) | tableBits);
      }
      const entry = load<u32>(entryAt(symbols, load<u16>(next))) + (length - tableBits) * WORD_BIT;
      next += 2;
      for (let index = start + (word >>> tableBits); index < end; index += step) {
        store<u32>(entryAt(table, index), entry);
      }
      if (word === ((<u32>1) << length) - 1) return;
      word = wordBehind(word, length);
    }
  }
}

/** @param left words of this length, the first of which begins the subtable. @returns as many bits as make it complete */
function subtableBits(length: u32, left: u32, tableBits: u32): u32 {
  let bits = length - tableBits;
  let words = left;
  while (words < (<u32>1) << bits) {
    bits += 1;
    words = (words << 1) + load<u32>(entryAt(LENGTH_COUNTS, tableBits + bits));
  }
  return bits;
}

/** Makes one entry of two literals where the table has the bits of both. */
export function joinLiterals(): void {
  // From its end: an entry looks only at one before it.
  for (let index: i32 = (1 << LENGTH_BITS) - 1; index >= 0; index -= 1) {
    const entry = load<u32>(entryAt(LENGTH_TABLE, index));
    if ((entry & <u32>LITERALS) === 0) continue;
    const bits = entry & 63;
    const second = load<u32>(entryAt(LENGTH_TABLE, <u32>index >>> bits));
    const both = bits + (second & 63);
    if ((second & <u32>LITERALS) === 0 || both > LENGTH_BITS) continue;
    const bytes = (entry & 0xff0000) | ((second & 0xff0000) << 8);
    store<u32>(entryAt(LENGTH_TABLE, index), bytes | TWO_LITERALS | both);
  }
}
