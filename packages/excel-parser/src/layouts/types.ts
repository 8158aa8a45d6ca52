import type { ReportWarning } from '../workbook/warnings.ts';
import type { WorkbookOptions } from '../workbook/workbook.ts';
import type { Mirror } from './bulk/format.ts';

export interface AdditionalInformation {
  /** '' when the piece has no colon. */
  key: string;
  value: string;
}

/** Where a fact of a wide or per-format report comes from, in DIAN's terms. */
export interface FactSource {
  /** Code of the bulk format, such as '1019'; '' when the row does not say it. */
  format: string;
  /** Concept code; '' when it has none. */
  concept: string;
  /** Attribute of the format's schema; null when the column is not one we have a source for. */
  attribute: string | null;
  /** Heading of the amount's column, as written. */
  heading: string;
  /** What the amount means for the taxpayer; null when its column is not known. */
  mirror: Mirror | null;
}

/** One reported fact: a reporter, a concept and an amount. */
export interface ReportRow {
  sheet: string;
  /** Row of the sheet, from 1. Several facts come from one row of the layouts that have a column for each. */
  row: number;
  /** Address of the amount, such as 'F20'. */
  cell: string;
  /** Who reports, without check digit; '' when the cell is empty. */
  reporterNit: string;
  reporterName: string;
  /** The id under which the taxpayer was reported. */
  reportedNumber: string;
  /** The name the reporter gave to the taxpayer. */
  reportedName: string;
  /**
   * What is reported, in DIAN's spelling when it is a known text: single spaces, usual capitals, lost letters restored,
   * without a leading "Certificado - ". Unknown texts only get their spaces collapsed.
   */
  detail: string;
  /** The detail as the cell has it; for a column of amounts, its heading. */
  rawDetail: string;
  /** Whole pesos; 0 when `amountStatus` is `empty` or `unreadable`. */
  amount: bigint;
  /** `rounded`: had decimals. `unreadable`: `rawAmount` is no number, and 0 is a placeholder, not a fact. */
  amountStatus: 'read' | 'rounded' | 'empty' | 'unreadable';
  /** The amount as the cell has it; '' when empty. */
  rawAmount: string;
  /** The column "Uso declaración Sugerida", with single spaces; '' in layouts that lack it. */
  suggestedUse: string;
  /** Form 210 boxes named in `suggestedUse` (29 of "R29"), ascending, unique. */
  boxes: number[];
  /** Topes named in `suggestedUse`, ascending, unique. */
  topes: number[];
  additionalInformation: AdditionalInformation[];
  /** Only in layouts with a column for each kind of amount. */
  source?: FactSource | undefined;
}

export type TopeNumber = '1' | '2' | '3' | '4' | '5';

export interface Taxpayer {
  /** CC, CE, NIT, TI, PAS, PPT…; 'OTHER' when the label is not known. */
  documentType: string;
  /** The document type as the report prints it. */
  documentTypeLabel: string;
  /** Without check digit. */
  number: string;
  /** '' when the report has none (with a warning). */
  name: string;
}

/** Layouts that say what third parties reported of one taxpayer. */
export type TaxpayerLayout =
  | 'personal-report'
  | 'wide-report'
  | 'format-sheets'
  | 'electronic-invoices'
  | 'mapped-report';

export interface ParsedReport {
  layout: TaxpayerLayout;
  /** The sheet read; the first one when the report has several. */
  sheet: string;
  /** Every sheet that rows were read from, in order. */
  sheets: string[];
  /** Row of the column headers in `sheet`, from 1; 0 when it has none. */
  headerRow: number;
  /** Taxable year (año gravable). */
  year: number;
  taxpayer: Taxpayer;
  /** When the report was made: ISO 8601 without a zone, in Colombian time. */
  reportedAt: string | null;
  /** Up to when reports of third parties are in it; as `reportedAt`. */
  cutoffAt: string | null;
  /** DIAN's own totals, in whole pesos. */
  topes: Partial<Record<TopeNumber, bigint>>;
  /** Number of rows, also when they were handed to `onRows`. */
  rowCount: number;
  /** Empty when `onRows` was given. */
  rows: ReportRow[];
  warnings: ReportWarning[];
}

export interface ParseProgress {
  phase: 'open' | 'rows';
  /** Rows of facts so far. */
  rows: number;
  /** Compressed bytes of the sheet read so far. */
  bytesRead: number;
  bytesTotal: number;
}

/** Facts that some layouts do not carry, and that the caller may know. What the file says itself counts more. */
export interface DocumentHints {
  year?: number | undefined;
  /** `documentType` as a code (CC) or a label (C. C.). */
  taxpayer?: { documentType: string; number: string; name: string } | undefined;
  /** Code of the bulk format, when neither the sheet's name nor its headings tell. */
  format?: string | undefined;
}

export interface ParseReportOptions extends WorkbookOptions, DocumentHints {
  /**
   * Which layouts are wanted; others are refused as `unknown_layout`. Default: the personal report alone. In the other
   * layouts one row of a sheet gives several facts, so that `cell`, and not `row`, identifies a fact.
   */
  layouts?: readonly TaxpayerLayout[] | undefined;
  /** Called after each chunk, not after each row. */
  onProgress?: ((progress: ParseProgress) => void) | undefined;
  /**
   * Receives the rows in batches, in order; they are then not kept. Reading waits for the returned promise. A damaged
   * file may hand over rows before it fails: apply them only once `parseReport` resolves.
   */
  onRows?: ((rows: ReportRow[]) => void | Promise<void>) | undefined;
}
