import { QUOTE, ZERO } from './markup';

/*
 * The row's number as it stands in the references of its cells: looked for as one word.
 */

/** Digits of a row's number that fit into a word, with the quote behind them. */
export const MOST_IN_REFERENCE: u32 = 9_999_999;

/** The number, its digits and a quote; how many bytes they are, and their mask. */
let number: u32 = 0;
let word: u64 = 0;
let bytes: usize = 0;
let mask: u64 = 0;

/** From now on references are expected to be to this row. */
export function expectReference(row: u32): void {
  if (row === number) return;
  if (number !== 0 && row === number + 1 && row % 10 !== 0) {
    word += (<u64>1) << ((bytes - 2) << 3);
    number = row;
    return;
  }
  number = row;
  word = QUOTE;
  bytes = 1;
  for (let rest = row; rest > 0; rest /= 10) {
    word = (word << 8) | (ZERO + (rest % 10));
    bytes += 1;
  }
  mask = <u64>-1 >>> (64 - ((<u64>bytes) << 3));
}

/** @returns the position after the row's number and the quote behind it, 0 when something else stands here */
export function afterReference(at: usize): usize {
  return (load<u64>(at) & mask) === word ? at + bytes : 0;
}
