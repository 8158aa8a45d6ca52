import { allocate, FIRST_SLOTS, freeAll, TEXTS, TEXTS_CLEARED } from './memory';

/*
 * Identities of texts by their bytes. Names and details repeat through a sheet: a text seen before costs a look at its
 * bytes, and neither a string nor a cell. Bytes are compared in full, so that no file can make two texts one.
 */

/** Longer texts hardly repeat. */
const LONGEST: usize = 512;
const MULTIPLIER: u64 = 0x9e3779b97f4a7c15;
const MOST_SLOTS: usize = 131072;
const ARENA_BYTES_PER_SLOT: usize = 64;
const PROBES: usize = 4;
/** Of a slot: hash, and where the text is, 0 for none. Few bytes, because a look at a slot seldom finds it in a cache. */
const SLOT_BYTES: usize = 8;
/** Before the bytes of a text in the arena: its length and its identity. */
const HEAD_BYTES: usize = 8;

let slots: usize = 0;
let slotCount: usize = 0;
let arena: usize = 0;
let arenaEnd: usize = 0;
/** Identities given. */
let used: usize = 0;

/** Forgets all texts, and the table with them. */
export function reset(): void {
  freeAll();
  slots = 0;
  slotCount = 0;
  arena = 0;
  arenaEnd = 0;
  used = 0;
  store<u32>(TEXTS, 0);
  store<u32>(TEXTS_CLEARED, 0);
}

/** Where the text last found ended: the position of its `<`. */
export let textEnd: usize = 0;

/** The identity of the text from `start` up to the next `<`, from 1; 0 for one that has none. There must be a `<`. */
export function findText(start: usize): usize {
  let at = start;
  let hash: u64 = 0;
  let word: u64 = 0;
  let marks: u64 = 0;
  // Eight bytes at a time: a byte that is `<` is zero in the difference, and the lowest mark is exactly the first.
  while (true) {
    word = load<u64>(at);
    const difference = word ^ 0x3c3c3c3c3c3c3c3c;
    marks = (difference - 0x0101010101010101) & ~difference & 0x8080808080808080;
    if (marks !== 0) break;
    hash = (rotl(hash, 23) ^ word) * MULTIPLIER;
    at += 8;
  }
  const tail = <usize>(ctz(marks) >> 3);
  const last = word & (((<u64>1) << (tail << 3)) - 1);
  hash = (rotl(hash, 23) ^ last) * MULTIPLIER;
  const code = <usize>(hash >>> 32);
  textEnd = at + tail;
  const length = textEnd - start;
  if (length === 0 || length > LONGEST) return 0;
  if (slotCount === 0) return insert(start, at, code, last);
  for (let probe: usize = 0; probe < PROBES; probe += 1) {
    const slot = slots + ((code + probe) & (slotCount - 1)) * SLOT_BYTES;
    const text = load<usize>(slot, 4);
    if (load<usize>(slot) !== code || text === 0 || load<usize>(text) !== length) continue;
    let stored = text + HEAD_BYTES;
    let read = start;
    while (read < at && load<u64>(stored) === load<u64>(read)) {
      stored += 8;
      read += 8;
    }
    if (read === at && load<u64>(stored) === last) return load<usize>(text, 4);
  }
  return insert(start, at, code, last);
}

/** @param at where the last word starts */
function insert(start: usize, at: usize, code: usize, last: u64): usize {
  if (slotCount === 0) enlarge(load<usize>(FIRST_SLOTS));
  if (arena + (at - start) + HEAD_BYTES + 8 > arenaEnd || isFull()) return 0;
  used += 1;
  store<u32>(TEXTS, used);
  place(code, arena);
  store<usize>(arena, textEnd - start);
  store<usize>(arena, used, 4);
  arena += HEAD_BYTES;
  for (let read = start; read < at; read += 8) {
    store<u64>(arena, load<u64>(read));
    arena += 8;
  }
  store<u64>(arena, last);
  arena += 8;
  return used;
}

/** Whether so many slots are taken that a free one is hard to find. */
function isFull(): bool {
  return used * 4 >= slotCount * 3;
}

/** Takes the first free slot of those that will be looked at, or else the last of them. */
function place(code: usize, text: usize): void {
  let slot: usize = 0;
  for (let probe: usize = 0; probe < PROBES; probe += 1) {
    slot = slots + ((code + probe) & (slotCount - 1)) * SLOT_BYTES;
    if (load<usize>(slot, 4) === 0) break;
  }
  store<usize>(slot, code);
  store<usize>(slot, text, 4);
}

/**
 * To be called while no identity is in use: what is nearly full becomes larger or, at the largest, empty. What still
 * repeats then comes back by itself.
 */
export function makeRoomForTexts(): void {
  if (slotCount === 0) return;
  const left = arenaEnd - arena;
  if (slotCount < MOST_SLOTS) {
    if (used * 2 >= slotCount || left * 2 <= slotCount * ARENA_BYTES_PER_SLOT)
      enlarge(min(MOST_SLOTS, slotCount * 4));
    return;
  }
  if (!isFull() && left * 8 > slotCount * ARENA_BYTES_PER_SLOT) return;
  memory.fill(slots, 0, slotCount * SLOT_BYTES);
  arena = arenaEnd - slotCount * ARENA_BYTES_PER_SLOT;
  used = 0;
  store<u32>(TEXTS, 0);
  store<u32>(TEXTS_CLEARED, load<usize>(TEXTS_CLEARED) + 1);
}

/** Texts stay where they are; only their slots move. */
function enlarge(count: usize): void {
  const start = allocate(count * (SLOT_BYTES + ARENA_BYTES_PER_SLOT));
  if (start === 0) return;
  memory.fill(start, 0, count * SLOT_BYTES);
  const old = slots;
  const oldEnd = slots + slotCount * SLOT_BYTES;
  slots = start;
  slotCount = count;
  arena = start + count * SLOT_BYTES;
  arenaEnd = arena + count * ARENA_BYTES_PER_SLOT;
  for (let slot = old; slot < oldEnd; slot += SLOT_BYTES) {
    const text = load<usize>(slot, 4);
    if (text !== 0) place(load<usize>(slot), text);
  }
}
