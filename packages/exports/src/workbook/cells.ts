import type { Cell, CellFormulaValue, Row } from 'exceljs';

/** Excel's own limit for the text of a cell. */
const MAX_TEXT = 32_767;
/** Excel keeps fifteen digits of a number: what is longer is written as text, whole. */
const MAX_NUMBER = 10n ** 15n;
const PESOS_FORMAT = '#,##0;[Red]-#,##0';
const TEXT_FORMAT = '@';

/** What XML 1.0 cannot hold: most control characters and halves of surrogate pairs. */
const UNWRITABLE = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
/** What a spreadsheet may take for a formula when somebody edits the cell or saves it as CSV. */
const LOOKS_LIKE_FORMULA = /^\s*[=+\-@\t\r]/;

/** What a cell shows. Nothing but `formula` becomes a formula, whatever a text looks like. */
export type CellContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'pesos'; readonly amount: bigint }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'formula'; readonly formula: string; readonly result: bigint };

export const text = (value: string): CellContent => ({ kind: 'text', text: value });
export const pesos = (amount: string | bigint): CellContent => ({ kind: 'pesos', amount: BigInt(amount) });
export const number = (value: number): CellContent => ({ kind: 'number', number: value });
/** `result` is what it gives now, for readers that do not calculate. Never made of reported texts. */
export const formula = (expression: string, result: bigint): CellContent => ({
  kind: 'formula',
  formula: expression,
  result,
});

export function writeCells(row: Row, contents: readonly CellContent[]): void {
  contents.forEach((content, index) => writeCell(row.getCell(index + 1), content));
}

function writeCell(cell: Cell, content: CellContent): void {
  switch (content.kind) {
    case 'text':
      writeText(cell, content.text);
      break;
    case 'number':
      cell.value = content.number;
      break;
    case 'pesos':
      writePesos(cell, content.amount);
      break;
    case 'formula': {
      const value: CellFormulaValue = {
        formula: content.formula,
        result: Number(content.result),
        date1904: false,
      };
      cell.value = value;
      cell.numFmt = PESOS_FORMAT;
    }
  }
}

function writeText(cell: Cell, value: string): void {
  if (value === '') return;
  const writable = value.replace(UNWRITABLE, '\uFFFD');
  cell.value = writable.length > MAX_TEXT ? `${writable.slice(0, MAX_TEXT - 1)}…` : writable;
  // A cell in the format of text stays text, also after somebody has edited it.
  if (LOOKS_LIKE_FORMULA.test(writable)) cell.numFmt = TEXT_FORMAT;
}

function writePesos(cell: Cell, amount: bigint): void {
  if (amount > -MAX_NUMBER && amount < MAX_NUMBER) {
    cell.value = Number(amount);
    cell.numFmt = PESOS_FORMAT;
    return;
  }
  cell.value = String(amount);
  cell.numFmt = TEXT_FORMAT;
  cell.alignment = { horizontal: 'right' };
}
