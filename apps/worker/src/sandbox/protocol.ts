import type { ParsedReport } from '@accountia/excel-parser';
import type { NewEntry } from '@accountia/db';

/** What crosses between the worker's main thread and a parsing thread. Bytes are transferred, not copied. */
export interface ParseRequest {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A row of the report with its classification: an entry but for `additional_information`'s storage form. */
export type ParsedEntry = NewEntry;

export type ParsedReportHead = Omit<ParsedReport, 'rows'>;

export interface ParseProgress {
  readonly rows: number;
  /** 0 to 1. */
  readonly share: number;
}

export type ParseReply =
  | ({ readonly kind: 'progress' } & ParseProgress)
  | { readonly kind: 'entries'; readonly entries: ParsedEntry[] }
  | { readonly kind: 'done'; readonly report: ParsedReportHead }
  | {
      readonly kind: 'failed';
      /** `workbook`: the file is at fault; `unexpected`: we are. */
      readonly fault: 'workbook' | 'unexpected';
      readonly code: string;
      readonly message: string;
      readonly details: Record<string, unknown>;
    };
