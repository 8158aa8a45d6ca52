import { WorkbookError } from '../errors.ts';
import { collapseSpaces, foldedEquals, foldLabel } from '../values/text.ts';
import type { Row } from '../workbook/cells.ts';
import type { Workbook } from '../workbook/workbook.ts';
import { headerLabels } from './personal-report/columns.ts';

/** A report ends its preamble well before this; a sheet without a header by then is another kind of sheet. */
export const MAX_HEADER_ROW = 1_000;

const MAX_SHEETS_SHOWN = 10;
const MAX_ROWS_SHOWN = 5;
const MAX_CELLS_SHOWN = 25;
const MAX_TEXT_SHOWN = 60;

/** Shapes that people do upload, to name the closest one. Only `supported` ones are read. */
const layouts: readonly { id: string; supported: boolean; headers: readonly string[] }[] = [
  {
    id: 'personal-report',
    supported: true,
    headers: Object.values(headerLabels).map((spellings) => spellings[0]),
  },
  {
    id: 'wide-report',
    supported: false,
    headers: [
      'codigodeformato',
      'nombredelformato',
      'codigoconcepto',
      'nombreconcepto',
      'anovigencia',
      'nit',
      'reportadocomo',
    ],
  },
  {
    id: 'electronic-invoices',
    supported: false,
    headers: [
      'identificacionemisorfactura',
      'nombreemisorfactura',
      'fechaemision',
      'valorfacturado',
      'mediosdepago',
      'cufe',
    ],
  },
];

export interface SheetHeaders {
  name: string;
  /** The rows with most texts among the first of the sheet, as candidates for its header. */
  headers: { row: number; texts: string[] }[];
}

/** Keeps, of the rows of a sheet without known header, those that look most like one. */
export class HeaderCandidates {
  #rows: { row: number; texts: string[] }[] = [];

  add(row: Row): void {
    const texts: string[] = [];
    for (const cell of row.cells) {
      // Numbers are facts of somebody; headers are words.
      const text = cell?.kind === 'text' ? collapseSpaces(cell.text) : '';
      if (text !== '' && !/\d{5,}/.test(text) && texts.length < MAX_CELLS_SHOWN)
        texts.push(text.slice(0, MAX_TEXT_SHOWN));
    }
    if (texts.length < 2) return;
    this.#rows.push({ row: row.number, texts });
    this.#rows.sort((left, right) => right.texts.length - left.texts.length || left.row - right.row);
    this.#rows.length = Math.min(this.#rows.length, MAX_ROWS_SHOWN);
  }

  list(): { row: number; texts: string[] }[] {
    return this.#rows;
  }
}

/** The error for a workbook in which no layout was recognised, saying what was seen and what it resembles. */
export function unknownLayout(sheets: SheetHeaders[]): WorkbookError {
  const texts = sheets.flatMap(({ headers }) => headers.flatMap((header) => header.texts)).map(foldLabel);
  const nearest = layouts
    .map(({ id, supported, headers }) => {
      const missing = headers.filter((header) => !texts.some((text) => foldedEquals(text, header)));
      return { layout: id, supported, matched: headers.length - missing.length, of: headers.length, missing };
    })
    .sort((left, right) => right.matched / right.of - left.matched / left.of)[0];
  return new WorkbookError(
    'unknown_layout',
    'The workbook has no sheet with the columns of a known report.',
    {
      sheets: sheets.slice(0, MAX_SHEETS_SHOWN),
      nearest: nearest && nearest.matched > 0 ? nearest : null,
    },
  );
}

/** Sheets in the order in which a report is looked for: those that can be seen first. */
export function sheetsToSearch(workbook: Workbook): number[] {
  const rank = (hidden: boolean): number => (hidden ? 1 : 0);
  return [...workbook.sheets]
    .sort((left, right) => rank(left.hidden) - rank(right.hidden) || left.index - right.index)
    .map(({ index }) => index);
}

/** The text of a sheet's name for messages and results. */
export function sheetName(workbook: Workbook, index: number): string {
  return workbook.sheets[index]?.name ?? '';
}
