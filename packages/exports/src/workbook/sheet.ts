import { setImmediate } from 'node:timers/promises';
import type { stream, Worksheet } from 'exceljs';
import { type CellContent, text, writeCells } from './cells.ts';

type Workbook = stream.xlsx.WorkbookWriter;

export interface Column {
  readonly title: string;
  /** In characters. */
  readonly width: number;
  readonly wrap?: true;
}

const HEADER_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FF1F3A5F' } } as const;
const HEADER_FONT = { bold: true, color: { argb: 'FFFFFFFF' } } as const;
/** Rows written before others get their turn: a workbook of thousands takes a while. */
const ROWS_PER_TURN = 250;

/** A sheet of one table under a header that stays in sight, with a filter. */
export async function writeTable(
  workbook: Workbook,
  name: string,
  columns: readonly Column[],
  rows: Iterable<readonly CellContent[]>,
): Promise<void> {
  const sheet = workbook.addWorksheet(name, {
    views: [{ state: 'frozen', ySplit: 1, showGridLines: false }],
    pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  });
  setWidths(sheet, columns);
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } };
  writeHeader(
    sheet,
    1,
    columns.map(({ title }) => title),
  );
  let position = 1;
  for (const cells of rows) {
    position += 1;
    const row = sheet.getRow(position);
    writeCells(row, cells);
    columns.forEach(({ wrap }, index) => {
      if (wrap) row.getCell(index + 1).alignment = { wrapText: true, vertical: 'top' };
    });
    row.commit();
    if (position % ROWS_PER_TURN === 0) await setImmediate();
  }
  sheet.commit();
}

export function setWidths(sheet: Worksheet, columns: readonly Pick<Column, 'width'>[]): void {
  columns.forEach(({ width }, index) => {
    sheet.getColumn(index + 1).width = width;
  });
}

export function writeHeader(sheet: Worksheet, position: number, titles: readonly string[]): void {
  const row = sheet.getRow(position);
  writeCells(row, titles.map(text));
  titles.forEach((_title, index) => {
    const cell = row.getCell(index + 1);
    cell.font = HEADER_FONT;
    cell.fill = HEADER_FILL;
    cell.alignment = { vertical: 'middle', wrapText: true };
  });
  row.commit();
}
