import { CHECKSUM_TABLES, CHECKSUM_WORDS, WORDS_AT_ONCE, WORDS_BEFORE } from './memory';

/*
 * CRC-32. It is what is left of the bytes, taken as one long polynomial over two elements, when it is divided by another, P.
 * So multiples of P may be added without changing it. One of them has five terms: x^300 + x^155 + x^117 + x^89 + 1. Squared
 * six times, which with two elements leaves the number of terms as it is, they are 64 times as far apart: that is whole words.
 * A word is taken away by adding it to those 145, 183, 211 and 300 words behind it; only the last 300 words are left, which
 * are divided byte by byte. A long division this way takes four additions for eight bytes, and none waits for another.
 */

/** P with its lowest term highest, as the bits of bytes are. */
const POLYNOMIAL: u32 = 0xedb88320;
const NEAREST: usize = 145;
const SECOND: usize = 183;
const THIRD: usize = 211;
const FARTHEST: usize = WORDS_BEFORE;

/** Makes the tables, once: of a byte, and of one that zero to seven bytes follow. */
export function makeChecksums(): void {
  for (let byte: u32 = 0; byte < 256; byte += 1) {
    let sum = byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? POLYNOMIAL : 0);
    store<u32>(tableAt(0, byte), sum);
  }
  for (let place: u32 = 1; place < 8; place += 1) {
    for (let byte: u32 = 0; byte < 256; byte += 1) {
      const sum = load<u32>(tableAt(place - 1, byte));
      store<u32>(tableAt(place, byte), (sum >>> 8) ^ load<u32>(tableAt(0, sum & 0xff)));
    }
  }
}

function tableAt(place: u32, byte: u32): usize {
  return CHECKSUM_TABLES + ((<usize>((place << 8) | byte)) << 2);
}

/** The checksum of what stands between two places, behind bytes that have another. */
export function checksum(from: usize, to: usize, before: u32): u32 {
  const words = ((to - from) >>> 4) << 1;
  if (words <= 2 * WORDS_BEFORE) return ~divide(from, to, ~before);
  const tail = CHECKSUM_WORDS + WORDS_AT_ONCE * 8;
  reduce(from, words - WORDS_BEFORE, ~before);
  const rest = from + words * 8;
  addToTail(rest - WORDS_BEFORE * 8, tail);
  return ~divide(rest, to, divide(tail, tail + WORDS_BEFORE * 8, 0));
}

/** Takes words away, and leaves the last of them, as they were then, before the tail. @param count even */
function reduce(from: usize, count: usize, before: u32): void {
  memory.fill(CHECKSUM_WORDS, 0, WORDS_BEFORE * 8);
  // The checksum before is added to the first bytes, as the farthest word is.
  store<u64>(CHECKSUM_WORDS, before);
  let at = from;
  let left = count;
  while (left !== 0) {
    const words = min(left, WORDS_AT_ONCE);
    const end = CHECKSUM_WORDS + words * 8;
    for (let word = CHECKSUM_WORDS; word < end; word += 16, at += 16) addTwo(at, word);
    memory.copy(CHECKSUM_WORDS, end, WORDS_BEFORE * 8);
    left -= words;
  }
}

/** Writes two words of the input, with all that has to be added to them, behind those before. */
function addTwo(at: usize, word: usize): void {
  const far = v128.xor(v128.load(word), v128.load(word, (FARTHEST - THIRD) * 8));
  const near = v128.xor(v128.load(word, (FARTHEST - SECOND) * 8), v128.load(word, (FARTHEST - NEAREST) * 8));
  v128.store(word, v128.xor(v128.load(at), v128.xor(far, near)), FARTHEST * 8);
}

/** Adds to the last words what those before have to be added, and writes them to the tail. */
function addToTail(from: usize, tail: usize): void {
  for (let index: usize = 0; index < WORDS_BEFORE; index += 1) {
    let word = load<u64>(from + index * 8) ^ added(index, FARTHEST);
    if (index < THIRD) word ^= added(index, THIRD);
    if (index < SECOND) word ^= added(index, SECOND);
    if (index < NEAREST) word ^= added(index, NEAREST);
    store<u64>(tail + index * 8, word);
  }
}

function added(index: usize, distance: usize): u64 {
  return load<u64>(CHECKSUM_WORDS + (WORDS_BEFORE + index - distance) * 8);
}

/** Divides byte by byte, eight at a time. */
function divide(from: usize, to: usize, before: u32): u32 {
  let sum = before;
  let at = from;
  for (; at + 8 <= to; at += 8) {
    const word = load<u64>(at) ^ <u64>sum;
    sum =
      load<u32>(tableAt(7, <u32>word & 0xff)) ^
      load<u32>(tableAt(6, <u32>(word >> 8) & 0xff)) ^
      load<u32>(tableAt(5, <u32>(word >> 16) & 0xff)) ^
      load<u32>(tableAt(4, <u32>(word >> 24) & 0xff)) ^
      load<u32>(tableAt(3, <u32>(word >> 32) & 0xff)) ^
      load<u32>(tableAt(2, <u32>(word >> 40) & 0xff)) ^
      load<u32>(tableAt(1, <u32>(word >> 48) & 0xff)) ^
      load<u32>(tableAt(0, <u32>(word >> 56)));
  }
  for (; at < to; at += 1) sum = (sum >>> 8) ^ load<u32>(tableAt(0, (sum ^ <u32>load<u8>(at)) & 0xff));
  return sum;
}
