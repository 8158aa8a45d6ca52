export type { ReportedDocument, ReportedDraft, ResultsReport } from './report.ts';
export { writeResultsWorkbook } from './workbook/write-workbook.ts';
export { writeSummaryPdf } from './summary/write-summary.ts';
