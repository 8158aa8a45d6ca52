import type { Random } from './random.ts';

/** Writes the bits of raw deflate (RFC 1951) one after another, also such as no compressor would write. */
export class DeflateWriter {
  readonly #bits: number[] = [];

  /** A number, its lowest bit first. */
  bits(value: number, count: number): this {
    for (let bit = 0; bit < count; bit += 1) this.#bits.push((value >> bit) & 1);
    return this;
  }

  /** A word of a code, its highest bit first. */
  word({ word, length }: Word): this {
    for (let bit = length - 1; bit >= 0; bit -= 1) this.#bits.push((word >> bit) & 1);
    return this;
  }

  /** The start of a block. @param type 0 stored, 1 with the codes known beforehand, 2 with codes of its own */
  block(type: number, isLast = true): this {
    return this.bits(isLast ? 1 : 0, 1).bits(type, 2);
  }

  /** What was written, filled up with zeroes to a whole byte. */
  bytes(): Buffer {
    const bytes = Buffer.alloc(Math.ceil(this.#bits.length / 8));
    for (const [index, bit] of this.#bits.entries()) bytes[index >> 3]! |= bit << (index & 7);
    return bytes;
  }
}

interface Word {
  word: number;
  length: number;
}

/** The words of a code by the lengths that they have (RFC 1951, 3.2.2). */
export function wordsOf(lengths: readonly number[]): Word[] {
  const words = lengths.map((length) => ({ word: 0, length }));
  let next = 0;
  for (let length = 1; length <= 15; length += 1) {
    for (const word of words) {
      if (word.length === length) word.word = next++;
    }
    next <<= 1;
  }
  return words;
}

/** The lengths that the words of the codes known beforehand have. */
export const fixedLengths: readonly number[] = Array.from({ length: 288 }, (_, symbol) =>
  symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
);

const HEADER_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Tells the lengths of both codes, each in four bits, and begins with them a block. */
export function writeHeader(
  writer: DeflateWriter,
  lengths: readonly number[],
  distances: readonly number[],
  isLast = true,
): DeflateWriter {
  writer.block(2, isLast);
  writer
    .bits(lengths.length - 257, 5)
    .bits(distances.length - 1, 5)
    .bits(15, 4);
  for (const symbol of HEADER_ORDER) writer.bits(symbol < 16 ? 4 : 0, 3);
  for (const length of [...lengths, ...distances]) writer.word({ word: length, length: 4 });
  return writer;
}

/** Lengths of the words of a complete code, some of them as long as words may be. @param used symbols, two at least */
function randomLengths(symbols: number, used: readonly number[], random: Random): number[] {
  const leaves = [1, 1];
  while (leaves.length < used.length) {
    const shorter = leaves.filter((length) => length < 15);
    const length = random.chance(0.5) ? Math.max(...shorter) : random.pick(shorter);
    leaves.splice(leaves.indexOf(length), 1, length + 1, length + 1);
  }
  const lengths = new Array<number>(symbols).fill(0);
  for (const symbol of used) lengths[symbol] = leaves.splice(random.integer(0, leaves.length - 1), 1)[0]!;
  return lengths;
}

/** Some numbers from 0 on, and those that must be among them. */
function randomSymbols(below: number, always: readonly number[], random: Random): number[] {
  const chance = random.pick([0.02, 0.3, 1]);
  const symbols = new Set(always);
  for (let symbol = 0; symbol < below; symbol += 1) if (random.chance(chance)) symbols.add(symbol);
  return [...symbols];
}

/** Deflate with codes that no compressor would choose: words of up to 15 bits, and symbols in any order. */
export function randomBlocks(random: Random): Buffer {
  const writer = new DeflateWriter();
  let written = 0;
  for (let left = random.integer(1, 3); left > 0; left -= 1) {
    const used = randomSymbols(286, [65, 256], random);
    const usedDistances = randomSymbols(30, [0, 1], random);
    const lengths = randomLengths(286, used, random);
    const distances = randomLengths(30, usedDistances, random);
    const words = wordsOf(lengths);
    const distanceWords = wordsOf(distances);
    writeHeader(writer, lengths, distances, left === 1);
    for (let tokens = random.integer(0, 400); tokens > 0; tokens -= 1) {
      const symbol = random.pick(used);
      const distance = random.pick(usedDistances);
      const extraBits = distance < 4 ? 0 : (distance - 2) >> 1;
      const farthest = distance < 4 ? distance + 1 : (2 + (distance & 1) + 1) << extraBits;
      if (symbol === 256 || (symbol > 256 && farthest > written)) continue;
      writer.word(words[symbol]!);
      written += 1;
      if (symbol < 256) continue;
      const lengthBits = symbol < 265 || symbol === 285 ? 0 : (symbol - 261) >> 2;
      writer.bits(random.integer(0, 2 ** lengthBits - 1), lengthBits);
      writer.word(distanceWords[distance]!).bits(random.integer(0, 2 ** extraBits - 1), extraBits);
      // Three is the least that it brings.
      written += 2;
    }
    writer.word(words[256]!);
  }
  return writer.bytes();
}

/** Bytes as they occur in parts, and as they hardly do: noise, few letters, runs, repetition from near and far. */
export function randomContent(random: Random, bytes: number): Buffer {
  const content = Buffer.alloc(bytes);
  for (let at = 0; at < bytes;) {
    const end = Math.min(bytes, at + random.integer(1, random.pick([8, 300, 5_000, 70_000])));
    const kind = random.integer(0, 3);
    const distance = random.pick([1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 255, 4_096, 32_767, 32_768]);
    const byte = random.integer(0, 255);
    for (; at < end; at += 1) {
      if (kind === 0) content[at] = content[at - Math.min(at, distance)]!;
      else if (kind === 1) content[at] = byte;
      else content[at] = random.integer(0, kind === 2 ? 255 : 11);
    }
  }
  return content;
}
