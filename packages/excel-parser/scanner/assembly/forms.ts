import { prefixLength } from './markup';
import { COLUMN_FORM_BYTES, COLUMN_FORMS, COLUMNS_WITH_FORMS, ROW_FORM } from './memory';

/*
 * Rows repeat what the rows before them say. What stands between a cell's reference and its value is kept of each column,
 * with what it means, and compared in words of eight bytes; only what differs is read letter by letter. The same bytes
 * mean the same because reading them looks at no others.
 */

/** Of a column: the start of its cells, how long it is; then two forms, the one learnt last before the other. */
const HEAD_LENGTH: usize = 8;
const FORM_A: usize = 16;
const FORM_B: usize = 72;
/** Of a form: its length (0 for none), type, style, and its bytes. */
const TYPE: usize = 4;
const STYLE: usize = 8;
const BYTES: usize = 16;
const FORM_BYTES: usize = 56;
/** More than `t="inlineStr"` with a style needs, and than Excel writes into a row's tag. */
const LONGEST: usize = 40;

/** `<c r="` */
const CELL_START: u64 = 0x223d7220633c;
const CELL_START_BYTES: u64 = 6;

/** Type and style of the form that fitted last. */
export let formType: u32 = 0;
export let formStyle: i32 = 0;

/** Makes the starts of cells, once. */
export function makeForms(): void {
  for (let column: i32 = 0; column < COLUMNS_WITH_FORMS; column += 1) {
    const form = COLUMN_FORMS + <usize>column * COLUMN_FORM_BYTES;
    const last = <u64>(0x41 + (column % 26));
    const first = <u64>(0x40 + column / 26);
    const letters = column < 26 ? last : first | (last << 8);
    store<u64>(form, CELL_START | (letters << (CELL_START_BYTES * 8)));
    store<u32>(form, column < 26 ? 7 : 8, HEAD_LENGTH);
  }
}

export function forgetForms(): void {
  store<u32>(ROW_FORM, 0);
  for (let column: i32 = 0; column < COLUMNS_WITH_FORMS; column += 1) {
    const form = COLUMN_FORMS + <usize>column * COLUMN_FORM_BYTES;
    store<u32>(form + FORM_A, 0);
    store<u32>(form + FORM_B, 0);
  }
}

/** @returns the position after the start of a cell of this column, up to its letters; 0 when something else stands here */
export function cellStart(at: usize, column: i32): usize {
  if (column >= COLUMNS_WITH_FORMS) return 0;
  const form = COLUMN_FORMS + <usize>column * COLUMN_FORM_BYTES;
  const length = load<u32>(form, HEAD_LENGTH);
  return (load<u64>(at) ^ load<u64>(form)) << (64 - <u64>length * 8) === 0 ? at + length : 0;
}

/** @returns the position after a form of this column; 0 when what stands here is none of them */
export function fittingForm(at: usize, column: i32): usize {
  const forms = COLUMN_FORMS + <usize>column * COLUMN_FORM_BYTES;
  let form = forms + FORM_A;
  let length = fits(at, form);
  if (length === 0) {
    form = forms + FORM_B;
    length = fits(at, form);
    if (length === 0) return 0;
  }
  formType = load<u32>(form, TYPE);
  formStyle = load<i32>(form, STYLE);
  return at + length;
}

/** Keeps the bytes between two positions as a form of the column. */
export function learnForm(column: i32, from: usize, to: usize, type: u32, style: i32): void {
  if (column >= COLUMNS_WITH_FORMS || to - from > LONGEST || prefixLength !== 0) return;
  const forms = COLUMN_FORMS + <usize>column * COLUMN_FORM_BYTES;
  memory.copy(forms + FORM_B, forms + FORM_A, FORM_BYTES);
  keep(forms + FORM_A, from, to);
  store<u32>(forms + FORM_A, type, TYPE);
  store<i32>(forms + FORM_A, style, STYLE);
}

/** @returns the position after what ended the last row's start tag; 0 when something else stands here */
export function fittingRowForm(at: usize): usize {
  const length = fits(at, ROW_FORM);
  return length === 0 ? 0 : at + length;
}

export function learnRowForm(from: usize, to: usize): void {
  if (to - from <= LONGEST && prefixLength === 0) keep(ROW_FORM, from, to);
}

function keep(form: usize, from: usize, to: usize): void {
  store<u32>(form, <u32>(to - from));
  memory.copy(form + BYTES, from, to - from);
}

/** @returns the length of the form when it stands here, or 0 */
function fits(at: usize, form: usize): usize {
  const length = load<u32>(form);
  let rest = <u64>length;
  let here = at;
  let word = form + BYTES;
  while (rest > 8) {
    if (load<u64>(here) !== load<u64>(word)) return 0;
    here += 8;
    word += 8;
    rest -= 8;
  }
  return rest !== 0 && (load<u64>(here) ^ load<u64>(word)) << (64 - rest * 8) === 0 ? length : 0;
}
