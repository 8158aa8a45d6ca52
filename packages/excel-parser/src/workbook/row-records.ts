/*
 * How the scanner (`scanner/assembly`) records rows and cells: as numbers, so that writing them makes nothing for the garbage
 * collector to look at.
 */

/** Integers of a row: its number, how many cells follow. Even, so that the doubles behind lie where they must. */
export const ROW_INTEGERS = 2;
/**
 * Integers of a cell: its column and kind, a number of its own (style, index, identity of the text, truth), the start and
 * end of its bytes (of a number: in the digits), and a double.
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
