import { readAmount } from '../values/amount.ts';
import { readIdentification } from '../values/nit.ts';
import { collapseSpaces, fold } from '../values/text.ts';
import { cellText, type Row } from '../workbook/cells.ts';
import { type Heading, headingsOf } from './bulk/columns.ts';
import { FactChecks } from './fact-checks.ts';
import type { ReportSheetReader, SheetContext } from './layout.ts';
import { Melter } from './melt.ts';
import { taxpayerOf } from './subject.ts';
import type { AdditionalInformation, ReportRow } from './types.ts';

const TOTAL = /^(?:gran |sub ?)?total(?:es)?(?: general)?:?$/;

/** The columns that say of whom and what the amounts of a row are. */
export type SharedField =
  | 'format'
  | 'concept'
  | 'conceptName'
  | 'year'
  | 'reporterNit'
  | 'reporterName'
  | 'documentType'
  | 'reportedNumber'
  | 'checkDigit'
  | 'reportedName';

export interface MeltedSheet<Field extends string> {
  readonly header: Row;
  readonly columns: ReadonlyMap<Field | SharedField, number>;
  /** Columns that hold amounts. */
  readonly amounts: readonly Heading[];
  /** Columns whose headings do not tell: amounts where they hold numbers, descriptions where they do not. */
  readonly unsure: readonly Heading[];
  /** Columns that describe a fact, under their headings. */
  readonly others: readonly Heading[];
  /** The format, when the whole sheet is of one. */
  readonly format: string | undefined;
  /** Known columns that describe a fact, with the names under which they do. */
  readonly described: readonly (readonly [Field, string])[];
}

/** Reads a sheet with a column for each kind of amount: each amount that is not zero is a fact. */
export function openMeltedSheet<Field extends string>(
  sheet: MeltedSheet<Field>,
  context: SheetContext,
): ReportSheetReader {
  const { columns, header } = sheet;
  const amounts = [...sheet.amounts, ...sheet.unsure].sort((left, right) => left.at - right.at);
  const { preamble, subject } = context;
  const checks = new FactChecks(context.sheet, subject, context.warnings, { named: true });
  const unsure = new Set(sheet.unsure.map(({ at }) => at));
  const melter = new Melter(amounts, unsure, checks);
  const headings = headingsOf(header);
  const checked = {
    reporterNit: columns.get('reporterNit'),
    reportedNumber: columns.get('reportedNumber'),
    reportedName: columns.get('reportedName'),
    detail: undefined,
    amounts: new Set(amounts.map(({ at }) => at)),
  };
  subject.learn(preamble);
  const text = (row: Row, field: Field | SharedField): string => textAt(row, columns.get(field));
  const code = (row: Row, field: SharedField): string => text(row, field).replace(/\.0+$/, '');
  const cell = (row: Row, column: number | undefined): Row['cells'][number] =>
    column === undefined ? undefined : row.cells[column];

  const isFact = (row: Row, reporterNit: string): boolean => {
    // A note merged over the table stands in the first column too, and may hold digits ("Ley 2277 de 2022").
    const codes = [code(row, 'format'), code(row, 'concept')];
    if (/^\d{5,}$/.test(reporterNit) || codes.some((written) => /^\d{3,5}$/.test(written))) return true;
    return (
      !isTotalRow(row) && amounts.some(({ at }) => textAt(row, at) !== '') && !repeatsHeader(row, headings)
    );
  };

  const checkYear = (row: Row): void => {
    const year = /^(?:19|20)\d{2}/.exec(text(row, 'year'))?.[0];
    if (year === undefined) return;
    subject.year ??= Number(year);
    if (Number(year) === subject.year) return;
    checks.warn('other_year', row.number, columns.get('year'), { year, report: String(subject.year) });
  };

  const read = (row: Row): ReportRow[] => {
    const reporter = readIdentification(cell(row, checked.reporterNit));
    if (!isFact(row, reporter.number)) {
      leaveOut(row, headings, checks);
      return [];
    }
    const checkDigit = code(row, 'checkDigit');
    const identification = readIdentification(cell(row, checked.reportedNumber));
    const reported = checkDigit === '' ? identification : { ...identification, checkDigit };
    const reportedName = text(row, 'reportedName');
    if (!subject.taxpayer && reported.number !== '') {
      subject.taxpayer = taxpayerOf(text(row, 'documentType'), reported.number, reportedName);
    }
    checkYear(row);
    checks.checkRow(row, checked, { reporter, reported, reportedName });
    return melter.melt({
      row,
      sheet: context.sheet,
      format: sheet.format ?? code(row, 'format'),
      concept: code(row, 'concept'),
      conceptName: text(row, 'conceptName'),
      reporter,
      reporterName: text(row, 'reporterName'),
      reported,
      reportedName,
      additionalInformation: describe(row, sheet, text),
    });
  };
  return { kind: 'report', read, finish: () => undefined };
}

function describe<Field extends string>(
  row: Row,
  { described, others, unsure }: MeltedSheet<Field>,
  text: (row: Row, field: Field) => string,
): AdditionalInformation[] {
  return [
    ...described.map(([field, key]) => ({ key, value: text(row, field) })),
    ...[...others, ...unsure.filter(({ at }) => readAmount(row.cells[at]).status === 'unreadable')].map(
      (heading) => ({ key: heading.text, value: textAt(row, heading.at) }),
    ),
  ].filter(({ value }) => value !== '');
}

/** The columns that a layout has no field for. */
export function otherColumns(row: Row, columns: ReadonlyMap<string, number>): Heading[] {
  const known = new Set(columns.values());
  return headingsOf(row).filter(({ at }) => !known.has(at));
}

/** Mentions a row that is no fact: the header once more, a sum of others, or a note. Blank rows are nothing. */
export function leaveOut(row: Row, headings: readonly Heading[], checks: FactChecks): void {
  const first = firstFilled(row);
  if (first === undefined) return;
  const code = repeatsHeader(row, headings)
    ? 'header_repeated'
    : isTotalRow(row)
      ? 'total_row_ignored'
      : 'text_outside_table';
  checks.warn(code, row.number, first, { text: textAt(row, first).slice(0, 200) });
}

/** The first column that is not blank; undefined when all are. */
export function firstFilled(row: Row): number | undefined {
  const first = row.cells.findIndex((_cell, column) => textAt(row, column) !== '');
  return first === -1 ? undefined : first;
}

/** A cell's text with single spaces; '' when the column is absent or the cell empty. */
export function textAt(row: Row, column: number | undefined): string {
  return column === undefined ? '' : collapseSpaces(cellText(row.cells[column]) ?? '');
}

function isTotalRow(row: Row): boolean {
  return row.cells.some(
    (cell) => cell?.kind === 'text' && cell.text.length < 40 && TOTAL.test(fold(cell.text)),
  );
}

/** Sheets made of pages write their header again on each. */
function repeatsHeader(row: Row, headings: readonly Heading[]): boolean {
  const same = headings.filter(({ at, text }) => textAt(row, at) === text).length;
  return same > 2 && same * 2 > headings.length;
}
