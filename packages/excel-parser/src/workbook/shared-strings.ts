import { isUtf8 } from 'node:buffer';
import { limitExceeded } from '../limits.ts';
import { scanXml, type ScanOptions } from '../xml/scan.ts';
import { decodeExcelEscapes, resolveXmlText, TextCollector } from '../xml/text.ts';
import type { BulkReader, XmlHandler } from '../xml/handler.ts';
import { nameCode, type XmlTokenizer } from '../xml/tokenizer.ts';
import type { TextCell } from './cells.ts';
import { stands } from './sheet-markup.ts';

const SI = nameCode('si');
const TEXT = nameCode('t');
const RUN = nameCode('r');
const LESS = 0x3c;
/** Items cut from one decoded stretch: a text that is kept keeps no more than this. */
const STRETCH_BYTES = 16 * 1024;

/**
 * The shared string table. Most items are one plain text: those are cut from a decoded stretch of the part at once, and a
 * cell is made when one is first asked for, which every cell with that index shares.
 */
export class SharedStrings {
  /** Of each index, the cell made so far. */
  readonly cells: (TextCell | undefined)[] = [];
  /** As in the XML, with references and escapes; undefined once the cell is made. */
  readonly #raws: (string | undefined)[] = [];
  /** Texts whose bytes are no UTF-8, by index. They are few, and told apart so that each use of one can be counted. */
  readonly #damaged = new Map<number, TextCell>();

  get length(): number {
    return this.#raws.length;
  }

  /** The cell of an index, undefined for an empty text. @param index below `length` */
  cell(index: number): TextCell | undefined {
    return this.cells[index] ?? this.#damaged.get(index) ?? this.#make(index);
  }

  isDamaged(index: number): boolean {
    return this.#damaged.has(index);
  }

  /** Appends texts as they stand in the XML, of bytes that are UTF-8. */
  addRaw(texts: readonly string[]): void {
    for (const text of texts) {
      this.#raws.push(text);
      this.cells.push(undefined);
    }
  }

  addText(text: string, damaged: boolean): void {
    const index = this.#raws.push(undefined) - 1;
    this.cells.push(undefined);
    if (text === '') return;
    if (damaged) this.#damaged.set(index, { kind: 'text', text });
    else this.cells[index] = { kind: 'text', text };
  }

  #make(index: number): TextCell | undefined {
    const raw = this.#raws[index];
    if (raw === undefined || raw === '') return undefined;
    const cell: TextCell = { kind: 'text', text: decodeExcelEscapes(resolveXmlText(raw)) };
    this.#raws[index] = undefined;
    return (this.cells[index] = cell);
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

/**
 * Takes the items that are one plain text, `<si><t>…</t></si>`, as nearly all are. A stretch of the part is decoded and cut at
 * the markup between its items, all by native code: this runs once per workbook, and would be over before a loop over
 * bytes is compiled.
 */
class ItemReader implements BulkReader {
  readonly depth = 1;
  readonly #strings: SharedStrings;
  readonly #max: number;
  readonly #maxBytes: number;
  #openings: readonly Buffer[] = [];
  #closing = Buffer.alloc(0);
  #between = /$^/;
  /** Up to here in this buffer items are taken one by one, because among them is one that is not plain. */
  #singly = 0;
  #singlyIn: Buffer | undefined;

  constructor(strings: SharedStrings, max: number, maxBytes: number) {
    this.#strings = strings;
    this.#max = max;
    this.#maxBytes = maxBytes;
  }

  /** Sets the prefix of the elements. */
  begin(prefix: string): void {
    const opening = `<${prefix}si><${prefix}t`;
    this.#openings = [Buffer.from(`${opening}>`), Buffer.from(`${opening} xml:space="preserve">`)];
    this.#closing = Buffer.from(`</${prefix}t></${prefix}si>`);
    const name = prefix.replace(/\W/g, '\\$&');
    this.#between = new RegExp(`</${name}t></${name}si><${name}si><${name}t(?: xml:space="preserve")?>`);
  }

  take(buffer: Buffer, from: number): number {
    let position = from;
    for (;;) {
      const next = this.#stretch(buffer, position);
      if (next === position) return position;
      position = next;
    }
  }

  /** Takes what items fit into a stretch. @returns the position after them */
  #stretch(buffer: Buffer, from: number): number {
    const opening = this.#openings.find((bytes) => stands(buffer, bytes, from));
    if (!opening) return from;
    const start = from + opening.length;
    if (buffer === this.#singlyIn && from < this.#singly) return this.#item(buffer, from, start);
    const closing = this.#closing;
    let end = buffer.lastIndexOf(closing, Math.min(from + STRETCH_BYTES, buffer.length) - closing.length);
    // The item at hand may be longer than a stretch.
    if (end < start) end = buffer.indexOf(closing, start);
    if (end < start || end - start > Math.max(this.#maxBytes, STRETCH_BYTES)) return from;
    const bytes = buffer.subarray(start, end);
    const texts = bytes.toString('utf8').split(this.#between);
    const { length } = this.#strings;
    const regular = texts.every((text) => text.indexOf('<') === -1 && text.length <= this.#maxBytes / 3);
    if (regular && length + texts.length <= this.#max && isUtf8(bytes)) {
      this.#strings.addRaw(texts);
      return end + closing.length;
    }
    this.#singlyIn = buffer;
    this.#singly = end;
    return this.#item(buffer, from, start);
  }

  /** Takes the one item whose text starts here. @returns as `#stretch` */
  #item(buffer: Buffer, from: number, start: number): number {
    const end = buffer.indexOf(LESS, start);
    if (end === -1 || end - start > this.#maxBytes || !stands(buffer, this.#closing, end)) return from;
    if (this.#strings.length >= this.#max || !isUtf8(buffer.subarray(start, end))) return from;
    this.#strings.addRaw([buffer.toString('utf8', start, end)]);
    return end + this.#closing.length;
  }
}
