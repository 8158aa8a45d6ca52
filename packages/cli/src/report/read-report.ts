import {
  type BulkRecord,
  type BulkRow,
  isReport,
  type ParsedBulkFile,
  type ParsedReport,
  parseDocument,
  type ParseDocumentOptions,
  type ReportRow,
} from '@accountia/excel-parser';
import { type Category, classify, summarize, type Summary } from '@accountia/tax-rules';

export interface ClassifiedRow extends ReportRow {
  readonly category: Category;
}

/** What third parties reported of one taxpayer. */
export interface ClassifiedReport extends Omit<ParsedReport, 'rows'> {
  readonly kind: 'report';
  readonly rows: readonly ClassifiedRow[];
  readonly summary: Summary;
}

/** What a company reports of its third parties. */
export interface BulkFile extends Omit<ParsedBulkFile, 'rows' | 'records'> {
  readonly kind: 'bulk';
  readonly rows: readonly BulkRow[];
  readonly records: readonly BulkRecord[];
}

/** Reads a file of any layout, and classifies it as the worker does when it is a report. Stores nothing. */
export async function readDocument(
  file: string,
  options: ParseDocumentOptions,
): Promise<ClassifiedReport | BulkFile> {
  const document = await parseDocument(file, options);
  if (!isReport(document)) return { ...document, kind: 'bulk' };
  const rows = document.rows.map((row) => ({ ...row, category: classify(row).category }));
  return { ...document, kind: 'report', rows, summary: summarize(rows) };
}
