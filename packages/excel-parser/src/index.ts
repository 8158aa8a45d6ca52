export { WorkbookError, type WorkbookErrorCode } from './errors.ts';
export { defaultLimits, type WorkbookLimits } from './limits.ts';
export type { WorkbookSource } from './source/byte-source.ts';
export { cellAddress, cellText, type Cell, type Row } from './workbook/cells.ts';
export type { ReportWarning } from './workbook/warnings.ts';
export { openWorkbook, type Sheet, type Workbook, type WorkbookOptions } from './workbook/workbook.ts';
export { parseReport } from './layouts/parse-report.ts';
export type {
  AdditionalInformation,
  ParsedReport,
  ParseProgress,
  ParseReportOptions,
  ReportRow,
  Taxpayer,
  TopeNumber,
} from './layouts/types.ts';
export { type Amount, parseAmountText } from './values/amount.ts';
export { type Identification, nitCheckDigit, parseIdentification } from './values/nit.ts';
export { canonicalDetail } from './layouts/personal-report/details.ts';
