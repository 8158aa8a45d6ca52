import { type ParsedReport, parseReport, type ReportRow } from '@accountia/excel-parser';
import { type Category, classify, summarize, type Summary } from '@accountia/tax-rules';

export interface ClassifiedRow extends ReportRow {
  readonly category: Category;
}

export interface ClassifiedReport extends Omit<ParsedReport, 'rows'> {
  readonly rows: readonly ClassifiedRow[];
  readonly summary: Summary;
}

/** Reads and classifies a report as the worker does, without storing anything. Throws WorkbookError. */
export async function readReport(file: string): Promise<ClassifiedReport> {
  const report = await parseReport(file);
  const rows = report.rows.map((row) => ({ ...row, category: classify(row).category }));
  return { ...report, rows, summary: summarize(rows) };
}
