/**
 * Writes the workbooks that tests and samples need: personal reports with every quirk of the field, and files that must
 * be refused. All names, numbers and amounts are invented from a seed.
 */
export {
  type BrokenFile,
  brokenFile,
  brokenFiles,
  compoundFile,
  doctypeWorkbook,
  zipBomb,
} from './broken-files.ts';
export { type BulkRecordsOptions, type ExpectedAmount, inventBulkRecords } from './bulk-records.ts';
export { type BulkSheetOptions, type BulkWorkbook, buildBulkWorkbook } from './bulk-workbook.ts';
export { type BulkXml, type BulkXmlOptions, buildBulkXml } from './bulk-xml.ts';
export { buildInvoices, type InvoicesOptions } from './electronic-invoices.ts';
export {
  buildFormatSheets,
  buildWideReport,
  type ExpectedFact,
  type FormatSheetsOptions,
  type TaxpayerWorkbook,
  WIDE_AMOUNTS,
  WIDE_HEADINGS,
  type WideReportOptions,
} from './wide-report.ts';
export { type ReportConcept, reportConcept, reportConcepts } from './concepts.ts';
export {
  formatNit,
  groupThousands,
  inventCedula,
  inventCompanyName,
  inventNit,
  inventPersonName,
} from './people.ts';
export { buildPersonalReport, inventFacts, REPORT_HEADERS, writeAmount } from './personal-report.ts';
export { cellsTaxpayer, type ReportCells, reportFromCells } from './report-from-cells.ts';
export type { ExpectedReport, PersonalReport, PersonalReportOptions, ReportFact } from './report-types.ts';
export { createRandom, type Random } from './random.ts';
export {
  buildWorkbook,
  type CellInput,
  packWorkbook,
  type PartsInput,
  type RowInput,
  type SheetInput,
  type WorkbookInput,
} from './workbook-writer.ts';
export { writeZip, type ZipFile } from './zip-writer.ts';
