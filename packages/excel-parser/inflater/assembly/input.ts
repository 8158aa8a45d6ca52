/*
 * The input: a word of bits that were looked at, lowest first, and the place of those behind. Above the bits that it has the
 * word is zero.
 */

export let bits: u64 = 0;
export let bitCount: u64 = 0;
/** Where the input goes on behind the bits, and where it ends. */
export let at: usize = 0;
export let end: usize = 0;

/** The input begins anew, with nothing before it. */
export function forgetInput(): void {
  bits = 0;
  bitCount = 0;
}

export function setInput(from: usize, to: usize): void {
  at = from;
  end = to;
}

export function setBits(newBits: u64, newCount: u64, newAt: usize): void {
  bits = newBits;
  bitCount = newCount;
  at = newAt;
}

/** Looks at bytes until there are 56 bits or more, or no bytes. */
export function refill(): void {
  while (bitCount < 56 && at < end) {
    bits |= (<u64>load<u8>(at)) << bitCount;
    at += 1;
    bitCount += 8;
  }
}

/** So many bits, which must be there. */
export function take(count: u64): u32 {
  const taken = bits & (((<u64>1) << count) - 1);
  bits >>= count;
  bitCount -= count;
  return <u32>taken;
}

/** Gives whole bytes back: they are looked at again when more have come. */
export function giveBack(): void {
  at -= <usize>(bitCount >> 3);
  bitCount &= 7;
  bits &= ((<u64>1) << bitCount) - 1;
}
