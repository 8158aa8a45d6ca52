export { WorkbookError, type WorkbookErrorCode } from './errors.ts';
export { defaultLimits, type WorkbookLimits } from './limits.ts';
export type { WorkbookSource } from './source/byte-source.ts';
export { type CellJson, rowJsonLine, toCellJson } from './workbook/cell-json.ts';
export { cellAddress, cellText, columnLetters, dateText, type Cell, type Row } from './workbook/cells.ts';
export type { ReportWarning } from './workbook/warnings.ts';
export {
  openWorkbook,
  type Sheet,
  type SheetState,
  type Workbook,
  type WorkbookOptions,
} from './workbook/workbook.ts';
export { parseReport } from './layouts/parse-report.ts';
export { parseDocument } from './layouts/parse-document.ts';
export {
  type BulkHeader,
  type BulkLayout,
  type BulkRecord,
  type BulkRow,
  type BulkSheet,
  isReport,
  type LayoutId,
  type ParsedBulkFile,
  type ParsedDocument,
  type ParseDocumentOptions,
  type Party,
  type PartyKind,
  type RowBatch,
} from './layouts/document-types.ts';
export type { NearLayout, SheetHeaders } from './layouts/recognition.ts';
export { isBulkXml } from './layouts/bulk/xml-probe.ts';
export { bulkFormat, bulkFormats } from './layouts/bulk/catalogue.ts';
export { mirrorOf } from './layouts/bulk/records.ts';
export { type BulkConcept, bulkConcept } from './layouts/bulk/concepts.ts';
export type { BulkFormat, FormatColumn, FormatVersion, Meaning, Mirror } from './layouts/bulk/format.ts';
export type {
  BulkMapping,
  ColumnReference,
  Mapping,
  ReportField,
  ReportMapping,
} from './layouts/mapped/mapping.ts';
export { checkMapping } from './layouts/mapped/mapping.ts';
export { MappingError, type MappingErrorCode } from './layouts/mapped/mapping-error.ts';
export type {
  AdditionalInformation,
  DocumentHints,
  FactSource,
  ParsedReport,
  ParseProgress,
  ParseReportOptions,
  ReportRow,
  Taxpayer,
  TaxpayerLayout,
  TopeNumber,
} from './layouts/types.ts';
export { type Amount, parseAmountText } from './values/amount.ts';
export { type Identification, nitCheckDigit, parseIdentification } from './values/nit.ts';
export { canonicalDetail } from './layouts/personal-report/details.ts';
