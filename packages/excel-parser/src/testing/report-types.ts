import type { SheetInput } from './workbook-writer.ts';

/** A fact to write into a report. */
export interface ReportFact {
  reporterNit: string;
  reporterName: string;
  /** Default: the taxpayer's. */
  reportedNumber?: string | undefined;
  /** Default: the taxpayer's. */
  reportedName?: string | undefined;
  detail: string;
  /** Whole pesos. */
  amount: bigint;
  suggestedUse: string;
  boxes: readonly number[];
  topes: readonly number[];
  additionalInformation?: string | undefined;
}

export interface PersonalReportOptions {
  /** Chooses all that the other options leave open. Default 1. */
  seed?: number | undefined;
  /** Default 2025. */
  year?: number | undefined;
  taxpayer?: { documentTypeLabel: string; documentType: string; number: string; name: string } | undefined;
  /** The facts, or how many to invent (default 20). */
  facts?: number | readonly ReportFact[] | undefined;
  /** DIAN's totals by tope; `false` writes none. Default: invented. */
  topes?: Readonly<Record<string, bigint>> | false | undefined;
  /** Row of the column headers, at least 10. Default 14. */
  headerRow?: number | undefined;
  /** Where the topes stand. Default 'top'. */
  topesAt?: 'above' | 'top' | 'bottom' | undefined;
  /** Namespace prefix of the XML. Default 'x', as DIAN's generator writes. */
  prefix?: string | undefined;
  strings?: 'shared' | 'inline' | undefined;
  /** Default true; false leaves out `r="A1"` of cells. */
  references?: boolean | undefined;
  /** Default 'stale': A1:H15, whatever the rows are. */
  dimension?: 'stale' | 'exact' | 'none' | undefined;
  yearAs?: 'text' | 'number' | undefined;
  /** Write some amounts as text, in the shapes seen. */
  textAmounts?: boolean | undefined;
  /** Write some NITs as text, grouped, or with check digit. */
  textNits?: boolean | undefined;
  /** Lose the Ñ and accented letters of some reporters' names. */
  replacementCharacters?: boolean | undefined;
  /** Write some details in capitals, with doubled or no-break spaces, or as "Certificado - …". */
  messyDetails?: boolean | undefined;
  /** Texts below the table, in column A. */
  notes?: readonly string[] | undefined;
  /** Sheets beside the report, after it. */
  otherSheets?: readonly SheetInput[] | undefined;
  reportedAt?: string | undefined;
  cutoffAt?: string | undefined;
}

/** What a reader must find in the report, known by construction. */
export interface ExpectedReport {
  fileName: string;
  year: number;
  taxpayer: { documentType: string; documentTypeLabel: string; number: string; name: string };
  topes: Record<string, bigint>;
  headerRow: number;
  rowCount: number;
  rows: {
    row: number;
    reporterNit: string;
    detail: string;
    amount: bigint;
    boxes: number[];
    topes: number[];
  }[];
}

export interface PersonalReport {
  bytes: Buffer;
  expected: ExpectedReport;
}
