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
/** Integers of rows recorded (of items: how many), cells recorded as new, and bytes of digits. */
export const RECORDED: usize = 28;
export const NEW_CELLS: usize = 32;
export const DIGITS_WRITTEN: usize = 36;
/** How often all identities were taken back. */
export const CLEARED: usize = 40;
/** Slots of the table of texts when it is made. */
export const FIRST_SLOTS: usize = 44;
/** Rows recorded, and stretches of new texts. */
export const ROWS: usize = 48;
export const STRETCHES: usize = 52;
/** Integers of rows after which no further row is begun: the other side may want less than there is room for. */
export const MOST_RECORDED: usize = 56;
/** The prefix of the sheet's elements with its colon: its length, then its bytes. */
export const PREFIX_LENGTH: usize = 60;
export const PREFIX: usize = 64;
/** What the look-ups of texts have touched: of no use to anybody. */
export const TOUCHED: usize = 124;

/** 1, 10, 100 … as far as eight digits reach. */
export const POWERS: usize = 128;
/** Where the stretches end: they are so long that there are few. */
export const STRETCH_ENDS: usize = 320;
/** The form of the last row's start tag, and of the last cells of each column: see `forms.ts`. */
export const ROW_FORM: usize = 256;
export const COLUMN_FORMS: usize = 512;
export const COLUMNS_WITH_FORMS: i32 = 64;
export const COLUMN_FORM_BYTES: usize = 128;
/** Whole numbers seen lately: see `numbers.ts`. */
export const NUMBERS: usize = COLUMN_FORMS + <usize>COLUMNS_WITH_FORMS * COLUMN_FORM_BYTES;
export const NUMBER_SETS: usize = 4096;
export const NUMBER_SET_BYTES: usize = 32;

/** Integers of one batch, about the rows of a chunk; those of its last row, and of one given up, come on top. */
export const BATCH_INTEGERS: u32 = 12288;
const MOST_COLUMNS: usize = 16384;
const DIGITS_PER_CELL: usize = 16;

/** Records of rows, and of new cells: see `src/workbook/row-maker.ts`. */
export const ROW_BYTES: usize = 8;
export const RECORDS: usize = NUMBERS + NUMBER_SETS * NUMBER_SET_BYTES;
const RECORDS_FULL: usize = RECORDS + <usize>BATCH_INTEGERS * 4;
const RECORDS_END: usize = RECORDS_FULL + ROW_BYTES * 2 + MOST_COLUMNS * 8;
export const CELL_BYTES: usize = 32;
export const CELLS: usize = RECORDS_END;
/** A row for which there is no room left, wide as it must be, is given up. */
const MOST_CELLS: usize = MOST_COLUMNS;
export const CELLS_END: usize = CELLS + MOST_CELLS * CELL_BYTES;

/** An item is three integers: where its text starts, how long it is, and whether it has anything to resolve. */
export const ITEM_BYTES: usize = 12;
export const MOST_ITEMS: u32 = <u32>(RECORDS_END - RECORDS) / ITEM_BYTES;

export const DIGITS: usize = CELLS + MOST_CELLS * CELL_BYTES;
export const DIGITS_END: usize = DIGITS + MOST_CELLS * DIGITS_PER_CELL;

/** New texts of a batch, all of which come from what is scanned. */
export const TEXTS: usize = (DIGITS_END + 15) & ~15;
export const INPUT_BYTES: usize = 320 * 1024;
const TEXTS_END: usize = TEXTS + INPUT_BYTES + 16;

/** Texts of a batch that are to be looked up: see `texts.ts`. */
export const TEXT_LIST: usize = TEXTS_END;
export const TEXT_LIST_BYTES: usize = 16;
const TEXT_LIST_END: usize = TEXT_LIST + MOST_CELLS * TEXT_LIST_BYTES;

/** What is scanned, and bytes that may be looked at beyond the last place without asking whether they are there. */
export const MARGIN: usize = 64;
export const INPUT: usize = TEXT_LIST_END;

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
