import { END_SYMBOL, joinLiterals, lookUp, makeTable } from './codes';
import { at, bitCount, bits, refill, setBits, take } from './input';
import {
  DISTANCE_BITS,
  DISTANCE_SYMBOLS,
  DISTANCE_TABLE,
  HEADER_BITS,
  HEADER_ORDER,
  HEADER_SYMBOLS,
  HEADER_TABLE,
  LENGTH_BITS,
  LENGTH_SYMBOLS,
  LENGTH_TABLE,
  MOST_DISTANCE_SYMBOLS,
  MOST_HEADER_SYMBOLS,
  MOST_LENGTH_SYMBOLS,
  WORD_LENGTHS,
} from './memory';

/*
 * The header of a block (RFC 1951, 3.2.3), and the codes that it tells of.
 */

/** What is answered. */
export const MORE: u32 = 0;
export const BAD: u32 = 1;
export const STORED: u32 = 2;
export const CODED: u32 = 3;

/** Of the block whose header was read: whether it is the last one, and how many bytes are stored in it. */
export let isLast: bool = false;
export let storedBytes: u32 = 0;

/** Whether the tables are of the codes that are known beforehand. */
let areFixed: bool = false;

export function makeHeaders(): void {
  // 16 17 18 0 8 7 9 6, 10 5 11 4 12 3 13 2, 14 1 15
  store<u64>(HEADER_ORDER, 0x0609070800121110);
  store<u64>(HEADER_ORDER, 0x020d030c040b050a, 8);
  store<u32>(HEADER_ORDER, 0x0f010e, 16);
}

/** Reads a header, or nothing of it as long as it is not there in full. */
export function readHeader(): u32 {
  const bitsBefore = bits;
  const countBefore = bitCount;
  const atBefore = at;
  const answer = readWhole();
  if (answer === MORE) setBits(bitsBefore, countBefore, atBefore);
  return answer;
}

function readWhole(): u32 {
  refill();
  if (bitCount < 3) return MORE;
  isLast = take(1) !== 0;
  switch (take(2)) {
    case 0:
      return readStored();
    case 1:
      makeFixed();
      return CODED;
    case 2:
      return readCodes();
    default:
      return BAD;
  }
}

function readStored(): u32 {
  // It starts with a whole byte.
  take(bitCount & 7);
  refill();
  if (bitCount < 32) return MORE;
  storedBytes = take(16);
  return take(16) === (storedBytes ^ 0xffff) ? STORED : BAD;
}

function makeFixed(): void {
  if (areFixed) return;
  memory.fill(WORD_LENGTHS, 8, 144);
  memory.fill(WORD_LENGTHS + 144, 9, 112);
  memory.fill(WORD_LENGTHS + 256, 7, 24);
  memory.fill(WORD_LENGTHS + 280, 8, 8);
  makeTable(WORD_LENGTHS, MOST_LENGTH_SYMBOLS, LENGTH_SYMBOLS, LENGTH_TABLE, LENGTH_BITS, false);
  joinLiterals();
  memory.fill(WORD_LENGTHS, 5, MOST_DISTANCE_SYMBOLS);
  makeTable(WORD_LENGTHS, MOST_DISTANCE_SYMBOLS, DISTANCE_SYMBOLS, DISTANCE_TABLE, DISTANCE_BITS, false);
  areFixed = true;
}

function readCodes(): u32 {
  refill();
  if (bitCount < 14) return MORE;
  const lengthSymbols = take(5) + 257;
  const distanceSymbols = take(5) + 1;
  const headerSymbols = take(4) + 4;
  // The other symbols are only in the codes known beforehand.
  if (lengthSymbols > 286 || distanceSymbols > 30) return BAD;
  memory.fill(WORD_LENGTHS, 0, MOST_HEADER_SYMBOLS);
  for (let index: usize = 0; index < <usize>headerSymbols; index += 1) {
    refill();
    if (bitCount < 3) return MORE;
    store<u8>(WORD_LENGTHS + load<u8>(HEADER_ORDER + index), <u8>take(3));
  }
  if (!makeTable(WORD_LENGTHS, MOST_HEADER_SYMBOLS, HEADER_SYMBOLS, HEADER_TABLE, HEADER_BITS, false)) {
    return BAD;
  }
  const answer = readLengths(lengthSymbols + distanceSymbols);
  if (answer !== CODED) return answer;
  // A block that cannot end is none.
  if (load<u8>(WORD_LENGTHS + END_SYMBOL) === 0) return BAD;
  areFixed = false;
  const distances = WORD_LENGTHS + lengthSymbols;
  if (
    !makeTable(WORD_LENGTHS, lengthSymbols, LENGTH_SYMBOLS, LENGTH_TABLE, LENGTH_BITS, true) ||
    !makeTable(distances, distanceSymbols, DISTANCE_SYMBOLS, DISTANCE_TABLE, DISTANCE_BITS, true)
  ) {
    return BAD;
  }
  joinLiterals();
  return CODED;
}

/** Reads the lengths of the words of both codes, which are one list. */
function readLengths(count: u32): u32 {
  let index: u32 = 0;
  while (index < count) {
    refill();
    const entry = lookUp(HEADER_TABLE, HEADER_BITS, bits);
    const wordBits = entry & 63;
    const symbol = <u32>(entry >> 16);
    // 16 repeats the length before, 17 and 18 repeat none at all.
    const extraBits: u64 = symbol < 16 ? 0 : symbol === 16 ? 2 : symbol === 17 ? 3 : 7;
    if (bitCount < wordBits + extraBits) return MORE;
    take(wordBits);
    if (symbol < 16) {
      store<u8>(WORD_LENGTHS + index, <u8>symbol);
      index += 1;
      continue;
    }
    const repeats = take(extraBits) + (symbol === 18 ? 11 : 3);
    if (index + repeats > count || (symbol === 16 && index === 0)) return BAD;
    const length = symbol === 16 ? load<u8>(WORD_LENGTHS + index - 1) : 0;
    memory.fill(WORD_LENGTHS + index, length, repeats);
    index += repeats;
  }
  return CODED;
}
