import type { WorkbookOptions } from '../workbook/workbook.ts';
import type { ReportWarning } from '../workbook/warnings.ts';

export interface AdditionalInformation {
  /** '' when the piece has no colon. */
  key: string;
  value: string;
}

/** One reported fact: a reporter, a concept and an amount. */
export interface ReportRow {
  /** Row of the sheet, from 1. */
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
  /** The detail as the cell has it. */
  rawDetail: string;
  /** Whole pesos; 0 when `amountStatus` is `empty` or `unreadable`. */
  amount: bigint;
  /** `rounded`: had decimals. `unreadable`: `rawAmount` is no number, and 0 is a placeholder, not a fact. */
  amountStatus: 'read' | 'rounded' | 'empty' | 'unreadable';
  /** The amount as the cell has it; '' when empty. */
  rawAmount: string;
  /** The column "Uso declaración Sugerida", with single spaces. */
  suggestedUse: string;
  /** Form 210 boxes named in `suggestedUse` (29 of "R29"), ascending, unique. */
  boxes: number[];
  /** Topes named in `suggestedUse`, ascending, unique. */
  topes: number[];
  additionalInformation: AdditionalInformation[];
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

export interface ParsedReport {
  layout: 'personal-report';
  sheet: string;
  /** Row of the column headers, from 1. */
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

export interface ParseReportOptions extends WorkbookOptions {
  /** Called after each chunk, not after each row. */
  onProgress?: ((progress: ParseProgress) => void) | undefined;
  /**
   * Receives the rows in batches, in order; they are then not kept. Reading waits for the returned promise. A damaged
   * file may hand over rows before it fails: apply them only once `parseReport` resolves.
   */
  onRows?: ((rows: ReportRow[]) => void | Promise<void>) | undefined;
}
