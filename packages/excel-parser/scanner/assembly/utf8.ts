/*
 * What eight bytes of UTF-8 hold, without a look at each of them.
 */

const LOWEST: u64 = 0x0101010101010101;
const HIGHEST: u64 = 0x8080808080808080;

/** Units of UTF-16 that eight bytes of UTF-8 add: none for those that continue a character, two for a start of four. */
export function unitsOf(word: u64): i64 {
  const high = word & HIGHEST;
  const continuing = high & ~(word << 1);
  const fourBytes = high & (word << 1) & (word << 2) & (word << 3);
  return 8 - popcnt(continuing) + popcnt(fourBytes);
}

/** Not zero when a `&`, a carriage return or an underscore is among the bytes. */
export function specials(word: u64): u64 {
  return (
    zeroes(word ^ 0x2626262626262626) | zeroes(word ^ 0x0d0d0d0d0d0d0d0d) | zeroes(word ^ 0x5f5f5f5f5f5f5f5f)
  );
}

/** Marks the bytes that are zero; above the first mark there may be others. */
export function zeroes(word: u64): u64 {
  return (word - LOWEST) & ~word & HIGHEST;
}
