import type { BulkReader } from '../xml/handler.ts';
import type { CellReader } from './cell-reader.ts';
import {
  ATTRIBUTE_R,
  ATTRIBUTE_S,
  ATTRIBUTE_T,
  BEFORE_A,
  C_CLOSE,
  GREATER,
  IS_OPEN,
  isBlank,
  LESS,
  LETTER_C,
  LETTER_O,
  LETTER_R,
  LETTER_W,
  QUOTE,
  SLASH,
  SPACE,
  T_OPEN,
  V_CLOSE,
  V_OPEN,
  ZERO,
} from './markup-bytes.ts';
import { RowMaker } from './row-maker.ts';
import * as record from './row-records.ts';
import type { RowSink } from './row-sink.ts';
import { GIVEN_UP, SheetMarkup, skipAttribute, skipOtherAttributes, stands } from './sheet-markup.ts';
import type { TextCells } from './text-cells.ts';
import {
  SMALL_DIGITS,
  TYPE_BYTES,
  typeInline,
  typeNone,
  typeNumber,
  typeShared,
  ValueScanner,
} from './value-scanner.ts';

/*
 * Most of the time of reading a workbook is spent here. A row in the form that writers use is read straight from its
 * bytes; at the first thing that is not of that form the row is left to the tokenizer and the `SheetScanner`, which know
 * all of XML. Nothing is counted and nothing is warned about before a row is complete, so a row may be given up anywhere.
 * Nothing is made here either: rows become numbers in `RowRecords`, and of those the `RowMaker` makes cells. That keeps
 * the loop small, and V8 compiles it while the first chunk is read.
 */

/** Bytes that may be looked at beyond the last row without asking whether they are there. */
const MARGIN = 64;
/** Reads rows of the usual form in bulk. */
export class RowScanner implements BulkReader {
  readonly depth = 2;
  /** Whether the tokenizer stands directly in the sheet's data. */
  active = false;
  paused = false;
  short = false;
  readonly #sink: RowSink;
  readonly #texts: TextCells;
  readonly #values: ValueScanner;
  readonly #maker: RowMaker;
  readonly #records: record.RowRecords;
  #markup = new SheetMarkup('');

  #buffer: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** Start of the last `</row>` that has enough bytes after it, -1 when there is none. */
  #limit = -1;

  constructor(sink: RowSink, reader: CellReader, texts: TextCells) {
    this.#sink = sink;
    this.#texts = texts;
    this.#maker = new RowMaker(sink, reader, texts);
    this.#records = new record.RowRecords(sink.limits.columns);
    this.#values = new ValueScanner(this.#records, reader.sharedStrings, texts, sink.limits.textBytes);
  }

  /** The sheet's data begin; all elements are expected to have this prefix (with colon). */
  begin(prefix: string): void {
    this.#markup = new SheetMarkup(prefix);
    // A longer one would reach beyond the margin.
    this.active = this.#markup.prefix.length <= MARGIN / 4;
  }

  take(buffer: Buffer, from: number): number {
    this.paused = false;
    this.short = false;
    if (!this.active) return from;
    if (buffer !== this.#buffer) this.#enter(buffer);
    this.#texts.makeRoom();
    const records = this.#records;
    let position = from;
    while (position < this.#limit && records.length < records.full) {
      const next = this.#row(position);
      if (next === GIVEN_UP) break;
      position = next;
    }
    this.paused = records.length >= records.full;
    this.short = position >= this.#limit && buffer[position + 1] !== SLASH;
    if (records.length > 0) this.#maker.make(records, buffer);
    return position;
  }

  #enter(buffer: Buffer): void {
    this.#buffer = buffer;
    this.#limit =
      buffer.length > MARGIN ? buffer.lastIndexOf(this.#markup.rowEnd, buffer.length - MARGIN) : -1;
    if (this.#limit === -1) return;
    this.#view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
    this.#values.enter(buffer, this.#view);
  }

  /** @returns the position after the row, GIVEN_UP when it is left to the tokenizer */
  #row(from: number): number {
    const buffer = this.#buffer;
    const { prefix } = this.#markup;
    const sink = this.#sink;
    let at = from;
    while (isBlank(buffer[at]!)) at += 1;
    if (buffer[at] !== LESS || !stands(buffer, prefix, at + 1)) return GIVEN_UP;
    at += 1 + prefix.length;
    if (buffer[at] !== LETTER_R || buffer[at + 1] !== LETTER_O || buffer[at + 2] !== LETTER_W)
      return GIVEN_UP;
    at += 3;
    let number = 0;
    while (buffer[at] !== GREATER) {
      if (number === 0 && this.#view.getInt32(at) === ATTRIBUTE_R) {
        const first = at + 4;
        at = first;
        for (let digit = buffer[at]! - ZERO; digit >= 0 && digit <= 9; digit = buffer[at]! - ZERO) {
          number = (number * 10 + digit) | 0;
          at += 1;
        }
        if (buffer[at] !== QUOTE || number === 0 || at - first > SMALL_DIGITS) return GIVEN_UP;
        at += 1;
      } else {
        if (buffer[at] !== SPACE) return GIVEN_UP;
        at = skipAttribute(buffer, at + 1, this.#limit);
        if (at === GIVEN_UP) return GIVEN_UP;
      }
    }
    if (number === 0) number = sink.lastNumber + 1;
    const { rows } = sink.limits;
    if (number <= sink.lastNumber || number > rows || sink.rowCount >= rows) return GIVEN_UP;
    return this.#cells(at + 1, number);
  }

  /** Reads the cells of a row up to and with its end tag. @returns as `#row` */
  #cells(from: number, number: number): number {
    const buffer = this.#buffer;
    const view = this.#view;
    const limit = this.#limit;
    const markup = this.#markup;
    const { prefix } = markup;
    const values = this.#values;
    const plain = prefix.length === 0;
    const records = this.#records;
    const sink = this.#sink;
    const { columns, textBytes } = sink.limits;
    let out = records.length + record.ROW_INTEGERS;
    let count = 0;
    let column = -1;
    let at = from;
    for (;;) {
      while (isBlank(buffer[at]!)) at += 1;
      if (at > limit || buffer[at] !== LESS) return GIVEN_UP;
      if (buffer[at + 1] === SLASH) break;
      if (!plain) {
        if (!stands(buffer, prefix, at + 1)) return GIVEN_UP;
        at += prefix.length;
      }
      if (buffer[at + 1] !== LETTER_C) return GIVEN_UP;
      at += 2;
      count += 1;

      let next = column + 1;
      let referenced = false;
      let style = -1;
      let type = typeNone;
      while (buffer[at] === SPACE) {
        const attribute = view.getInt32(at);
        if (attribute === ATTRIBUTE_R && !referenced) {
          referenced = true;
          at += 4;
          next = 0;
          for (
            let letter = buffer[at]! - BEFORE_A;
            letter >= 1 && letter <= 26;
            letter = buffer[at]! - BEFORE_A
          ) {
            if (next > 1_000) return GIVEN_UP;
            next = next * 26 + letter;
            at += 1;
          }
          next -= 1;
          const first = at;
          let row = 0;
          for (let digit = buffer[at]! - ZERO; digit >= 0 && digit <= 9; digit = buffer[at]! - ZERO) {
            row = (row * 10 + digit) | 0;
            at += 1;
          }
          if (row !== number || next === -1 || buffer[first] === ZERO || at - first > SMALL_DIGITS)
            return GIVEN_UP;
        } else if (attribute === ATTRIBUTE_S && style === -1) {
          at += 4;
          const first = at;
          style = 0;
          for (let digit = buffer[at]! - ZERO; digit >= 0 && digit <= 9; digit = buffer[at]! - ZERO) {
            style = (style * 10 + digit) | 0;
            at += 1;
          }
          if (at === first || at - first > SMALL_DIGITS) return GIVEN_UP;
        } else if (attribute === ATTRIBUTE_T && type === typeNone) {
          at += 4;
          type = values.typeAt(at);
          if (type === typeNone) return GIVEN_UP;
          at += TYPE_BYTES[type]!;
        } else {
          at = skipOtherAttributes(buffer, at, limit);
          if (at === GIVEN_UP) return GIVEN_UP;
          break;
        }
        if (buffer[at] !== QUOTE) return GIVEN_UP;
        at += 1;
      }
      if (next <= column || next >= columns) return GIVEN_UP;
      column = next;
      if (buffer[at] === SLASH && buffer[at + 1] === GREATER) {
        at += 2;
        continue;
      }
      if (buffer[at] !== GREATER || out > records.lastCell) return GIVEN_UP;
      at += 1;

      if (plain && type !== typeInline && view.getInt32(at) >>> 8 === V_OPEN) {
        at += 3;
      } else if (
        plain &&
        type === typeInline &&
        view.getInt32(at) === IS_OPEN &&
        view.getInt32(at + 4) >>> 8 === T_OPEN
      ) {
        at += 7;
      } else {
        at = markup.openValue(buffer, at, type === typeInline, textBytes);
        if (at === GIVEN_UP) return GIVEN_UP;
        if (at < 0) {
          at = -at;
          continue;
        }
      }
      const end =
        type <= typeNumber
          ? values.number(at, out, style)
          : type === typeShared
            ? values.shared(at, out)
            : values.text(at, out, type);
      if (end === GIVEN_UP) return GIVEN_UP;
      // An empty text is no cell.
      if (end !== at) {
        records.integers[out]! |= column << record.KIND_BITS;
        out += record.CELL_INTEGERS;
      }
      if (plain && type !== typeInline) {
        if (view.getInt32(end) !== V_CLOSE || view.getInt32(end + 4) !== C_CLOSE) return GIVEN_UP;
        at = end + 8;
      } else {
        at = markup.closeValue(buffer, end, type === typeInline);
        if (at === GIVEN_UP) return GIVEN_UP;
      }
    }
    if (!stands(buffer, markup.rowEnd, at) || sink.cellCount + count > sink.limits.cells) return GIVEN_UP;
    sink.rowCount += 1;
    sink.cellCount += count;
    sink.lastNumber = number;
    records.endRow(number, out);
    return at + markup.rowEnd.length;
  }
}
