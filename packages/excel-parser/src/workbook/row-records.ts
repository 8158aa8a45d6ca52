/** Integers of a row: its number, how many cells follow. Even, so that the doubles behind lie where they must. */
export const ROW_INTEGERS = 2;
/**
 * Integers of a cell: its column and kind, a number of its own (style, index, identity of the text, truth), the start and
 * end of its bytes (of a number: in `digits`), and a double.
 */
export const CELL_INTEGERS = 6;
export const DOUBLE_OFFSET = 4;

/** Bits of a cell's first integer that are its kind; the rest is the column. */
export const KIND_BITS = 3;
export const KIND_MASK = 7;

/** A number of digits alone: its value and its length tell how it was written. */
export const wholeNumber = 0;
export const decimalNumber = 1;
/** A number whose value is to be read from its text. */
export const longNumber = 2;
export const sharedText = 3;
export const text = 4;
export const boolean = 5;
export const error = 6;

/** About so many cells are made at a time: few enough to be handed over while they are near the processor. */
const BATCH_CELLS = 2_048;
/** Columns of Excel. A row that has more is left to the tokenizer. */
const MOST_COLUMNS = 16_384;
/** Room for the digits of a cell, on the average of a row. */
const DIGITS_PER_CELL = 16;

/** Rows scanned and not yet made, as numbers: writing them makes nothing for the garbage collector to look at. */
export class RowRecords {
  readonly integers: Int32Array;
  /** The same memory. */
  readonly doubles: Float64Array;
  /**
   * All numbers as they are written, one after another, to be made a string at once: asking for the bytes of each takes
   * longer, and strings of the markup around them would be most of what the garbage collector has to do.
   */
  readonly digits: Buffer;
  digitsLength = 0;
  /** With so many integers no further row is begun. */
  readonly full = BATCH_CELLS * CELL_INTEGERS;
  /** The last place that has room for a cell. */
  readonly lastCell: number;
  /** Integers written. */
  length = 0;

  /** @param columns the most that a row may have */
  constructor(columns: number) {
    const cells = BATCH_CELLS + Math.min(columns, MOST_COLUMNS) + 1;
    const room = ROW_INTEGERS * BATCH_CELLS + cells * CELL_INTEGERS;
    this.integers = new Int32Array(room + (room & 1));
    this.doubles = new Float64Array(this.integers.buffer);
    this.digits = Buffer.alloc(cells * DIGITS_PER_CELL);
    this.lastCell = room - CELL_INTEGERS;
  }

  /** Completes the row whose cells reach up to `end`; one without any leaves nothing. */
  endRow(number: number, end: number): void {
    const start = this.length;
    if (end === start + ROW_INTEGERS) return;
    this.integers[start] = number;
    this.integers[start + 1] = (end - start - ROW_INTEGERS) / CELL_INTEGERS;
    this.length = end;
  }
}
