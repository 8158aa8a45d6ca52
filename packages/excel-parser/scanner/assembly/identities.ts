import { CELL_BYTES, CELLS, CELLS_END, CLEARED, NEW_CELLS } from './memory';

/*
 * What a row says of a cell: one integer, two bits of which tell where the cell is to be found. A cell that occurs again
 * has an identity, under which it is found from then on; it is recorded as new once. Others are new each time.
 */

/** Tables of cells, which `src/workbook/row-maker.ts` has too. 0 is no cell. */
const SHARED: u32 = 1;
const IDENTIFIED: u32 = 2;
const NEW: u32 = 3;

/** Kinds of new cells, likewise. */
export const NUMBER: u32 = 0;
export const LONG_NUMBER: u32 = 1;
export const PLAIN_TEXT: u32 = 2;
export const ERROR: u32 = 3;
export const BOOLEAN: u32 = 4;
export const LONG_TEXT: u32 = 5;
const KIND_BITS: u32 = 3;

/** Of the record of a new cell, behind its kind and style: its identity or -1; where its bytes start and end; its value. */
const IDENTITY: usize = 4;
const START: usize = 8;
const END: usize = 12;
const VALUE: usize = 16;
/** Of a text instead of a value: where it starts in its stretch and how long it is, as a string; then its stretch. */
const UNITS: usize = 20;
const STRETCH: usize = 24;
/** Where it is kept that it has an identity. */
const PLACE: usize = 28;

/** Identities given; they count from 0. */
let identities: u32 = 0;
/** Where the next new cell is recorded. */
let newCell: usize = CELLS;
/** Both, before the row at hand. */
let identitiesBefore: u32 = 0;
let newCellBefore: usize = CELLS;

export function sharedCell(index: u32): u32 {
  return (index << 2) | SHARED;
}

export function identifiedCell(identity: u32): u32 {
  return (identity << 2) | IDENTIFIED;
}

/** Whether there is no room for a new cell beside so many that may still become one. */
export function isBatchFull(listed: usize): bool {
  return newCell + listed * CELL_BYTES >= CELLS_END;
}

/**
 * Records a new cell, from the start to the end of its bytes (of a number: of its digits).
 * @param style -1 for none
 * @returns what the row says of it
 */
export function addCell(kind: u32, style: i32, start: usize, end: usize): u32 {
  const out = newCell;
  store<u32>(out, kind | ((<u32>(style + 1)) << KIND_BITS));
  store<i32>(out, -1, IDENTITY);
  store<u32>(out, <u32>start, START);
  store<u32>(out, <u32>end, END);
  newCell = out + CELL_BYTES;
  return ((<u32>((out - CELLS) / CELL_BYTES)) << 2) | NEW;
}

/** The value of the number that was added last. */
export function setValue(value: f64): void {
  store<f64>(newCell - CELL_BYTES, value, VALUE);
}

/**
 * Where the text that was added last stands: see `stretches.ts`.
 * @param stretch twice its number, and whether the text has anything to resolve
 */
export function setText(start: u32, units: u32, stretch: u32): void {
  store<u32>(newCell - CELL_BYTES, start, VALUE);
  store<u32>(newCell - CELL_BYTES, units, UNITS);
  store<u32>(newCell - CELL_BYTES, stretch, STRETCH);
}

/** Gives an identity to the cell that was added last. @returns what rows say of it */
export function identify(): u32 {
  const identity = identities;
  identities = identity + 1;
  store<u32>(newCell - CELL_BYTES, identity, IDENTITY);
  return identifiedCell(identity);
}

/**
 * Likewise while the row is not complete.
 * @param place where it is kept that there is an identity: made 0 when it is taken back
 */
export function identifyInRow(place: usize): u32 {
  store<u32>(newCell - CELL_BYTES, <u32>place, PLACE);
  return identify();
}

export function beginBatch(): void {
  newCell = CELLS;
}

export function endBatch(): void {
  store<u32>(NEW_CELLS, <u32>((newCell - CELLS) / CELL_BYTES));
}

export function beginRow(): void {
  identitiesBefore = identities;
  newCellBefore = newCell;
}

/** The row is given up, and what it brought anew with it. */
export function takeBackRow(): void {
  for (let cell = newCellBefore; cell < newCell; cell += CELL_BYTES) {
    if (load<i32>(cell, IDENTITY) !== -1) store<u32>(load<u32>(cell, PLACE), 0);
  }
  newCell = newCellBefore;
  identities = identitiesBefore;
}

/** Takes all identities back. */
export function clearIdentities(): void {
  identities = 0;
  store<u32>(CLEARED, load<u32>(CLEARED) + 1);
}
