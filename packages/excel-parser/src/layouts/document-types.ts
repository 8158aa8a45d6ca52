import type { ReportWarning } from '../workbook/warnings.ts';
import type { WorkbookOptions } from '../workbook/workbook.ts';
import type { Mirror } from './bulk/format.ts';
import type { Mapping } from './mapped/mapping.ts';
import type {
  DocumentHints,
  ParsedReport,
  ParseProgress,
  ReportRow,
  Taxpayer,
  TaxpayerLayout,
} from './types.ts';

/** Layouts in which a company reports its third parties. */
export type BulkLayout = 'bulk-workbook' | 'bulk-xml' | 'mapped-bulk';

export type LayoutId = TaxpayerLayout | BulkLayout;

/**
 * Who a record is about.
 * - `minor-amounts`: NIT 222222222, under which small amounts of several people are added;
 * - `final-consumer`: 222222222222, the buyer of e-invoices who gave no name;
 * - `foreigner`: 444444001 to 444449000, people abroad without a NIT.
 */
export type PartyKind = 'identified' | 'minor-amounts' | 'final-consumer' | 'foreigner';

/** A third party as a record identifies it. */
export interface Party {
  /** CC, NIT, PAS…; 'OTHER' when the code is not known, '' when the cell is empty. */
  documentType: string;
  /** As written: DIAN's code ('31') or a label. */
  documentTypeLabel: string;
  /** Without check digit. */
  number: string;
  /** As written; null when there is none. */
  checkDigit: string | null;
  firstSurname: string;
  secondSurname: string;
  firstName: string;
  otherNames: string;
  companyName: string;
  /** The company's name, or surnames and names. */
  name: string;
  kind: PartyKind;
}

/** One record of a bulk format: a third party and a concept. */
export interface BulkRecord {
  /** Sheet, or name of the XML element. */
  sheet: string;
  /** Row of the sheet, or ordinal of the element, from 1. */
  row: number;
  format: string;
  /** Concept code; '' when the format has none. */
  concept: string;
  /** Of the concept, in Spanish; '' when it has no source. */
  conceptName: string;
  /** Null in formats without third party (1011). */
  party: Party | null;
  /** The one on whose behalf the money was received (1647). */
  secondParty: Party | null;
  /** What is neither party nor amount, by attribute, or by heading for columns without source. */
  texts: Map<string, string>;
  /** How many amounts it gives. Rows come in the order of their records, those of one record together. */
  rowCount: number;
}

/** One amount of a record. Zero and empty amounts give none. */
export interface BulkRow {
  sheet: string;
  row: number;
  /** Address of the amount ('M20'), or its place in the XML ('pagos[12]/@pago'). */
  cell: string;
  format: string;
  concept: string;
  conceptName: string;
  /** Whom the amount concerns: the second party when the money was received on its behalf. */
  party: Party | null;
  /** Attribute of the format's schema; null for a column without source. */
  attribute: string | null;
  heading: string;
  /** Whole pesos; 0 when `amountStatus` is `unreadable`. */
  amount: bigint;
  amountStatus: 'read' | 'rounded' | 'unreadable';
  rawAmount: string;
  /** What the amount means for `party`; null for a column without source. */
  mirror: Mirror | null;
}

/** A sheet, or an XML file, of one format. */
export interface BulkSheet {
  sheet: string;
  /** From 1; 0 in XML, which has none. */
  headerRow: number;
  format: string;
  formatName: string;
  /** As the file says it; null when it does not. */
  version: number | null;
  /** Whether the format's column list has no source, so that columns were judged by their headings. */
  unsourced: boolean;
  /** From 0 to 1: how well the columns are those of the format. */
  score: number;
  reasons: string[];
  recordCount: number;
  rowCount: number;
}

/** The header of DIAN's XML (`Cab`), as written. */
export interface BulkHeader {
  /** 1 = new, 2 = replacement. */
  submission: number | null;
  filingYear: number | null;
  shipment: string;
  sentAt: string;
  from: string;
  to: string;
  total: bigint | null;
  recordCount: number | null;
}

export interface ParsedBulkFile {
  layout: BulkLayout;
  sheets: BulkSheet[];
  /** Taxable year; null when neither the file nor the caller says it. */
  year: number | null;
  /** The company whose file it is, when a text above the table or the caller says it: DIAN's XML does not. */
  reporter: Taxpayer | null;
  header: BulkHeader | null;
  recordCount: number;
  rowCount: number;
  /** Empty when `onRows` was given, as `rows`. */
  records: BulkRecord[];
  rows: BulkRow[];
  warnings: ReportWarning[];
}

/** Any file that is read, told apart by `layout`. */
export type ParsedDocument = ParsedReport | ParsedBulkFile;

export type RowBatch =
  | { kind: 'report'; layout: TaxpayerLayout; rows: ReportRow[] }
  | { kind: 'bulk'; layout: BulkLayout; records: BulkRecord[]; rows: BulkRow[] };

export interface ParseDocumentOptions extends WorkbookOptions, DocumentHints {
  /** Which layouts are wanted. Default: all. */
  layouts?: readonly LayoutId[] | undefined;
  /** Reads a workbook of any other shape: which of its columns is which field. No layout is then looked for. */
  mapping?: Mapping | undefined;
  /** The name under which the file came, compared with what an XML says of itself. Default: that of the path. */
  fileName?: string | undefined;
  onProgress?: ((progress: ParseProgress) => void) | undefined;
  /** Receives rows in batches, in order; they are then not kept. As in `parseReport`, they count once it resolves. */
  onRows?: ((batch: RowBatch) => void | Promise<void>) | undefined;
}

/** Whether a document is about one taxpayer. */
export function isReport(document: ParsedDocument): document is ParsedReport {
  return 'taxpayer' in document;
}
