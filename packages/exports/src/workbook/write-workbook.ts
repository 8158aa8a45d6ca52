import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import exceljs from 'exceljs';
import type { ResultsReport } from '../report.ts';
import { writeTable } from './sheet.ts';
import { writeSummarySheet } from './summary-sheet.ts';
import { factsTable, formTable, reviewTable, SHEETS, sourcesTable } from './tables.ts';

/**
 * The results as a workbook (.xlsx), in Spanish: summary, facts with the origin of their classification, Form 210, what
 * is behind each box, and what to review. Texts are text whatever they look like; formulas are ours alone.
 * Others get their turn while it is written.
 */
export async function writeResultsWorkbook(report: ResultsReport): Promise<Buffer> {
  const output = new PassThrough();
  const bytes = buffer(output);
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({
    stream: output,
    useStyles: true,
    // Inline texts would be a little larger; shared ones are what every reader handles.
    useSharedStrings: true,
  });
  workbook.creator = 'Accountia';
  workbook.created = report.generatedAt;
  workbook.modified = report.generatedAt;
  writeSummarySheet(workbook, report);
  for (const [name, table] of [
    [SHEETS.facts, factsTable(report)],
    [SHEETS.form, formTable(report)],
    [SHEETS.sources, sourcesTable(report)],
    [SHEETS.review, reviewTable(report)],
  ] as const) {
    await writeTable(workbook, name, table.columns, table.rows);
  }
  await workbook.commit();
  return await bytes;
}
