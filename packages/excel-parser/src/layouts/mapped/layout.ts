import { cellAddress, type Row } from '../../workbook/cells.ts';
import { bulkFormat } from '../bulk/catalogue.ts';
import { headingsOf, type SheetColumn } from '../bulk/columns.ts';
import type { BulkFormat } from '../bulk/format.ts';
import { RecordReader } from '../bulk/records.ts';
import type { Recogniser } from '../document-reader.ts';
import type { BulkSheetReader, Layout, ReportSheetReader, SheetContext, SheetReader } from '../layout.ts';
import type { ReportColumns } from '../personal-report/columns.ts';
import { RowReader } from '../personal-report/rows.ts';
import { MappingError } from './mapping-error.ts';
import { type Mapping, type ResolvedColumn, resolveColumns, type Wanted } from './mapping.ts';

const layoutOf = (id: 'mapped-report' | 'mapped-bulk'): Layout => ({
  id,
  headings: [],
  joins: [],
  recognise: () => undefined,
});

const mappedReport = layoutOf('mapped-report');
const mappedBulk = layoutOf('mapped-bulk');

/**
 * Recognises the header by the caller's word instead of a layout's.
 * @param wanted the mapping's columns, from `checkMapping`
 * @param sheet the name of the sheet to read; undefined = the first one that has the headings
 */
export function mappedRecogniser(
  mapping: Mapping,
  wanted: readonly Wanted[],
  sheet: string | undefined,
): Recogniser {
  return (row, context) => {
    if (sheet !== undefined && context.sheet !== sheet) return undefined;
    const { headerRow } = mapping;
    if (headerRow !== undefined && row.number < headerRow) return undefined;
    const isHeader = headerRow === undefined || row.number === headerRow;
    const headings = isHeader ? headingsOf(row) : [];
    const { columns, missing } = resolveColumns(wanted, headings, row.cells.length);
    if (missing.length > 0) {
      if (headerRow === undefined) return undefined;
      throw new MappingError(
        'mapping_header_missing',
        `Row ${headerRow} lacks mapped headings: ${missing.join(', ')}.`,
        {
          missing,
          sheet: context.sheet,
          row: headerRow,
          seen: headings.map(({ text }) => text.slice(0, 60)),
        },
      );
    }
    return {
      layout: mapping.as === 'report' ? mappedReport : mappedBulk,
      score: 1,
      reasons: ['the caller mapped its columns'],
      // Below headings that are not there the first row is a fact already.
      headless: !isHeader,
      open: (): SheetReader =>
        mapping.as === 'report'
          ? openReport(columns, context)
          : openBulk(isHeader ? row.number : 0, columns, bulkFormat(mapping.format)!, context),
    };
  };
}

function openReport(columns: readonly ResolvedColumn[], context: SheetContext): ReportSheetReader {
  const at = (field: string): number | undefined => columns.find((column) => column.field === field)?.at;
  const { preamble, subject } = context;
  subject.learn(preamble);
  const resolved: ReportColumns = {
    reporterNit: at('reporterNit'),
    reporterName: at('reporterName'),
    reportedNumber: at('reportedNumber'),
    reportedName: at('reportedName'),
    detail: at('detail')!,
    amount: at('amount')!,
    suggestedUse: at('suggestedUse'),
    additionalInformation: at('additionalInformation'),
  };
  const reader = new RowReader(resolved, context);
  return {
    kind: 'report',
    read(row: Row) {
      const fact = reader.read(row);
      return fact ? [fact] : [];
    },
    finish: () => undefined,
  };
}

function openBulk(
  headerRow: number,
  columns: readonly ResolvedColumn[],
  format: BulkFormat,
  context: SheetContext,
): BulkSheetReader {
  const { sheet, warnings, preamble, subject } = context;
  subject.learn(preamble);
  const sheetColumns = columns.map(({ field, at, heading }): SheetColumn => {
    const definition = format.columns.find(({ attribute }) => attribute === field) ?? null;
    return {
      at,
      heading: heading || (definition?.heading ?? ''),
      definition,
      holds: definition?.kind ?? 'money',
    };
  });
  const place = (row: number, { at }: SheetColumn): string => cellAddress(at, row);
  const reader = new RecordReader({ sheet, format, columns: sheetColumns, place }, warnings);
  return {
    kind: 'bulk',
    read: (row) => reader.read(row.number, ({ at }) => row.cells[at]),
    finish: () => ({
      sheet,
      headerRow,
      format: format.code,
      formatName: format.name,
      version: null,
      unsourced: format.unsourced,
      score: 1,
      reasons: ['the caller mapped its columns'],
    }),
  };
}
