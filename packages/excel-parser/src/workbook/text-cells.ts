import { isUtf8 } from 'node:buffer';
import { decodeExcelEscapes, decodeXmlText } from '../xml/text.ts';
import type { TextCell } from './cells.ts';

/** Longer texts hardly repeat. */
const LONGEST = 512;
const MULTIPLIER = 0x9e3779b1;
/** Smallest and largest table; each step holds four times as many texts. */
const FIRST_SLOTS = 4_096;
const MOST_SLOTS = 131_072;
const BYTES_PER_SLOT = 64;
/** Texts in place take up so much of a sheet that this leaves some slots over. */
const BYTES_OF_XML_PER_SLOT = 512;
const PROBES = 4;
/** Integers of a slot: hash, first word in the arena, length in bytes, identity of the text. */
const SLOT = 4;

/**
 * Text cells by the bytes that they are written with. Names and details repeat through a sheet: a text seen before costs
 * a look at its bytes and neither a string nor a cell. Bytes are compared in full, so that no file can make two texts one.
 */
export class TextCells {
  /** By the identity of the text, from 1; undefined until it is decoded. */
  cells: (TextCell | undefined)[] = [undefined];
  readonly #firstSlots: number;
  #slots = new Int32Array(0);
  #arena = new Int32Array(0);
  #arenaUsed = 0;
  #mask = 0;
  /** Identities given. */
  #used = 0;
  /** Where the text last found ended: the position of its `<`. */
  end = 0;
  /** Whether the text last decoded has bytes that are no UTF-8. */
  damaged = false;

  /** @param sheetBytes about how large the sheet is: a table made large at once need not grow */
  constructor(sheetBytes = 0) {
    const slots = 2 ** Math.ceil(Math.log2(sheetBytes / BYTES_OF_XML_PER_SLOT + 1));
    this.#firstSlots = Math.min(MOST_SLOTS, Math.max(FIRST_SLOTS, slots));
  }

  /**
   * The identity of the text from `start` up to the next `<`, 0 for one that has none; `end` then says where that is.
   * There must be a `<`, and four readable bytes after it.
   */
  find(view: DataView, start: number): number {
    let at = start;
    let hash = 0;
    let word = 0;
    let marks = 0;
    for (;;) {
      word = view.getInt32(at, true);
      const difference = word ^ 0x3c3c3c3c;
      marks = (difference - 0x01010101) & ~difference & 0x80808080;
      if (marks !== 0) break;
      hash = Math.imul(((hash << 5) | (hash >>> 27)) ^ word, MULTIPLIER);
      at += 4;
    }
    // The lowest mark is exact: a borrow can only reach bytes above a true `<`.
    const tail = (31 - Math.clz32(marks & -marks)) >> 3;
    const last = tail === 0 ? 0 : word & ((1 << (tail * 8)) - 1);
    hash = Math.imul(((hash << 5) | (hash >>> 27)) ^ last, MULTIPLIER);
    hash ^= hash >>> 15;
    this.end = at + tail;
    const length = at + tail - start;
    if (length === 0 || length > LONGEST) return 0;
    const slots = this.#slots;
    const arena = this.#arena;
    for (let probe = 0; probe < PROBES; probe += 1) {
      const slot = ((hash + probe) & this.#mask) * SLOT;
      if (slots[slot] !== hash || slots[slot + 2] !== length) continue;
      let stored = slots[slot + 1]!;
      let read = start;
      while (read < at && arena[stored] === view.getInt32(read, true)) {
        stored += 1;
        read += 4;
      }
      if (read === at && arena[stored] === last) return slots[slot + 3]!;
    }
    return this.#insert(view, start, at, hash, last);
  }

  /** @param at where the last word starts */
  #insert(view: DataView, start: number, at: number, hash: number, last: number): number {
    const words = ((at - start) >> 2) + 1;
    if (this.#arenaUsed + words > this.#arena.length || this.#used * 4 >= this.#mask * 3) {
      if (this.#slots.length !== 0) return 0;
      this.#enlarge(this.#firstSlots);
    }
    const id = (this.#used += 1);
    this.cells.push(undefined);
    this.#place(hash, this.#arenaUsed, this.end - start, id);
    for (let read = start; read < at; read += 4) this.#arena[this.#arenaUsed++] = view.getInt32(read, true);
    this.#arena[this.#arenaUsed++] = last;
    return id;
  }

  /** Makes and keeps the cell of a text. */
  decode(buffer: Buffer, start: number, end: number, id: number): TextCell {
    const text = decodeExcelEscapes(decodeXmlText(buffer, start, end, false));
    const cell: TextCell = { kind: 'text', text };
    this.damaged = text.includes('\uFFFD') && !isUtf8(buffer.subarray(start, end));
    // A damaged text has to be told each time it occurs, so it must come here each time.
    if (id !== 0 && !this.damaged) this.cells[id] = cell;
    return cell;
  }

  /**
   * To be called from time to time while no identity is in use: what is nearly full becomes larger or, at the largest, empty.
   * What still repeats then comes back by itself.
   */
  makeRoom(): void {
    const slots = this.#mask + 1;
    if (this.#slots.length === 0) return;
    if (this.#used * 2 < slots && this.#arenaUsed * 2 < this.#arena.length) return;
    if (slots < MOST_SLOTS) {
      this.#enlarge(Math.min(MOST_SLOTS, slots * 4));
      return;
    }
    this.cells = [undefined];
    this.#slots.fill(0);
    this.#arenaUsed = 0;
    this.#used = 0;
  }

  #enlarge(slotCount: number): void {
    const old = this.#slots;
    const arena = this.#arena;
    this.#mask = slotCount - 1;
    this.#slots = new Int32Array(slotCount * SLOT);
    this.#arena = new Int32Array((slotCount * BYTES_PER_SLOT) / 4);
    this.#arena.set(arena);
    for (let slot = 0; slot < old.length; slot += SLOT) {
      if (old[slot + 2] !== 0) this.#place(old[slot]!, old[slot + 1]!, old[slot + 2]!, old[slot + 3]!);
    }
  }

  /** Takes the first free slot of those that will be looked at, or else the last of them. */
  #place(hash: number, word: number, length: number, id: number): void {
    const slots = this.#slots;
    let slot = 0;
    for (let probe = 0; probe < PROBES; probe += 1) {
      slot = ((hash + probe) & this.#mask) * SLOT;
      if (slots[slot + 2] === 0) break;
    }
    slots[slot] = hash;
    slots[slot + 1] = word;
    slots[slot + 2] = length;
    slots[slot + 3] = id;
  }
}
