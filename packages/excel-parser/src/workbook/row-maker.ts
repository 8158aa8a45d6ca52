import { decodeExcelEscapes, decodeXmlText } from '../xml/text.ts';
import type { CellReader } from './cell-reader.ts';
import type { Cell } from './cells.ts';
import { NumberCells } from './number-cells.ts';
import * as record from './row-records.ts';
import type { RowSink } from './row-sink.ts';
import { layout } from './scanner-code.ts';
import type { ScannerMemory } from './scanner-memory.ts';
import type { SharedStrings } from './shared-strings.ts';
import type { TextCells } from './text-cells.ts';

/** Most columns for which room is made in advance: a lone cell at the far right must not make its row as wide. */
const WIDEST_ROOM = 256;

/** Makes rows of what the scanner has recorded. */
export class RowMaker {
  readonly #sink: RowSink;
  readonly #strings: SharedStrings;
  readonly #texts: TextCells;
  readonly #numbers: NumberCells;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(sink: RowSink, reader: CellReader, texts: TextCells) {
    this.#sink = sink;
    this.#strings = reader.sharedStrings;
    this.#texts = texts;
    this.#numbers = new NumberCells(reader);
  }

  /** Gives the recorded rows to the sink. @param bytes what they were scanned from */
  make(memory: ScannerMemory, bytes: Buffer): void {
    const length = memory.get('RECORDED');
    if (length === 0) return;
    this.#bytes = bytes;
    this.#numbers.enter(memory.bytes.subarray(layout.DIGITS, layout.DIGITS + memory.get('DIGITS_WRITTEN')));
    let at = 0;
    while (at < length) at = this.#row(memory, at);
  }

  /** A row is a call, and not a turn of a loop: V8 compiles for good what is called often. @returns where the next starts */
  #row(memory: ScannerMemory, start: number): number {
    const { integers, doubles } = memory;
    const strings = this.#strings.cells;
    const numbers = this.#numbers;
    const end = start + record.ROW_INTEGERS + integers[start + 1]! * record.CELL_INTEGERS;
    let width = (integers[end - record.CELL_INTEGERS]! >> record.KIND_BITS) + 1;
    const cells: (Cell | undefined)[] = width <= WIDEST_ROOM ? new Array(width) : [];
    for (let at = start + record.ROW_INTEGERS; at < end; at += record.CELL_INTEGERS) {
      const first = integers[at]!;
      const own = integers[at + 1]!;
      const kind = first & record.KIND_MASK;
      let cell: Cell | undefined;
      if (kind === record.sharedText) {
        cell = strings[own] ?? this.#sharedText(own);
      } else if (kind <= record.decimalNumber) {
        const value = doubles[(at + record.DOUBLE_OFFSET) >> 1]!;
        cell = numbers.make(integers[at + 2]!, integers[at + 3]!, value, own, kind === record.wholeNumber);
      } else if (kind === record.text) {
        cell = this.#texts.cells[own] ?? this.#text(integers[at + 2]!, integers[at + 3]!, own);
      } else {
        cell = this.#rare(kind, own, integers[at + 2]!, integers[at + 3]!);
      }
      cells[first >> record.KIND_BITS] = cell;
    }
    // A shared string may be empty.
    while (width > 0 && cells[width - 1] === undefined) width -= 1;
    if (width !== cells.length) cells.length = width;
    this.#sink.add(integers[start]!, cells);
    return end;
  }

  #sharedText(index: number): Cell | undefined {
    const cell = this.#strings.cell(index);
    if (this.#strings.isDamaged(index)) this.#sink.damagedTexts += 1;
    return cell;
  }

  #text(start: number, end: number, id: number): Cell {
    const cell = this.#texts.decode(this.#bytes, start, end, id);
    if (this.#texts.damaged) this.#sink.damagedTexts += 1;
    return cell;
  }

  #rare(kind: number, own: number, start: number, end: number): Cell {
    switch (kind) {
      case record.longNumber:
        return this.#numbers.makeLong(start, end, own);
      case record.boolean:
        return { kind: 'boolean', value: own !== 0 };
      case record.error: {
        const code = decodeExcelEscapes(decodeXmlText(this.#bytes, start, end, false));
        return { kind: 'error', code: code.trim() };
      }
      default:
        throw new RangeError(`There are no records of kind ${kind}.`);
    }
  }
}
