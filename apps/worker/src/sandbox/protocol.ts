import type { StoredBulkFile, StoredWarning } from '@accountia/db';
import type { BulkLayout, ParsedReport } from '@accountia/excel-parser';
import type { ReadingInstructions } from '@accountia/task-contracts/api';

/** What crosses between the worker's main thread and a parsing thread. Bytes are transferred, not copied. */
export interface ParseRequest {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What the uploader said about the file. */
  readonly reading: ReadingInstructions | null;
  /** The name under which the file came: an XML is compared with it. */
  readonly filename: string;
}

export type ParsedReportHead = Omit<ParsedReport, 'rows'>;

/** A bulk file without its records. */
export interface ParsedBulkHead {
  readonly layout: BulkLayout;
  readonly year: number | null;
  readonly warnings: readonly StoredWarning[];
  readonly file: StoredBulkFile;
}

export interface ParseProgress {
  readonly rows: number;
  /** 0 to 1. */
  readonly share: number;
}

export type ParseReply =
  | ({ readonly kind: 'progress' } & ParseProgress)
  /** Entries as `entryLine` writes them, or records as `bulkLine` does, in UTF-8: the main thread never sees them as objects. */
  | { readonly kind: 'lines'; readonly lines: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'bulk-done'; readonly bulk: ParsedBulkHead }
  | {
      readonly kind: 'done';
      readonly report: ParsedReportHead;
      readonly unclassifiedCount: number;
      /** Of the whole time, for classifying rows and writing their lines. */
      readonly classifyMs: number;
    }
  | {
      readonly kind: 'failed';
      /** `workbook`: the file is at fault; `unexpected`: we are. */
      readonly fault: 'workbook' | 'unexpected';
      readonly code: string;
      readonly message: string;
      readonly details: Record<string, unknown>;
    };
