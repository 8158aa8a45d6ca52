import { addCell, clearIdentities, identifiedCell, identify, LONG_TEXT } from './identities';
import { allocate, FIRST_SLOTS, freeAll, INPUT } from './memory';
import { forgetNumbers } from './numbers';
import { addText } from './stretches';

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

/** Of the text last passed over: its hash, where it ended, where its last word starts and what of that is text. */
let hash: usize = 0;
let textEnd: usize = 0;
let lastAt: usize = 0;
let last: u64 = 0;

/** Passes over a text. @returns the position of the next `<`; there must be one */
export function passText(start: usize): usize {
  let at = start;
  let sum: u64 = 0;
  let word: u64 = 0;
  let marks: u64 = 0;
  // Eight bytes at a time: a byte that is `<` is zero in the difference, and the lowest mark is exactly the first.
  while (true) {
    word = load<u64>(at);
    const difference = word ^ 0x3c3c3c3c3c3c3c3c;
    marks = (difference - 0x0101010101010101) & ~difference & 0x8080808080808080;
    if (marks !== 0) break;
    sum = (rotl(sum, 23) ^ word) * MULTIPLIER;
    at += 8;
  }
  const tail = ctz(marks) >> 3;
  last = word & (((<u64>1) << (tail << 3)) - 1);
  lastAt = at;
  hash = <usize>(((rotl(sum, 23) ^ last) * MULTIPLIER) >>> 32);
  textEnd = at + <usize>tail;
  return textEnd;
}

/** @param start of the text last passed over. @returns what the row says of its cell: see `identities.ts` */
export function textCell(start: usize): u32 {
  const length = textEnd - start;
  if (length > LONGEST) return addCell(LONG_TEXT, -1, start - INPUT, textEnd - INPUT);
  if (slotCount === 0) return insert(start);
  for (let probe: usize = 0; probe < PROBES; probe += 1) {
    const slot = slots + ((hash + probe) & (slotCount - 1)) * SLOT_BYTES;
    const kept = load<usize>(slot);
    if (kept === 0 || (kept & TAG) !== tagOf(hash)) continue;
    const text = textOf(kept);
    const head = load<usize>(text);
    if ((head & ((1 << LENGTH_BITS) - 1)) !== length) continue;
    let stored = text + HEAD_BYTES;
    let read = start;
    while (read < lastAt && load<u64>(stored) === load<u64>(read)) {
      stored += 8;
      read += 8;
    }
    if (read === lastAt && load<u64>(stored) === last) return identifiedCell(<u32>(head >>> LENGTH_BITS));
  }
  return insert(start);
}

function insert(start: usize): u32 {
  const cell = addText(start, textEnd);
  if (slotCount === 0) enlarge(load<usize>(FIRST_SLOTS));
  if (arena + (lastAt - start) + HEAD_BYTES + 8 > arenaEnd || isFull()) return cell;
  used += 1;
  const slot = place(hash, arena);
  const identified = identify(slot);
  store<usize>(arena, ((<usize>identified >>> 2) << LENGTH_BITS) | (textEnd - start));
  store<usize>(arena, hash, 4);
  arena += HEAD_BYTES;
  for (let read = start; read < lastAt; read += 8) {
    store<u64>(arena, load<u64>(read));
    arena += 8;
  }
  store<u64>(arena, last);
  arena += 8;
  return identified;
}

/** Where the texts of the row at hand begin, and how many there were before. */
let arenaBefore: usize = 0;
let usedBefore: usize = 0;

export function beginRowOfTexts(): void {
  arenaBefore = arena;
  usedBefore = used;
}

/** Forgets the texts of the row at hand; their slots are freed with their identities. */
export function takeBackTexts(): void {
  // A table that was made or moved since has all its room left.
  if (arenaBefore !== 0) arena = arenaBefore;
  used = usedBefore;
}

/** Whether so many slots are taken that a free one is hard to find. */
function isFull(): bool {
  return used * 4 >= slotCount * 3;
}

/** The highest bits: the lowest tell the slot. */
function tagOf(code: usize): usize {
  return code >>> (32 - TAG_BITS);
}

function textOf(slot: usize): usize {
  return (slot >>> TAG_BITS) << 3;
}

/** Takes the first free slot of those that will be looked at, or else the last of them. @returns the slot */
function place(code: usize, text: usize): usize {
  let slot: usize = 0;
  for (let probe: usize = 0; probe < PROBES; probe += 1) {
    slot = slots + ((code + probe) & (slotCount - 1)) * SLOT_BYTES;
    if (load<usize>(slot) === 0) break;
  }
  store<usize>(slot, ((text >>> 3) << TAG_BITS) | tagOf(code));
  return slot;
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
    const text = textOf(load<usize>(slot));
    if (text !== 0) place(load<usize>(text, 4), text);
  }
}
