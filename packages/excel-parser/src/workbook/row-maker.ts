import type { CellReader } from './cell-reader.ts';
import type { Cell, Row } from './cells.ts';
import { emptyTable } from './cell-table.ts';
import { NewCells } from './new-cells.ts';
import type { RowSink } from './row-sink.ts';
import type { ScannerMemory } from './scanner-memory.ts';
import type { SharedStrings } from './shared-strings.ts';

/*
 * What the scanner (`scanner/assembly/rows.ts`) records of a row: its number, how many columns it has, and of each column an
 * integer: which table its cell is found in, and where. Numbers make nothing for the garbage collector to look at.
 */
const ROW_INTEGERS = 2;
const TABLE_BITS = 2;
const TABLE_MASK = 3;
const NO_CELL = 0;
const SHARED = 1;
const IDENTIFIED = 2;

const NONE = emptyTable<Cell>();

/** Makes rows of what the scanner has recorded. */
export class RowMaker {
  readonly #sink: RowSink;
  readonly #strings: SharedStrings;
  readonly #new: NewCells;
  /** By the number that the scanner gives them. */
  #tables: (Cell | undefined)[][] = [];

  constructor(sink: RowSink, reader: CellReader) {
    this.#sink = sink;
    this.#strings = reader.sharedStrings;
    this.#new = new NewCells(sink, reader);
  }

  /** Gives the recorded rows to the sink. @param bytes what they were scanned from */
  make(memory: ScannerMemory, bytes: Buffer): void {
    const length = memory.get('RECORDED');
    if (length === 0) return;
    this.#new.make(memory, bytes);
    this.#tables = [NONE, this.#strings.cells, this.#new.identified, this.#new.made];
    const rows = new Array<Row>(memory.get('ROWS'));
    let count = 0;
    let width = 0;
    try {
      for (let at = 0; at < length; at += ROW_INTEGERS + memory.integers[at + 1]!) {
        const cells = this.#cells(memory.integers, at);
        // Of empty shared strings alone.
        if (cells.length === 0) continue;
        if (cells.length > width) width = cells.length;
        rows[count] = { number: memory.integers[at]!, cells };
        count += 1;
      }
    } finally {
      // Also those before a row that cannot be read.
      rows.length = count;
      this.#sink.addAll(rows, width);
    }
  }

  clear(): void {
    this.#new.clear();
    this.#tables = [];
  }

  /** A row is a call, and not a turn of a loop: V8 compiles for good what is called often. */
  #cells(integers: Int32Array, start: number): (Cell | undefined)[] {
    const tables = this.#tables;
    const first = start + ROW_INTEGERS;
    let width = integers[start + 1]!;
    const cells = new Array<Cell | undefined>(width);
    for (let column = 0; column < width; column += 1) {
      const found = integers[first + column]!;
      if (found === NO_CELL) continue;
      cells[column] = tables[found & TABLE_MASK]![found >> TABLE_BITS] ?? this.#odd(found);
    }
    // A shared string may be empty.
    while (width > 0 && cells[width - 1] === undefined) width -= 1;
    if (width !== cells.length) cells.length = width;
    return cells;
  }

  #odd(found: number): Cell | undefined {
    const index = found >> TABLE_BITS;
    const table = found & TABLE_MASK;
    if (table !== SHARED) return this.#new.odd(index, table === IDENTIFIED);
    const cell = this.#strings.cell(index);
    if (this.#strings.isDamaged(index)) this.#sink.damagedTexts += 1;
    return cell;
  }
}
