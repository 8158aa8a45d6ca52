import { type Cell, columnLetters, dateText, type Row } from './cells.ts';

/** A cell in JSON: dates are ISO 8601 text, a failed formula is an object. */
export type CellJson = string | number | boolean | { error: string };

/** Numbers that JSON may hold as they are written in the file. */
const JSON_INTEGER = /^-?(?:0|[1-9]\d*)$/;

/** The cells of a row by their column's letters; empty ones are left out. */
export function toCellJson(row: Row): Record<string, CellJson> {
  const cells: Record<string, CellJson> = {};
  row.cells.forEach((cell, column) => {
    if (cell !== undefined) cells[columnLetters(column)] = cellJson(cell);
  });
  return cells;
}

/**
 * One line of JSON, `{"sheet":…,"row":…,"cells":{"A":…}}`, without its line end. Whole numbers keep all their digits, also
 * those that a double cannot hold: JSON has no limit on them.
 */
export function rowJsonLine(sheet: string, row: Row): string {
  let cells = '';
  row.cells.forEach((cell, column) => {
    if (cell === undefined) return;
    cells += `${cells === '' ? '' : ','}"${columnLetters(column)}":${cellLiteral(cell)}`;
  });
  return `{"sheet":${JSON.stringify(sheet)},"row":${row.number},"cells":{${cells}}}`;
}

function cellLiteral(cell: Cell): string {
  const exact = cell.kind === 'number' && !Number.isSafeInteger(cell.value) && JSON_INTEGER.test(cell.raw);
  return exact ? cell.raw : JSON.stringify(cellJson(cell));
}

function cellJson(cell: Cell): CellJson {
  switch (cell.kind) {
    case 'text':
      return cell.text;
    case 'date':
      return dateText(cell);
    case 'error':
      return { error: cell.code };
    case 'number':
    case 'boolean':
      return cell.value;
  }
}
