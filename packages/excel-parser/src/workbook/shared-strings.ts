import { isUtf8 } from 'node:buffer';
import { limitExceeded, type WorkbookLimits } from '../limits.ts';
import { readXml, type ScanOptions } from '../xml/scan.ts';
import { decodeExcelEscapes, resolveXmlText, TextCollector } from '../xml/text.ts';
import type { BulkReader, XmlHandler } from '../xml/handler.ts';
import { nameCode, type XmlTokenizer } from '../xml/tokenizer.ts';
import { emptyTable } from './cell-table.ts';
import type { TextCell } from './cells.ts';
import { ScannerMemory } from './scanner-memory.ts';
import { ScannerWindow } from './scanner-window.ts';

const SI = nameCode('si');
const TEXT = nameCode('t');
const RUN = nameCode('r');
/** Items cut from one decoded stretch: a text that is kept keeps no more than this. */
const STRETCH_BYTES = 16 * 1024;
/**
 * In a large table it may keep more: V8 gives strings of more than 128 KiB pages of their own, and its collector does not copy
 * them twice, as it does with all others that stay.
 */
const LARGE_TABLE_BYTES = 1024 * 1024;
const LARGE_STRETCH_BYTES = 192 * 1024;

/** Integers of an item: its start in its stretch, its length, and whether it has something to resolve. */
const ITEM = 3;
const START = 0;
const LENGTH = 1;
const SPECIAL = 2;
/** Instead of a length: the item stands in no stretch. */
const NO_STRETCH = -1;

/**
 * The shared string table. Most items are one plain text: those are cut from a decoded stretch of the part when they are
 * first asked for, and every cell with that index shares one cell.
 */
export class SharedStrings {
  /** Of each index, the cell made so far. */
  readonly cells = emptyTable<TextCell>();
  readonly #stretches: string[] = [];
  /** Of each stretch, the index of its first item. */
  readonly #firsts: number[] = [];
  #items = new Int32Array(ITEM * 1_024);
  /** Texts whose bytes are no UTF-8, by index. They are few, and told apart so that each use of one can be counted. */
  readonly #damaged = new Map<number, TextCell>();

  get length(): number {
    return this.cells.length;
  }

  /** The cell of an index, undefined for an empty text. @param index below `length` */
  cell(index: number): TextCell | undefined {
    return this.cells[index] ?? this.#damaged.get(index) ?? this.#make(index);
  }

  isDamaged(index: number): boolean {
    return this.#damaged.has(index);
  }

  /** Appends texts that stand in a decoded stretch of XML. @param items of each the integers: see `ITEM` */
  addStretch(stretch: string, items: Int32Array): void {
    this.#stretches.push(stretch);
    this.#firsts.push(this.cells.length);
    const to = this.#room(items.length);
    this.#items.set(items, to);
    // Not one by one: V8 would run that loop uncompiled for a good part of the table.
    this.cells.length += items.length / ITEM;
  }

  addText(text: string, damaged: boolean): void {
    this.#items[this.#room(ITEM) + LENGTH] = NO_STRETCH;
    const index = this.cells.push(undefined) - 1;
    if (text === '') return;
    if (damaged) this.#damaged.set(index, { kind: 'text', text });
    else this.cells[index] = { kind: 'text', text };
  }

  /** @returns where so many integers can be written */
  #room(integers: number): number {
    const at = this.cells.length * ITEM;
    if (at + integers > this.#items.length) {
      const grown = new Int32Array(Math.max(this.#items.length * 2, at + integers));
      grown.set(this.#items);
      this.#items = grown;
    }
    return at;
  }

  #make(index: number): TextCell | undefined {
    const at = index * ITEM;
    const length = this.#items[at + LENGTH]!;
    if (length === NO_STRETCH || length === 0) return undefined;
    const start = this.#items[at + START]!;
    const raw = this.#stretchOf(index).substring(start, start + length);
    const cell: TextCell = {
      kind: 'text',
      text: this.#items[at + SPECIAL] === 0 ? raw : decodeExcelEscapes(resolveXmlText(raw)),
    };
    return (this.cells[index] = cell);
  }

  /** The stretch in which an item stands that stands in one: the last that begins with it or before it. */
  #stretchOf(index: number): string {
    let found = 0;
    let end = this.#firsts.length;
    while (end - found > 1) {
      const middle = (found + end) >> 1;
      if (this.#firsts[middle]! <= index) found = middle;
      else end = middle;
    }
    return this.#stretches[found]!;
  }
}

interface TableOptions extends ScanOptions {
  /** About how large the table is. */
  tableBytes?: number;
}

/** Reads the shared string table: runs of rich text joined, phonetic guides (`rPh`) left out. */
export async function readSharedStrings(
  chunks: AsyncIterable<Buffer>,
  options: TableOptions,
): Promise<SharedStrings> {
  const handler = new SharedStringsHandler(options);
  try {
    await readXml(chunks, handler, options);
  } finally {
    handler.bulk.end();
  }
  return handler.strings;
}

class SharedStringsHandler implements XmlHandler {
  readonly strings = new SharedStrings();
  readonly bulk: ItemReader;
  readonly #collector: TextCollector;
  readonly #max: number;
  #inItem = false;
  #runDepth = 0;
  #textDepth = 0;

  constructor({ limits, part, tableBytes = 0 }: TableOptions) {
    this.#max = limits.sharedStrings;
    const stretchBytes = tableBytes < LARGE_TABLE_BYTES ? STRETCH_BYTES : LARGE_STRETCH_BYTES;
    this.bulk = new ItemReader(this.strings, limits, stretchBytes);
    this.#collector = new TextCollector(limits.textBytes, () =>
      limitExceeded('textBytes', limits.textBytes, { part }),
    );
  }

  open(tag: XmlTokenizer): void {
    const { depth, code } = tag;
    if (depth === 1) {
      this.bulk.begin(tag.prefix());
    } else if (depth === 2 && code === SI) {
      if (this.strings.length >= this.#max) throw limitExceeded('sharedStrings', this.#max);
      this.#collector.reset();
      this.#inItem = true;
    } else if (!this.#inItem) {
      return;
    } else if (depth === 3 && code === RUN) {
      this.#runDepth = depth;
    } else if (code === TEXT && (depth === 3 || (depth === 4 && this.#runDepth === 3))) {
      this.#textDepth = depth;
    }
  }

  close(depth: number): void {
    if (depth === this.#textDepth) this.#textDepth = 0;
    if (depth === this.#runDepth) this.#runDepth = 0;
    if (depth !== 2 || !this.#inItem) return;
    this.strings.addText(decodeExcelEscapes(this.#collector.text()), this.#collector.damaged);
    this.#inItem = false;
  }

  text(bytes: Buffer, start: number, end: number, literal: boolean): void {
    if (this.#textDepth !== 0) this.#collector.push(bytes, start, end, literal);
  }

  settle(): void {
    this.#collector.settle();
  }
}

/** Takes the items that are one plain text, by the stretch. */
class ItemReader implements BulkReader {
  readonly depth = 1;
  readonly #strings: SharedStrings;
  readonly #max: number;
  readonly #maxBytes: number;
  readonly #stretchBytes: number;
  #memory: ScannerMemory | undefined;
  #window: ScannerWindow | undefined;
  /** Up to here in the window items are taken one by one, because among them is one that is no UTF-8. */
  #singly = 0;

  constructor(strings: SharedStrings, limits: WorkbookLimits, stretchBytes: number) {
    this.#strings = strings;
    this.#max = limits.sharedStrings;
    this.#maxBytes = limits.textBytes;
    this.#stretchBytes = stretchBytes;
  }

  /** The table begins; all elements are expected to have this prefix (with colon). */
  begin(prefix: string): void {
    const memory = ScannerMemory.acquire();
    if (!memory?.setPrefix(prefix)) {
      memory?.release();
      return;
    }
    memory.set('TEXT_BYTES', this.#maxBytes);
    this.#memory = memory;
    this.#window = new ScannerWindow(memory);
  }

  /** Nothing more is to be read. */
  end(): void {
    this.#memory?.release();
    this.#memory = undefined;
    this.#window = undefined;
  }

  take(buffer: Buffer, from: number): number {
    const memory = this.#memory;
    const window = this.#window;
    if (!memory || !window) return from;
    if (!window.holds(buffer, from)) {
      window.move(buffer, from);
      this.#singly = 0;
    }
    let at = from - window.start;
    while (at < window.last) {
      const next = this.#stretch(memory, window, at);
      if (next === at) break;
      at = next;
    }
    return window.start + at;
  }

  /** Takes what items fit into a stretch. @returns the position after them */
  #stretch(memory: ScannerMemory, window: ScannerWindow, from: number): number {
    const { bytes, last } = window;
    const singly = from < this.#singly;
    const most = singly ? 1 : this.#max - this.#strings.length;
    const next = memory.scanItems(from, Math.min(last, from + this.#stretchBytes), last, most);
    const stretch = bytes.subarray(from, next);
    if (!isUtf8(stretch)) {
      // One of them is damaged: they are taken again one by one, and that one is left to the tokenizer.
      this.#singly = next;
      return singly ? from : this.#stretch(memory, window, from);
    }
    if (next > from) {
      this.#strings.addStretch(
        stretch.toString('utf8'),
        memory.integers.subarray(0, memory.get('RECORDED') * ITEM),
      );
    }
    return next;
  }
}
