import { POWERS } from './memory';

/*
 * Digits, eight at a time: a word holds as many as stand at its lowest bytes, the first of them lowest.
 */

const ZEROES: u64 = 0x3030303030303030;
const HIGH_HALVES: u64 = 0xf0f0f0f0f0f0f0f0;
/** Makes ten and more of a byte's low half sixteen and more. */
const SIX: u64 = 0x0606060606060606;
const PAIRS: u64 = 0x000000ff000000ff;

/** How many digits stand at the beginning of a word. */
export function digitsAt(word: u64): u32 {
  const bytes = word ^ ZEROES;
  const others = (bytes | (bytes + SIX)) & HIGH_HALVES;
  return others === 0 ? 8 : <u32>(ctz(others) >> 3);
}

/** @param digits how many of the word's bytes are digits that count, at least one */
export function numberOf(word: u64, digits: u32): u64 {
  // Zeroes before the first digit, then pairs, then fours, then all eight at once.
  const eight = (word ^ ZEROES) << ((8 - <u64>digits) << 3);
  const pairs = eight * 10 + (eight >> 8);
  return ((pairs & PAIRS) * 0x000f424000000064 + ((pairs >> 16) & PAIRS) * 0x0000271000000001) >> 32;
}

/** @param exponent up to 8 */
export function powerOfTen(exponent: u32): u64 {
  return load<u64>(POWERS + ((<usize>exponent) << 3));
}

/** Makes the powers of ten, once. */
export function makePowers(): void {
  let power: u64 = 1;
  for (let exponent: usize = 0; exponent <= 8; exponent += 1) {
    store<u64>(POWERS + (exponent << 3), power);
    power *= 10;
  }
}
