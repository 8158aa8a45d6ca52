/*
 * The memory of the scanner. What both sides read or write stands at fixed places, which `src/workbook/scanner-code.ts`
 * tells the other side; the table of texts lies behind and grows.
 */

/** Integers that both sides read and write. */
export const LAST_NUMBER: usize = 0;
/** Rows and cells that may still come, and the highest number of a row. */
export const ROWS_LEFT: usize = 4;
export const CELLS_LEFT: usize = 8;
export const MOST_ROWS: usize = 12;
/** Columns that a row may have, and bytes that a text may have. */
export const COLUMNS: usize = 16;
export const TEXT_BYTES: usize = 20;
/** Shared strings that there are. */
export const SHARED_STRINGS: usize = 24;
/** Integers of records written, and bytes of digits. */
export const RECORDED: usize = 28;
export const DIGITS_WRITTEN: usize = 32;
/** Identities given to texts, and how often they were all taken back. */
export const TEXTS: usize = 36;
export const TEXTS_CLEARED: usize = 40;
/** Slots of the table of texts when it is made. */
export const FIRST_SLOTS: usize = 44;
/** The prefix of the sheet's elements with its colon: its length, then its bytes. */
export const PREFIX_LENGTH: usize = 48;
export const PREFIX: usize = 64;

/** Cells of one batch, about those of a chunk; those of its last row come on top. */
const BATCH_CELLS: usize = 8192;
const MOST_COLUMNS: usize = 16384;
const MOST_CELLS: usize = BATCH_CELLS + MOST_COLUMNS + 1;
const DIGITS_PER_CELL: usize = 16;

/** A record is two integers of a row, then six of each of its cells: see `src/workbook/row-records.ts`. */
export const ROW_BYTES: usize = 8;
export const CELL_BYTES: usize = 24;
export const RECORDS: usize = 1024;
export const RECORDS_FULL: usize = RECORDS + BATCH_CELLS * CELL_BYTES;
const RECORDS_END: usize = RECORDS + BATCH_CELLS * ROW_BYTES + MOST_CELLS * CELL_BYTES;
export const LAST_CELL: usize = RECORDS_END - CELL_BYTES;

/** An item is three integers: where its text starts, how long it is, and whether it has anything to resolve. */
export const ITEM_BYTES: usize = 12;
export const MOST_ITEMS: u32 = <u32>(RECORDS_END - RECORDS) / ITEM_BYTES;

export const DIGITS: usize = RECORDS_END;
export const DIGITS_END: usize = DIGITS + MOST_CELLS * DIGITS_PER_CELL;

/** What is scanned, and bytes that may be looked at beyond the last place without asking whether they are there. */
export const MARGIN: usize = 64;
export const INPUT: usize = (DIGITS_END + 15) & ~15;
export const INPUT_BYTES: usize = 320 * 1024;

const FIXED_END: usize = INPUT + INPUT_BYTES;
let end: usize = FIXED_END;

/** Gives back all that was allocated. */
export function freeAll(): void {
  end = FIXED_END;
}

/** @returns where so much memory is, with whatever is in it; 0 when there is none */
export function allocate(bytes: usize): usize {
  const start = end;
  const pages = (start + bytes + 0xffff) >>> 16;
  const missing = <i32>pages - memory.size();
  if (missing > 0 && memory.grow(missing) === -1) return 0;
  end = start + bytes;
  return start;
}
