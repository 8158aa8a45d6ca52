import { WorkbookError } from '../errors.ts';
import { headingKey } from '../values/heading.ts';
import { collapseSpaces, foldedEquals } from '../values/text.ts';
import type { Row } from '../workbook/cells.ts';
import type { Workbook } from '../workbook/workbook.ts';
import { bulkFormats } from './bulk/catalogue.ts';
import type { LayoutId } from './document-types.ts';
import { type Layout, RECOGNISED, type Recognition, type SheetContext } from './layout.ts';
import { layouts } from './registry.ts';

/** A report ends its preamble well before this; a sheet without a header by then is another kind of sheet. */
export const MAX_HEADER_ROW = 1_000;

const MAX_SHEETS_SHOWN = 10;
const MAX_ROWS_SHOWN = 5;
const MAX_CELLS_SHOWN = 25;
const MAX_TEXT_SHOWN = 60;
const MAX_LAYOUTS_SHOWN = 3;

export interface Recognised extends Recognition {
  readonly layout: Layout;
}

/** Shows a row to every layout. @returns the one it is the header of, undefined when it is of none */
export function recognise(row: Row, context: SheetContext): Recognised | undefined {
  let best: Recognised | undefined;
  for (const layout of layouts) {
    const recognition = layout.recognise(row, context);
    if (!recognition || recognition.score < RECOGNISED) continue;
    if (!best || recognition.score > best.score) best = { ...recognition, layout };
    if (best.score >= 1) break;
  }
  return best;
}

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

/** How near an unknown sheet comes to something that is known. */
export interface NearLayout {
  layout: LayoutId;
  /** Of a bulk format; '' for the others. */
  format: string;
  /** From 0 to 1: the share of its headings that were seen. */
  score: number;
  matched: number;
  of: number;
  missing: string[];
}

/** Layouts and formats by the share of their headings among texts. */
export function nearestLayouts(texts: readonly string[]): NearLayout[] {
  const keys = [...new Set(texts.map(headingKey))].filter((key) => key !== '');
  const known = [
    ...layouts
      .filter(({ id }) => id !== 'bulk-workbook')
      .map(({ id, headings }) => ({
        layout: id,
        format: '',
        headings: headings.map((heading) => [heading]),
      })),
    ...bulkFormats
      .filter(({ unsourced }) => !unsourced)
      .map(({ code, columns }) => ({
        layout: 'bulk-workbook' as const,
        format: code,
        headings: columns.map(({ heading, also, attribute }) => [heading, ...also, attribute]),
      })),
  ];
  return known
    .map(({ layout, format, headings }): NearLayout => {
      const missing = headings.filter(
        (spellings) => !spellings.map(headingKey).some((wanted) => isAmong(keys, wanted)),
      );
      const matched = headings.length - missing.length;
      return {
        layout,
        format,
        score: Math.round((matched / headings.length) * 100) / 100,
        matched,
        of: headings.length,
        missing: missing.map(([heading]) => heading ?? ''),
      };
    })
    .filter(({ matched }) => matched > 0)
    .sort((left, right) => right.score - left.score || right.matched - left.matched)
    .slice(0, MAX_LAYOUTS_SHOWN);
}

function isAmong(keys: readonly string[], wanted: string): boolean {
  return keys.some((key) => foldedEquals(key, wanted));
}

/** The error for a workbook in which no layout was recognised, saying what was seen and what it resembles. */
export function unknownLayout(sheets: readonly SheetHeaders[]): WorkbookError {
  const near = nearestLayouts(sheets.flatMap(({ headers }) => headers.flatMap((header) => header.texts)));
  return new WorkbookError(
    'unknown_layout',
    'The workbook has no sheet with the columns of a known report. A mapping can say which column is which.',
    { sheets: sheets.slice(0, MAX_SHEETS_SHOWN), nearest: near[0] ?? null, layouts: near },
  );
}

/** The error for a workbook that is known, but not one of those wanted. */
export function unwantedLayout(
  recognised: { layout: LayoutId; sheet: string; score: number; reasons: readonly string[] },
  wanted: readonly LayoutId[],
): WorkbookError {
  return new WorkbookError(
    'unknown_layout',
    `The workbook is of the layout ${recognised.layout}; wanted: ${wanted.join(', ')}.`,
    { sheets: [], nearest: null, layouts: [], recognised, wanted },
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
