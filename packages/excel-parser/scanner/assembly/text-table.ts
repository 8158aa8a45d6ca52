import { clearIdentities, identifiedCell, identify } from './identities';
import { allocate, FIRST_SLOTS, freeAll } from './memory';
import { forgetNumbers } from './numbers';
import { addText } from './stretches';

/*
 * Identities of texts by their bytes. Bytes are compared in full, so that no file can make two texts one.
 */

const MOST_SLOTS: usize = 131072;
const ARENA_BYTES_PER_SLOT: usize = 64;
const PROBES: usize = 4;
/**
 * Of a slot: in which eight bytes of the memory the text begins (of 16 MB, which all tables together do not reach), and some
 * bits of its hash; 0 for none. Few bytes, because a look at a slot seldom finds it in a cache.
 */
const SLOT_BYTES: usize = 4;
const TAG_BITS: usize = 11;
const TAG: usize = (1 << TAG_BITS) - 1;
/** Before the bytes of a text in the arena: its identity and its length, then its hash. */
const HEAD_BYTES: usize = 8;
const LENGTH_BITS: usize = 10;
/** What a cache gets from memory at once. */
const CACHE_LINE: usize = 64;

let slots: usize = 0;
let slotCount: usize = 0;
let arena: usize = 0;
let arenaEnd: usize = 0;
/** Texts that there are. */
let used: usize = 0;

/** Forgets all texts, and the table with them. */
export function forgetTexts(): void {
  freeAll();
  slots = 0;
  slotCount = 0;
  arena = 0;
  arenaEnd = 0;
  used = 0;
}

/** Has the processor fetch the slot that a text should be in. @returns what was looked at, which must be used for something */
export function touchSlot(hash: usize): usize {
  return slotCount === 0 ? 0 : load<usize>(slotAt(hash, 0));
}

/** Likewise the text of that slot. */
export function touchText(hash: usize): usize {
  if (slotCount === 0) return 0;
  const text = textOf(load<usize>(slotAt(hash, 0)));
  return load<usize>(text) ^ load<usize>(text, CACHE_LINE);
}

/**
 * Finds a text that occurred before, or records it as new.
 * @param end its end, not more than what `LENGTH_BITS` hold behind its start
 * @returns what rows say of its cell: see `identities.ts`
 */
export function identifyText(start: usize, end: usize, hash: usize): u32 {
  if (slotCount === 0) return insert(start, end, hash);
  const lastAt = lastWordAt(start, end);
  const last = lastWord(lastAt, end);
  for (let probe: usize = 0; probe < PROBES; probe += 1) {
    const kept = load<usize>(slotAt(hash, probe));
    if (kept === 0 || (kept & TAG) !== tagOf(hash)) continue;
    const text = textOf(kept);
    const head = load<usize>(text);
    if ((head & ((1 << LENGTH_BITS) - 1)) !== end - start) continue;
    let stored = text + HEAD_BYTES;
    let read = start;
    while (read < lastAt && load<u64>(stored) === load<u64>(read)) {
      stored += 8;
      read += 8;
    }
    if (read === lastAt && load<u64>(stored) === last) return identifiedCell(<u32>(head >>> LENGTH_BITS));
  }
  return insert(start, end, hash);
}

/** Where the last word of a text starts, which is not full. */
function lastWordAt(start: usize, end: usize): usize {
  return start + ((end - start) & ~7);
}

/** What of the last word is text, with zeroes behind it. */
function lastWord(at: usize, end: usize): u64 {
  return load<u64>(at) & (((<u64>1) << ((<u64>(end - at)) << 3)) - 1);
}

function insert(start: usize, end: usize, hash: usize): u32 {
  const cell = addText(start, end);
  if (slotCount === 0) enlarge(load<usize>(FIRST_SLOTS));
  const lastAt = lastWordAt(start, end);
  if (arena + (lastAt - start) + HEAD_BYTES + 8 > arenaEnd || isFull()) return cell;
  used += 1;
  place(hash, arena);
  const identified = identify();
  store<usize>(arena, ((<usize>identified >>> 2) << LENGTH_BITS) | (end - start));
  store<usize>(arena, hash, 4);
  arena += HEAD_BYTES;
  for (let read = start; read < lastAt; read += 8) {
    store<u64>(arena, load<u64>(read));
    arena += 8;
  }
  store<u64>(arena, lastWord(lastAt, end));
  arena += 8;
  return identified;
}

/** Whether so many slots are taken that a free one is hard to find. */
function isFull(): bool {
  return used * 4 >= slotCount * 3;
}

function slotAt(hash: usize, probe: usize): usize {
  return slots + ((hash + probe) & (slotCount - 1)) * SLOT_BYTES;
}

/** The highest bits: the lowest tell the slot. */
function tagOf(hash: usize): usize {
  return hash >>> (32 - TAG_BITS);
}

function textOf(slot: usize): usize {
  return (slot >>> TAG_BITS) << 3;
}

/** Takes the first free slot of those that will be looked at, or else the last of them. */
function place(hash: usize, text: usize): void {
  let slot: usize = 0;
  for (let probe: usize = 0; probe < PROBES; probe += 1) {
    slot = slotAt(hash, probe);
    if (load<usize>(slot) === 0) break;
  }
  store<usize>(slot, ((text >>> 3) << TAG_BITS) | tagOf(hash));
}

/**
 * To be called while no identity is in use: what is nearly full becomes larger or, at the largest, empty. What still
 * repeats then comes back by itself.
 */
export function makeRoom(): void {
  const left = arenaEnd - arena;
  if (slotCount !== 0 && slotCount < MOST_SLOTS) {
    if (used * 2 >= slotCount || left * 2 <= slotCount * ARENA_BYTES_PER_SLOT)
      enlarge(min(MOST_SLOTS, slotCount * 4));
  }
  const full = slotCount === MOST_SLOTS && (isFull() || left * 8 <= slotCount * ARENA_BYTES_PER_SLOT);
  if (!full) return;
  memory.fill(slots, 0, slotCount * SLOT_BYTES);
  arena = arenaEnd - slotCount * ARENA_BYTES_PER_SLOT;
  used = 0;
  forgetNumbers();
  clearIdentities();
}

/** Texts stay where they are; only their slots move. */
function enlarge(count: usize): void {
  // Behind the last text there may be looked at what it does not have.
  const start = allocate(count * (SLOT_BYTES + ARENA_BYTES_PER_SLOT) + CACHE_LINE);
  if (start === 0) return;
  memory.fill(start, 0, count * SLOT_BYTES);
  const old = slots;
  const oldEnd = slots + slotCount * SLOT_BYTES;
  slots = start;
  slotCount = count;
  arena = start + count * SLOT_BYTES;
  arenaEnd = arena + count * ARENA_BYTES_PER_SLOT;
  for (let slot = old; slot < oldEnd; slot += SLOT_BYTES) {
    const text = textOf(load<usize>(slot));
    if (text !== 0) place(load<usize>(text, 4), text);
  }
}
