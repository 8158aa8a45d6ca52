import type { BulkReader } from '../xml/handler.ts';
import type { CellReader } from './cell-reader.ts';
import { RowMaker } from './row-maker.ts';
import type { RowSink } from './row-sink.ts';
import { layout } from './scanner-code.ts';
import { ScannerMemory } from './scanner-memory.ts';
import { ScannerWindow } from './scanner-window.ts';

const SLASH = 0x2f;
const MOST_COLUMNS = 16_384;
const MOST = 2 ** 31 - 1;
/**
 * Integers recorded for the first batch, some tens of rows, and how batches grow: by then V8 has seen all that is done with a
 * batch. Of code that it compiles in the middle of a long first one it knows half, and has to give it up at the end of each.
 */
const FIRST_BATCH_INTEGERS = 512;
const BATCH_GROWTH = 8;

/**
 * Reads rows of the usual form in bulk. The scanner turns their bytes into records, of which the `RowMaker` makes cells
 * while they are near the processor; at the first thing that is not of that form the row is left to the tokenizer and the
 * `SheetScanner`, which know all of XML. Nothing is counted and nothing is warned about before a row is complete.
 */
export class RowScanner implements BulkReader {
  readonly depth = 2;
  paused = false;
  short = false;
  readonly #sink: RowSink;
  readonly #reader: CellReader;
  readonly #slots: number;
  readonly #maker: RowMaker;
  /** Undefined unless the tokenizer stands directly in the sheet's data. */
  #memory: ScannerMemory | undefined;
  #window: ScannerWindow | undefined;
  #rowEnd: Buffer = Buffer.alloc(0);
  #most = FIRST_BATCH_INTEGERS;
  /** Start of the last `</row>` of the window that has enough bytes behind it, -1 when there is none. */
  #limit = -1;

  /** @param slots that the scanner's table of texts begins with */
  constructor(sink: RowSink, reader: CellReader, slots: number) {
    this.#sink = sink;
    this.#reader = reader;
    this.#slots = slots;
    this.#maker = new RowMaker(sink, reader);
  }

  /** The sheet's data begin; all elements are expected to have this prefix (with colon). */
  begin(prefix: string): void {
    if (this.#memory) return;
    const memory = ScannerMemory.acquire();
    if (!memory?.setPrefix(prefix)) {
      memory?.release();
      return;
    }
    const { limits } = this.#sink;
    memory.set('MOST_ROWS', limits.rows);
    memory.set('COLUMNS', Math.min(limits.columns, MOST_COLUMNS));
    memory.set('TEXT_BYTES', limits.textBytes);
    memory.set('SHARED_STRINGS', this.#reader.sharedStrings.length);
    memory.set('FIRST_SLOTS', this.#slots);
    this.#rowEnd = Buffer.from(`</${prefix}row>`);
    this.#memory = memory;
    this.#window = new ScannerWindow(memory);
  }

  /** The sheet's data end, or nobody wants the rest. */
  end(): void {
    this.#memory?.release();
    this.#memory = undefined;
    this.#window = undefined;
    this.#maker.clear();
  }

  take(buffer: Buffer, from: number): number {
    this.paused = false;
    this.short = false;
    const memory = this.#memory;
    const window = this.#window;
    if (!memory || !window) return from;
    if (!window.holds(buffer, from)) {
      window.move(buffer, from);
      this.#limit = window.last > 0 ? window.bytes.lastIndexOf(this.#rowEnd, window.last) : -1;
    }
    const start = from - window.start;
    const next = start < this.#limit ? this.#scan(memory, start, window.bytes) : start;
    this.short = next >= this.#limit && window.bytes[next + 1] !== SLASH;
    return window.start + next;
  }

  /** Scans rows, and makes them. @returns the position after them */
  #scan(memory: ScannerMemory, from: number, bytes: Buffer): number {
    const sink = this.#sink;
    const rowsLeft = Math.min(sink.limits.rows - sink.rowCount, MOST);
    const cellsLeft = Math.min(sink.limits.cells - sink.cellCount, MOST);
    memory.set('LAST_NUMBER', sink.lastNumber);
    memory.set('ROWS_LEFT', rowsLeft);
    memory.set('CELLS_LEFT', cellsLeft);
    const most = this.#most;
    memory.set('MOST_RECORDED', most);
    const next = memory.scanRows(from, this.#limit);
    sink.lastNumber = memory.get('LAST_NUMBER');
    sink.rowCount += rowsLeft - memory.get('ROWS_LEFT');
    sink.cellCount += cellsLeft - memory.get('CELLS_LEFT');
    this.#maker.make(memory, bytes);
    this.paused = memory.get('RECORDED') >= most;
    if (this.paused) this.#most = Math.min(most * BATCH_GROWTH, layout.BATCH_INTEGERS);
    return next;
  }
}
