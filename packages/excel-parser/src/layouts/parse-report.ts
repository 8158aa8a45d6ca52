import type { WorkbookSource } from '../source/byte-source.ts';
import { openWorkbook } from '../workbook/workbook.ts';
import { DocumentReader } from './document-reader.ts';
import { isReport } from './document-types.ts';
import { unwantedLayout } from './recognition.ts';
import type { ParsedReport, ParseReportOptions, TaxpayerLayout } from './types.ts';

const DEFAULT_LAYOUTS: readonly TaxpayerLayout[] = ['personal-report'];

/**
 * Reads a report of what third parties told DIAN about a taxpayer. The sheet and its columns are recognised by content.
 * @param source the workbook's bytes, or its path
 * @returns the taxpayer, the year, DIAN's topes and one row per reported fact, with warnings for all that was decided
 * @throws WorkbookError for files that are no sound workbook, hold no wanted layout (`unknown_layout`) or lack the year
 * or the taxpayer's number (`incomplete_report`)
 */
export async function parseReport(
  source: WorkbookSource,
  options: ParseReportOptions = {},
): Promise<ParsedReport> {
  const { onRows } = options;
  const wanted = options.layouts ?? DEFAULT_LAYOUTS;
  const workbook = await openWorkbook(source, options);
  try {
    const document = await new DocumentReader(workbook, {
      ...options,
      layouts: wanted,
      onRows: onRows && ((batch) => (batch.kind === 'report' ? onRows(batch.rows) : undefined)),
    }).read();
    if (isReport(document)) return document;
    throw unwantedLayout({ layout: document.layout, sheet: '', score: 1, reasons: [] }, wanted);
  } finally {
    await workbook.close();
  }
}
