import { isUtf8 } from 'node:buffer';
import { limitExceeded } from '../limits.ts';
import { scanXml, type ScanOptions } from '../xml/scan.ts';
import { decodeExcelEscapes, decodeXmlText, TextCollector } from '../xml/text.ts';
import { type BulkReader, nameCode, type XmlHandler, type XmlTokenizer } from '../xml/tokenizer.ts';
import type { TextCell } from './cells.ts';

const SI = nameCode('si');
const TEXT = nameCode('t');
const RUN = nameCode('r');
const LESS = 0x3c;
/** Room after the last item that the bulk reader takes, so that it may look ahead without asking. */
const MARGIN = 64;

/**
 * The shared string table. Most items are one plain text, of which only the place in the inflated bytes is kept: a string
 * is made when a cell first asks for it, and every cell with that index shares it.
 */
export class SharedStrings {
  /** Of each index, the cell made so far; undefined as well for texts that are empty or damaged. */
  readonly cells: (TextCell | undefined)[] = [];
  /** Texts whose bytes are no UTF-8, by index. They are few, and told apart so that each use of one can be counted. */
  readonly #damaged = new Map<number, TextCell>();
  /** Start and end of each item's text in its buffer; both 0 when the item was decoded at once. */
  #places = new Int32Array(2 * 256);
  #buffers: { buffer: Buffer; first: number }[] = [];
  #lastBuffer: Buffer | undefined;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The cell of an index; undefined when there is none, or its text is empty or damaged. */
  soundCell(index: number): TextCell | undefined {
    if (index >= this.#length || this.#damaged.has(index)) return undefined;
    return this.cells[index] ?? this.#decode(index);
  }

  /** The cell of an index, undefined for an empty text. @param index below `length` */
  cell(index: number): TextCell | undefined {
    return this.soundCell(index) ?? this.#damaged.get(index);
  }

  isDamaged(index: number): boolean {
    return this.#damaged.has(index);
  }

  /** Appends a string by its place in bytes that stay as they are. */
  addPlace(buffer: Buffer, start: number, end: number): void {
    if (this.#lastBuffer !== buffer) {
      this.#lastBuffer = buffer;
      this.#buffers.push({ buffer, first: this.#length });
    }
    this.#grow();
    this.#places[this.#length * 2] = start;
    this.#places[this.#length * 2 + 1] = end;
    this.cells.push(undefined);
    this.#length += 1;
  }

  addText(text: string, damaged: boolean): void {
    this.#grow();
    this.cells.push(undefined);
    this.#keep(this.#length, text, damaged);
    this.#length += 1;
  }

  #grow(): void {
    if ((this.#length + 1) * 2 <= this.#places.length) return;
    const grown = new Int32Array(this.#places.length * 2);
    grown.set(this.#places);
    this.#places = grown;
  }

  #decode(index: number): TextCell | undefined {
    const start = this.#places[index * 2]!;
    const end = this.#places[index * 2 + 1]!;
    if (start === end) return undefined;
    const buffer = this.#bufferOf(index);
    const text = decodeExcelEscapes(decodeXmlText(buffer, start, end, false));
    return this.#keep(index, text, text.includes('\uFFFD') && !isUtf8(buffer.subarray(start, end)));
  }

  /** @returns the cell when it is sound and not empty */
  #keep(index: number, text: string, damaged: boolean): TextCell | undefined {
    if (text === '') return undefined;
    const cell: TextCell = { kind: 'text', text };
    if (!damaged) return (this.cells[index] = cell);
    this.#damaged.set(index, cell);
    return undefined;
  }

  /** The last buffer that starts at or before the index. */
  #bufferOf(index: number): Buffer {
    let low = 0;
    let high = this.#buffers.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#buffers[middle]!.first <= index) low = middle;
      else high = middle - 1;
    }
    return this.#buffers[low]!.buffer;
  }
}

/** Reads the shared string table: runs of rich text joined, phonetic guides (`rPh`) left out. */
export async function readSharedStrings(
  chunks: AsyncIterable<Buffer>,
  options: ScanOptions,
): Promise<SharedStrings> {
  const handler = new SharedStringsHandler(options);
  for await (const _chunk of scanXml(chunks, handler, options));
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

  constructor({ limits, part }: ScanOptions) {
    this.#max = limits.sharedStrings;
    this.bulk = new ItemReader(this.strings, limits.sharedStrings, limits.textBytes);
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
}

/** Takes the items that are one plain text, `<si><t>…</t></si>`, as nearly all are. */
class ItemReader implements BulkReader {
  readonly depth = 1;
  readonly #strings: SharedStrings;
  readonly #max: number;
  readonly #maxBytes: number;
  #opening = Buffer.alloc(0);
  #openingKept = Buffer.alloc(0);
  #closing = Buffer.alloc(0);

  constructor(strings: SharedStrings, max: number, maxBytes: number) {
    this.#strings = strings;
    this.#max = max;
    this.#maxBytes = maxBytes;
  }

  /** Sets the prefix of the elements. */
  begin(prefix: string): void {
    this.#opening = Buffer.from(`<${prefix}si><${prefix}t>`);
    this.#openingKept = Buffer.from(`<${prefix}si><${prefix}t xml:space="preserve">`);
    this.#closing = Buffer.from(`</${prefix}t></${prefix}si>`);
  }

  take(buffer: Buffer, from: number): number {
    const strings = this.#strings;
    const opening = this.#opening;
    const closing = this.#closing;
    const limit = buffer.length - MARGIN - this.#openingKept.length;
    let position = from;
    let start = position;
    while (position < limit && strings.length < this.#max) {
      if (matches(buffer, position, opening)) start = position + opening.length;
      else if (matches(buffer, position, this.#openingKept)) start = position + this.#openingKept.length;
      else return position;
      // The native search: this runs once per workbook, and would be over before a loop of ours is compiled.
      const end = buffer.indexOf(LESS, start);
      if (end === -1 || end > limit || end - start > this.#maxBytes || !matches(buffer, end, closing))
        return position;
      strings.addPlace(buffer, start, end);
      position = end + closing.length;
    }
    return position;
  }
}

function matches(buffer: Buffer, position: number, expected: Buffer): boolean {
  for (let index = 0; index < expected.length; index += 1) {
    if (buffer[position + index] !== expected[index]) return false;
  }
  return true;
}
