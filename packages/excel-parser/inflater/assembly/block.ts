import { LITERALS, lookUp, lookUpFurther, NO_VALUE, SUBTABLE, valueOf } from './codes';
import { at, bitCount, bits, end, setBits } from './input';
import { DISTANCE_BITS, DISTANCE_TABLE, LENGTH_BITS, LENGTH_TABLE, OUTPUT, OUTPUT_BYTES } from './memory';

/*
 * What a block with codes holds: literals, and matches with what came before. The quick loop looks at no byte of the input
 * whether it is there, the careful one at each; neither asks whether there is room for what it writes, of which there is more
 * behind the output than a turn of the loop can need.
 */

/** What is answered: the input is used up, or the output full; the block has ended; it is damaged. */
export const STOPPED: u32 = 0;
export const ENDED: u32 = 1;
export const DAMAGED: u32 = 2;

const OUTPUT_FULL: usize = OUTPUT + OUTPUT_BYTES;
/** Bytes that a turn of the quick loop may look at. */
const TURN_BYTES: usize = 32;

/** Where the output goes on. */
export let output: usize = OUTPUT;
/** Where it begins, with what is left from before. */
let oldest: usize = OUTPUT;

export function setOutput(place: usize, begin: usize): void {
  output = place;
  oldest = begin;
}

/** How far back the output reaches that a match may refer to. */
export function reach(): usize {
  return output - oldest;
}

export function readBlock(): u32 {
  const answer = readQuickly();
  return answer === STOPPED ? readCarefully() : answer;
}

/** As many bytes as fill the word up to 56 bits or more: what is behind them has been added too, and is added again. */
function bytesFor(count: u64): usize {
  return 7 - (<usize>(count >> 3) & 7);
}

/*
 * The next entry is looked up before a match is copied, for the one does not wait for the other.
 *
 * Of the number of bits only the lowest six are right here: entries are taken off as a whole. As in WebAssembly the number of
 * places to shift is taken modulo 64, nothing needs the others.
 */
function readQuickly(): u32 {
  const enough = end - TURN_BYTES;
  let word = bits;
  let count = bitCount;
  let from = at;
  let to = output;
  if (from >= enough || to >= OUTPUT_FULL) return STOPPED;
  word |= load<u64>(from) << count;
  from += bytesFor(count);
  count |= 56;
  let entry = lookUp(LENGTH_TABLE, LENGTH_BITS, word);
  while (from < enough && to < OUTPUT_FULL) {
    if ((entry & LITERALS) !== 0) {
      store<u16>(to, <u16>(entry >> 16));
      to += <usize>(entry >> 6) & 3;
      word >>= entry;
      count -= entry;
      entry = lookUp(LENGTH_TABLE, LENGTH_BITS, word);
      if ((entry & LITERALS) !== 0) {
        store<u16>(to, <u16>(entry >> 16));
        to += <usize>(entry >> 6) & 3;
        word >>= entry;
        count -= entry;
        word |= load<u64>(from) << count;
        from += bytesFor(count);
        count |= 56;

        entry = lookUp(LENGTH_TABLE, LENGTH_BITS, word);
        continue;
      }
      // A match may need 48.
      word |= load<u64>(from) << count;
      from += bytesFor(count);
      count |= 56;
    }
    if ((entry & (SUBTABLE | NO_VALUE)) !== 0) {
      if ((entry & SUBTABLE) !== 0) {
        word >>= entry;
        count -= entry;
        entry = lookUpFurther(LENGTH_TABLE, entry, word);
        if ((entry & LITERALS) !== 0) {
          store<u8>(to, <u8>(entry >> 16));
          to += 1;
          word >>= entry;
          count -= entry;
          word |= load<u64>(from) << count;
          from += bytesFor(count);
          count |= 56;

          entry = lookUp(LENGTH_TABLE, LENGTH_BITS, word);
          continue;
        }
      }
      if ((entry & NO_VALUE) !== 0) {
        word >>= entry;
        count -= entry;
        leave(word, count, from, to);
        return isEnd(entry) ? ENDED : DAMAGED;
      }
    }
    const length = valueOf(entry, word);
    word >>= entry;
    count -= entry;
    entry = lookUp(DISTANCE_TABLE, DISTANCE_BITS, word);
    if ((entry & (SUBTABLE | NO_VALUE)) !== 0) {
      if ((entry & SUBTABLE) !== 0) {
        word >>= entry;
        count -= entry;
        entry = lookUpFurther(DISTANCE_TABLE, entry, word);
      }
      if ((entry & NO_VALUE) !== 0) return DAMAGED;
    }
    const distance = valueOf(entry, word);
    word >>= entry;
    count -= entry;
    if (distance > to - oldest) return DAMAGED;
    word |= load<u64>(from) << count;
    from += bytesFor(count);
    count |= 56;

    entry = lookUp(LENGTH_TABLE, LENGTH_BITS, word);
    copyMatch(to, distance, length);
    to += length;
  }
  leave(word, count, from, to);
  return STOPPED;
}

function leave(word: u64, count: u64, from: usize, to: usize): void {
  const left = count & 63;
  setBits(word & (((<u64>1) << left) - 1), left, from);
  output = to;
}

/** Of an entry that has no value. */
function isEnd(entry: u64): bool {
  return entry >> 16 === 0;
}

/** Copies by the word, and with the last one beyond the end. */
function copyMatch(start: usize, distance: usize, length: usize): void {
  const stop = start + length;
  let to = start;
  let from = start - distance;
  if (distance >= 16) {
    do {
      v128.store(to, v128.load(from));
      to += 16;
      from += 16;
    } while (to < stop);
  } else if (distance >= 8) {
    do {
      store<u64>(to, load<u64>(from));
      to += 8;
      from += 8;
    } while (to < stop);
  } else {
    copyNear(to, distance, stop);
  }
}

/** A match with what it has just written itself. */
function copyNear(start: usize, distance: usize, stop: usize): void {
  let to = start;
  if (distance === 1) {
    const repeated = <u64>load<u8>(to - 1) * 0x0101010101010101;
    do {
      store<u64>(to, repeated);
      to += 8;
    } while (to < stop);
    return;
  }
  // Of each word as many bytes are right as it is near.
  do {
    store<u64>(to, load<u64>(to - distance));
    to += distance;
  } while (to < stop);
}

/** Uses up nothing of what is not there in full. */
function readCarefully(): u32 {
  let word = bits;
  let count = bitCount;
  let from = at;
  let to = output;
  let answer = STOPPED;
  while (to < OUTPUT_FULL) {
    while (count < 56 && from < end) {
      word |= (<u64>load<u8>(from)) << count;
      from += 1;
      count += 8;
    }
    let used: u64 = 0;
    let entry = lookUp(LENGTH_TABLE, LENGTH_BITS, word);
    if ((entry & SUBTABLE) !== 0) {
      used = entry & 63;
      entry = lookUpFurther(LENGTH_TABLE, entry, word >> used);
    }
    let needed = used + (entry & 63);
    if (needed > count) break;
    if ((entry & LITERALS) !== 0) {
      store<u16>(to, <u16>(entry >> 16));
      to += <usize>(entry >> 6) & 3;
      word >>= needed;
      count -= needed;
      continue;
    }
    if ((entry & NO_VALUE) !== 0) {
      word >>= needed;
      count -= needed;
      answer = isEnd(entry) ? ENDED : DAMAGED;
      break;
    }
    const length = valueOf(entry, word >> used);
    used = needed;
    entry = lookUp(DISTANCE_TABLE, DISTANCE_BITS, word >> used);
    if ((entry & SUBTABLE) !== 0) {
      used += entry & 63;
      entry = lookUpFurther(DISTANCE_TABLE, entry, word >> used);
    }
    needed = used + (entry & 63);
    if (needed > count) break;
    if ((entry & NO_VALUE) !== 0) return DAMAGED;
    const distance = valueOf(entry, word >> used);
    if (distance > to - oldest) return DAMAGED;
    word >>= needed;
    count -= needed;
    // Not as above: what is called once only is made part of its caller, which the quick loop lives on.
    for (const stop = to + length; to < stop; to += 1) store<u8>(to, load<u8>(to - distance));
  }
  leave(word, count, from, to);
  return answer;
}
