import type { BulkReader } from '../xml/tokenizer.ts';
import type { CellReader } from './cell-reader.ts';
import type { Cell } from './cells.ts';
import {
  ATTRIBUTE_R,
  ATTRIBUTE_S,
  ATTRIBUTE_T,
  LETTER_C,
  C_END,
  END_TAG,
  EQUALS,
  LETTER_F,
  F_END,
  GREATER,
  LETTER_I,
  INLI,
  isBlank,
  isNameByte,
  LESS,
  NEST,
  QUOTE,
  LETTER_R,
  LETTER_S,
  S_END,
  SLASH,
  SPACE,
  LETTER_T,
  T_END,
  LETTER_V,
  V_END,
  ZERO,
} from './markup-bytes.ts';
import { NumberCells } from './number-cells.ts';
import type { RowSink } from './row-sink.ts';
import type { SharedStrings } from './shared-strings.ts';
import type { TextCells } from './text-cells.ts';

/*
 * Most of the time of reading a workbook is spent here. A row in the form that writers use is read straight from its
 * bytes; at the first thing that is not of that form the row is left to the tokenizer and the `SheetScanner`, which know
 * all of XML. Nothing is counted and nothing is warned about before a row is complete, so a row may be given up anywhere.
 */

const typeNone = -1;
const typeNumber = 0;
const typeShared = 1;
const typeText = 2;
const typeInline = 3;
const typeBoolean = 4;
const typeError = 5;

/** Bytes that may be looked at beyond the last row without asking whether they are there. */
const MARGIN = 64;
/** Most columns for which room is made in advance: a cell at the far right must not make every row as wide. */
const WIDEST_ROOM = 256;
const SPACE_PRESERVE = Buffer.from(' xml:space="preserve">');

type Cells = (Cell | undefined)[];

/** Reads rows of the usual form in bulk. */
export class RowScanner implements BulkReader {
  readonly depth = 2;
  /** Whether the tokenizer stands directly in the sheet's data. */
  active = false;
  readonly #sink: RowSink;
  readonly #numbers: NumberCells;
  readonly #strings: SharedStrings;
  readonly #texts: TextCells;
  /** Length of the namespace prefix with its colon; 0 for none. */
  #skip = 0;
  #prefix = Buffer.alloc(0);
  #rowEnd = Buffer.alloc(0);

  #buffer: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** Start of the last `</row>` that has enough bytes after it, -1 when there is none. */
  #limit = -1;

  /** Attributes of the cell being read. */
  #column = 0;
  #style = -1;
  #type = typeNone;
  #width = 8;

  constructor(sink: RowSink, reader: CellReader, texts: TextCells) {
    this.#sink = sink;
    this.#numbers = new NumberCells(reader);
    this.#strings = reader.sharedStrings;
    this.#texts = texts;
  }

  /** The sheet's data begin; all elements are expected to have this prefix (with colon). */
  begin(prefix: string): void {
    this.#prefix = Buffer.from(prefix);
    this.#skip = this.#prefix.length;
    this.#rowEnd = Buffer.from(`</${prefix}row>`);
    this.active = true;
  }

  take(buffer: Buffer, from: number): number {
    if (!this.active) return from;
    if (buffer !== this.#buffer) this.#enter(buffer);
    let position = from;
    while (position < this.#limit) {
      const next = this.#row(position);
      if (next === -1) break;
      position = next;
    }
    return position;
  }

  #enter(buffer: Buffer): void {
    this.#buffer = buffer;
    this.#limit = buffer.length > MARGIN ? buffer.lastIndexOf(this.#rowEnd, buffer.length - MARGIN) : -1;
    if (this.#limit === -1) return;
    this.#view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
    this.#numbers.enter(buffer);
  }

  /** @returns the position after the row, -1 when it is left to the tokenizer */
  #row(from: number): number {
    const buffer = this.#buffer;
    const sink = this.#sink;
    let at = from;
    while (isBlank(buffer[at]!)) at += 1;
    const name = at + 1 + this.#skip;
    if (buffer[at] !== LESS || !this.#hasPrefix(at + 1)) return -1;
    if (buffer[name] !== LETTER_R || buffer[name + 1] !== 0x6f || buffer[name + 2] !== 0x77) return -1;
    at = name + 3;
    let number = 0;
    for (;;) {
      const byte = buffer[at];
      if (byte === GREATER) break;
      if (byte !== SPACE) return -1;
      if (
        buffer[at + 1] === LETTER_R &&
        buffer[at + 2] === EQUALS &&
        buffer[at + 3] === QUOTE &&
        number === 0
      ) {
        at += 4;
        for (let digit = buffer[at]! - ZERO; digit >= 0 && digit <= 9; digit = buffer[at]! - ZERO) {
          number = number * 10 + digit;
          at += 1;
        }
        if (buffer[at] !== QUOTE || number === 0 || number > 99_999_999) return -1;
        at += 1;
      } else {
        at = this.#skipAttribute(at + 1);
        if (at === -1) return -1;
      }
    }
    if (number === 0) number = sink.lastNumber + 1;
    const { limits } = sink;
    if (number <= sink.lastNumber || number > limits.rows || sink.rowCount >= limits.rows) return -1;
    return this.#cells(at + 1, number);
  }

  /** Reads the cells of a row up to and with its end tag. */
  #cells(from: number, number: number): number {
    const buffer = this.#buffer;
    const view = this.#view;
    const skip = this.#skip;
    const limit = this.#limit;
    const sink = this.#sink;
    const maxColumns = sink.limits.columns;
    const cells: Cells = new Array(this.#width);
    let count = 0;
    let column = -1;
    let last = -1;
    let at = from;
    for (;;) {
      while (isBlank(buffer[at]!)) at += 1;
      if (at > limit || buffer[at] !== LESS) return -1;
      if (buffer[at + 1] === SLASH) break;
      if (buffer[at + 1 + skip] !== LETTER_C || !this.#hasPrefix(at + 1)) return -1;
      this.#column = column + 1;
      at = this.#openCell(at + 2 + skip, number);
      if (at === -1 || this.#column <= column || this.#column >= maxColumns) return -1;
      column = this.#column;
      count += 1;
      if (buffer[at - 2] === SLASH) continue;
      if (view.getUint16(at) !== END_TAG) {
        at = this.#content(at, cells);
        if (at === -1 || view.getUint16(at) !== END_TAG) return -1;
      }
      if (view.getUint16(at + 2 + skip) !== C_END || !this.#hasPrefix(at + 2)) return -1;
      at += 4 + skip;
      if (cells[column] !== undefined) last = column;
    }
    for (let index = 0; index < this.#rowEnd.length; index += 1) {
      if (buffer[at + index] !== this.#rowEnd[index]) return -1;
    }
    if (sink.cellCount + count > sink.limits.cells) return -1;
    if (cells.length !== last + 1) {
      cells.length = last + 1;
      this.#width = Math.min(last + 1, WIDEST_ROOM);
    }
    sink.rowCount += 1;
    sink.cellCount += count;
    sink.lastNumber = number;
    sink.add(number, cells);
    return at + this.#rowEnd.length;
  }

  /** Reads the attributes of a cell. @returns the position after the `>` of its start tag, -1 to give the row up */
  #openCell(from: number, row: number): number {
    const buffer = this.#buffer;
    const view = this.#view;
    let at = from;
    let referenced = false;
    this.#style = -1;
    this.#type = typeNone;
    for (;;) {
      if (buffer[at] === GREATER) return at + 1;
      const attribute = view.getInt32(at);
      at += 4;
      if (attribute === ATTRIBUTE_R && !referenced) {
        referenced = true;
        let column = 0;
        for (let letter = buffer[at]! - 0x40; letter >= 1 && letter <= 26; letter = buffer[at]! - 0x40) {
          if (column > 1_000) return -1;
          column = column * 26 + letter;
          at += 1;
        }
        let written = 0;
        if (column === 0 || buffer[at] === ZERO) return -1;
        for (let digit = buffer[at]! - ZERO; digit >= 0 && digit <= 9; digit = buffer[at]! - ZERO) {
          if (written > 99_999_999) return -1;
          written = written * 10 + digit;
          at += 1;
        }
        if (written !== row) return -1;
        this.#column = column - 1;
      } else if (attribute === ATTRIBUTE_S && this.#style === -1) {
        let style = 0;
        const start = at;
        for (let digit = buffer[at]! - ZERO; digit >= 0 && digit <= 9; digit = buffer[at]! - ZERO) {
          style = style * 10 + digit;
          at += 1;
        }
        if (at === start || at - start > 9) return -1;
        this.#style = style;
      } else if (attribute === ATTRIBUTE_T && this.#type === typeNone) {
        at = this.#readType(at);
        if (at === -1) return -1;
      } else {
        return this.#otherAttributes(at - 4);
      }
      if (buffer[at] !== QUOTE) return -1;
      at += 1;
    }
  }

  /** The end of a start tag that may have more attributes, none of which matters here. @returns as `#openCell` */
  #otherAttributes(from: number): number {
    const buffer = this.#buffer;
    let at = from;
    while (buffer[at] === SPACE) {
      const name = buffer[at + 1];
      if (buffer[at + 2] === EQUALS && (name === LETTER_R || name === LETTER_S || name === LETTER_T))
        return -1;
      at = this.#skipAttribute(at + 1);
      if (at === -1) return -1;
    }
    if (buffer[at] === GREATER) return at + 1;
    return buffer[at] === SLASH && buffer[at + 1] === GREATER ? at + 2 : -1;
  }

  /** @returns the position of what must be the closing quote */
  #readType(at: number): number {
    const buffer = this.#buffer;
    const first = buffer[at];
    if (buffer[at + 1] === QUOTE) {
      if (first === LETTER_S) this.#type = typeShared;
      else if (first === 0x62) this.#type = typeBoolean;
      else if (first === 0x65) this.#type = typeError;
      else if (first === 0x6e) this.#type = typeNumber;
      // Dates in ISO 8601 are rare.
      else return -1;
      return at + 1;
    }
    if (first === LETTER_S && buffer[at + 1] === LETTER_T && buffer[at + 2] === LETTER_R) {
      this.#type = typeText;
      return at + 3;
    }
    if (
      this.#view.getInt32(at) !== INLI ||
      this.#view.getInt32(at + 4) !== NEST ||
      buffer[at + 8] !== LETTER_R
    )
      return -1;
    this.#type = typeInline;
    return at + 9;
  }

  /**
   * Reads what a cell holds into its place of the row. Not by way of a field: each young cell in an old object would have
   * to be remembered by the garbage collector.
   * @returns the position of the cell's end tag
   */
  #content(from: number, cells: Cells): number {
    const buffer = this.#buffer;
    const skip = this.#skip;
    let at = from;
    if (buffer[at] !== LESS || !this.#hasPrefix(at + 1)) return -1;
    if (buffer[at + 1 + skip] === LETTER_F) {
      at = this.#skipFormula(at + 2 + skip);
      if (at === -1) return -1;
      if (buffer[at + 1] === SLASH) return at;
      if (buffer[at] !== LESS || !this.#hasPrefix(at + 1)) return -1;
    }
    const name = at + 1 + skip;
    if (buffer[name] === LETTER_V && buffer[name + 1] === GREATER) return this.#value(name + 2, cells);
    if (this.#type !== typeInline || buffer[name] !== LETTER_I || buffer[name + 1] !== LETTER_S) return -1;
    return buffer[name + 2] === GREATER ? this.#inline(name + 3, cells) : -1;
  }

  /** Reads a value; `at` is that of its first byte. @returns the position after the value's end tag */
  #value(start: number, cells: Cells): number {
    const buffer = this.#buffer;
    let at = start;
    switch (this.#type) {
      case typeNone:
      case typeNumber:
        cells[this.#column] = this.#numbers.read(start, this.#style);
        if (cells[this.#column] === undefined) return -1;
        at = this.#numbers.end;
        break;
      case typeShared: {
        let index = 0;
        for (let digit = buffer[at]! - ZERO; digit >= 0 && digit <= 9; digit = buffer[at]! - ZERO) {
          index = index * 10 + digit;
          at += 1;
        }
        if (at === start || at - start > 9) return -1;
        const cell = this.#strings.cells[index] ?? this.#strings.soundCell(index);
        if (cell === undefined) return -1;
        cells[this.#column] = cell;
        break;
      }
      case typeText:
        at = this.#text(start, cells);
        break;
      case typeBoolean:
        if (buffer[at] !== ZERO && buffer[at] !== ZERO + 1) return -1;
        cells[this.#column] = { kind: 'boolean', value: buffer[at] !== ZERO };
        at += 1;
        break;
      case typeError: {
        at = this.#text(start, cells);
        const text = cells[this.#column];
        if (text?.kind !== 'text' || /\s/.test(text.text)) return -1;
        cells[this.#column] = { kind: 'error', code: text.text };
        break;
      }
      default:
        return -1;
    }
    const skip = this.#skip;
    if (at === -1 || this.#view.getUint16(at) !== END_TAG || !this.#hasPrefix(at + 2)) return -1;
    return this.#view.getUint16(at + 2 + skip) === V_END ? at + 4 + skip : -1;
  }

  /** Reads a text. @returns the position after it, -1 when it is too long or damaged, which is not for here to tell */
  #text(start: number, cells: Cells): number {
    const texts = this.#texts;
    const cell = texts.read(this.#buffer, this.#view, start);
    if (cell !== undefined) cells[this.#column] = cell;
    return texts.damaged || texts.end - start > this.#sink.limits.textBytes ? -1 : texts.end;
  }

  /** Reads one plain inline text; `at` is after `<is>`. @returns the position after `</is>` */
  #inline(from: number, cells: Cells): number {
    const buffer = this.#buffer;
    const view = this.#view;
    const skip = this.#skip;
    let at = from;
    if (buffer[at] !== LESS || !this.#hasPrefix(at + 1) || buffer[at + 1 + skip] !== LETTER_T) return -1;
    at += 2 + skip;
    if (buffer[at] === GREATER) {
      at += 1;
    } else {
      for (let index = 0; index < SPACE_PRESERVE.length; index += 1) {
        if (buffer[at + index] !== SPACE_PRESERVE[index]) return -1;
      }
      at += SPACE_PRESERVE.length;
    }
    at = this.#text(at, cells);
    if (at === -1 || view.getUint16(at) !== END_TAG || !this.#hasPrefix(at + 2)) return -1;
    if (view.getUint16(at + 2 + skip) !== T_END) return -1;
    at += 4 + skip;
    if (view.getUint16(at) !== END_TAG || !this.#hasPrefix(at + 2)) return -1;
    if (buffer[at + 2 + skip] !== LETTER_I || view.getUint16(at + 3 + skip) !== S_END) return -1;
    return at + 5 + skip;
  }

  /** `at` is after the name. @returns the position after the formula's element */
  #skipFormula(from: number): number {
    const buffer = this.#buffer;
    let at = from;
    while (buffer[at] === SPACE) {
      at = this.#skipAttribute(at + 1);
      if (at === -1) return -1;
    }
    if (buffer[at] === SLASH) return buffer[at + 1] === GREATER ? at + 2 : -1;
    if (buffer[at] !== GREATER) return -1;
    const end = buffer.indexOf(LESS, at);
    if (end - at > this.#sink.limits.textBytes) return -1;
    const skip = this.#skip;
    if (this.#view.getUint16(end) !== END_TAG || !this.#hasPrefix(end + 2)) return -1;
    return this.#view.getUint16(end + 2 + skip) === F_END ? end + 4 + skip : -1;
  }

  /** Passes over an attribute whose name starts here. @returns the position after its closing quote */
  #skipAttribute(from: number): number {
    const buffer = this.#buffer;
    let at = from;
    while (isNameByte(buffer[at]!)) at += 1;
    if (at === from || buffer[at] !== EQUALS || buffer[at + 1] !== QUOTE) return -1;
    at += 2;
    const limit = this.#limit;
    while (at < limit && buffer[at] !== QUOTE) at += 1;
    return at < limit ? at + 1 : -1;
  }

  #hasPrefix(at: number): boolean {
    if (this.#skip === 0) return true;
    for (let index = 0; index < this.#skip; index += 1) {
      if (this.#buffer[at + index] !== this.#prefix[index]) return false;
    }
    return true;
  }
}
