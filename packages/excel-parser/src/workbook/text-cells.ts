import { isUtf8 } from 'node:buffer';
import { decodeExcelEscapes, decodeXmlText } from '../xml/text.ts';
import type { TextCell } from './cells.ts';

/** Longer texts hardly repeat. */
const LONGEST = 512;
const MULTIPLIER = 0x9e3779b1;
/** Smallest and largest table; each step holds four times as many texts. */
const FIRST_SLOTS = 2_048;
const MOST_SLOTS = 131_072;
const BYTES_PER_SLOT = 64;
/** Texts in place take up so much of a sheet that this leaves some slots over. */
const BYTES_OF_XML_PER_SLOT = 512;
const PROBES = 4;

/**
 * Text cells by the bytes that they are written with. Names and details repeat through a sheet: a text seen before costs
 * a look at its bytes and neither a string nor a cell. Bytes are compared in full, so that no file can make two texts one.
 */
export class TextCells {
  /** Of each slot: hash, first word in the arena, length in bytes. */
  #slots = new Int32Array(0);
  #cells: (TextCell | undefined)[] = [];
  #arena = new Int32Array(0);
  #arenaUsed = 0;
  #mask = 0;
  #used = 0;
  /** Where the text last read ended: the position of its `<`. */
  end = 0;
  /** Whether the text last read has bytes that are no UTF-8. */
  damaged = false;

  /** @param sheetBytes about how large the sheet is: a table made large at once need not grow */
  constructor(sheetBytes = 0) {
    const slots = 2 ** Math.ceil(Math.log2(sheetBytes / BYTES_OF_XML_PER_SLOT + 1));
    this.#makeRoom(Math.min(MOST_SLOTS, Math.max(FIRST_SLOTS, slots)));
  }

  /**
   * The cell of the text from `start` up to the next `<`, undefined for an empty one; `end` then says where that is.
   * There must be a `<`, and four readable bytes after it.
   */
  read(buffer: Buffer, view: DataView, start: number): TextCell | undefined {
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
    const end = at + tail;
    const last = tail === 0 ? 0 : word & ((1 << (tail * 8)) - 1);
    hash = Math.imul(((hash << 5) | (hash >>> 27)) ^ last, MULTIPLIER);
    hash ^= hash >>> 15;
    this.end = end;
    this.damaged = false;
    const length = end - start;
    if (length === 0) return undefined;
    if (length > LONGEST) return this.#decode(buffer, start, end);
    return (
      this.#find(view, start, length, hash, last) ?? this.#insert(buffer, view, start, length, hash, last)
    );
  }

  #find(view: DataView, start: number, length: number, hash: number, last: number): TextCell | undefined {
    const slots = this.#slots;
    for (let probe = 0; probe < PROBES; probe += 1) {
      const slot = (hash + probe) & this.#mask;
      if (slots[slot * 3] !== hash || slots[slot * 3 + 2] !== length) continue;
      const arena = this.#arena;
      let word = slots[slot * 3 + 1]!;
      let at = start;
      const stop = start + (length & ~3);
      while (at < stop && arena[word] === view.getInt32(at, true)) {
        word += 1;
        at += 4;
      }
      if (at === stop && arena[word] === last) return this.#cells[slot];
    }
    return undefined;
  }

  #insert(
    buffer: Buffer,
    view: DataView,
    start: number,
    length: number,
    hash: number,
    last: number,
  ): TextCell | undefined {
    const cell = this.#decode(buffer, start, start + length);
    // A damaged text has to be told each time it occurs, so it must come here each time.
    if (cell === undefined || this.damaged) return cell;
    const words = (length >> 2) + 1;
    if (this.#used * 4 >= this.#mask * 3 || this.#arenaUsed + words > this.#arena.length) this.#makeRoom();
    this.#place(hash, this.#arenaUsed, length, cell);
    const stop = start + (length & ~3);
    for (let at = start; at < stop; at += 4) this.#arena[this.#arenaUsed++] = view.getInt32(at, true);
    this.#arena[this.#arenaUsed++] = last;
    return cell;
  }

  #decode(buffer: Buffer, start: number, end: number): TextCell | undefined {
    const text = decodeExcelEscapes(decodeXmlText(buffer, start, end, false));
    this.damaged = text.includes('\uFFFD') && !isUtf8(buffer.subarray(start, end));
    return text === '' ? undefined : { kind: 'text', text };
  }

  /** Takes the first free slot of those that will be looked at, or else the last of them. */
  #place(hash: number, word: number, length: number, cell: TextCell): void {
    let slot = hash & this.#mask;
    for (let probe = 0; probe < PROBES; probe += 1) {
      slot = (hash + probe) & this.#mask;
      if (this.#cells[slot] === undefined) break;
    }
    if (this.#cells[slot] === undefined) this.#used += 1;
    this.#slots[slot * 3] = hash;
    this.#slots[slot * 3 + 1] = word;
    this.#slots[slot * 3 + 2] = length;
    this.#cells[slot] = cell;
  }

  /** A larger table; at the largest, the same one empty: what still repeats comes back by itself. */
  #makeRoom(slotCount = Math.min(MOST_SLOTS, this.#cells.length * 4)): void {
    const slots = this.#slots;
    const cells = this.#cells;
    const arena = this.#arena;
    const larger = cells.length < slotCount;
    this.#mask = slotCount - 1;
    this.#used = 0;
    this.#slots = new Int32Array(slotCount * 3);
    this.#cells = new Array<TextCell | undefined>(slotCount).fill(undefined);
    if (!larger) {
      this.#arenaUsed = 0;
      return;
    }
    this.#arena = new Int32Array((slotCount * BYTES_PER_SLOT) / 4);
    this.#arena.set(arena);
    for (const [slot, cell] of cells.entries()) {
      if (cell !== undefined) this.#place(slots[slot * 3]!, slots[slot * 3 + 1]!, slots[slot * 3 + 2]!, cell);
    }
  }
}
