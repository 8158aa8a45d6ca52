import { headingKey } from '../../values/heading.ts';
import { cellAddress, type Row } from '../../workbook/cells.ts';
import type { WarningLog } from '../../workbook/warnings.ts';
import type { BulkSheetReader, Layout, Recognition, SheetContext } from '../layout.ts';
import { bulkFormat, bulkFormats, versionOf } from './catalogue.ts';
import { headingsOf, type HeaderMatch, matchHeader, mayBeHeader } from './columns.ts';
import type { BulkFormat } from './format.ts';
import { RecordReader } from './records.ts';

/** What the name of a format adds to the evidence of its columns. */
const NAMED = 0.3;
/** Formats that come closer than this are not told apart by their columns. */
const MARGIN = 0.02;

interface Candidate extends HeaderMatch {
  readonly named: boolean;
}

/**
 * Bulk formats in a workbook: one third party a row, under DIAN's headings or the attribute names of its schema. Known
 * by its columns; of formats with the same columns (1008 and 1009 by attribute names), by the sheet's name, a text above
 * the table that says "Formato 1008", or the caller.
 */
export const bulkWorkbook: Layout = {
  id: 'bulk-workbook',
  headings: ['Concepto', 'Tipo de documento', 'Número de identificación', 'Primer apellido', 'Razón social'],
  joins: ['bulk-workbook'],
  recognise(row: Row, context: SheetContext): Recognition | undefined {
    const headings = headingsOf(row);
    if (!mayBeHeader(headings)) return undefined;
    // Who reports is a column: the sheet is about one taxpayer, not a company's file.
    if (
      headings.some(
        ({ text }) => /\binformante$/.test(headingKey(text)) && headingKey(text) !== 'entidad informante',
      )
    ) {
      return undefined;
    }
    const match = bestFormat(row, context);
    if (!match) return undefined;
    return {
      score: match.score,
      reasons: match.named ? [...match.reasons, 'named as such'] : match.reasons,
      open: () => openBulkSheet(row, match, context),
    };
  },
};

function bestFormat(row: Row, context: SheetContext): Candidate | undefined {
  const named = namedFormat(context);
  const candidates = bulkFormats
    .flatMap((format): Candidate[] => {
      // Without a source for its columns, only its name tells a format.
      if (format.unsourced && format.code !== named) return [];
      const match = matchHeader(row, format);
      if (!match) return [];
      const isNamed = format.code === named;
      return [{ ...match, named: isNamed, score: Math.min(1, match.score + (isNamed ? NAMED : 0)) }];
    })
    // Between equals the name decides, also where it cannot add to a full score.
    .sort((left, right) => right.score - left.score || Number(right.named) - Number(left.named));
  const [best, second] = candidates;
  if (best && second && !best.named && best.score - second.score < MARGIN) return undefined;
  return best;
}

/** The format that the caller, the sheet's name or the text above the table names. */
function namedFormat({ hints, sheet, preamble }: SheetContext): string | undefined {
  const inName = /(?:^|\D)0?(\d{4})(?!\d)/.exec(sheet)?.[1] ?? '';
  return [hints.format ?? '', inName, preamble.format?.code ?? '']
    .map((code) => bulkFormat(code)?.code)
    .find((code) => code !== undefined);
}

function openBulkSheet(header: Row, match: Candidate, context: SheetContext): BulkSheetReader {
  const { sheet, warnings, preamble, subject } = context;
  const { format, columns } = match;
  subject.learn(preamble);
  const version = preamble.format?.version ?? null;
  warnOfColumns(header, match, sheet, warnings);
  checkVersion(format, version, subject.resolvedYear(), { sheet }, warnings);
  const place = (row: number, { at }: { at: number }): string => cellAddress(at, row);
  const reader = new RecordReader({ sheet, format, columns, place }, warnings);
  return {
    kind: 'bulk',
    read: (row) => reader.read(row.number, ({ at }) => row.cells[at]),
    finish: () => ({
      sheet,
      headerRow: header.number,
      format: format.code,
      formatName: format.name,
      version,
      unsourced: format.unsourced,
      score: match.score,
      reasons: [...match.reasons],
    }),
  };
}

function warnOfColumns(header: Row, match: HeaderMatch, sheet: string, warnings: WarningLog): void {
  const { format, columns } = match;
  for (const { at, heading, definition, holds } of columns) {
    if (definition !== null) continue;
    const details = { sheet, heading: heading.slice(0, 100), format: format.code, readAs: holds };
    warnings.add({
      code: 'column_unknown',
      row: header.number,
      cell: cellAddress(at, header.number),
      details,
    });
  }
  if (format.unsourced) warnings.add({ code: 'format_unsourced', details: { sheet, format: format.code } });
}

/** Warns when a file says another version than the one of its year. */
export function checkVersion(
  format: BulkFormat,
  version: number | null,
  year: number | undefined,
  place: Record<string, string>,
  warnings: WarningLog,
): void {
  const expected = year === undefined ? undefined : versionOf(format, year);
  if (version === null || !expected || expected.unsure || expected.version === version) return;
  warnings.add({
    code: 'format_version',
    details: { ...place, format: format.code, version, expected: expected.version, year: year ?? 0 },
  });
}
