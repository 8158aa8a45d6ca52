import type { Row } from '../workbook/cells.ts';
import type { WarningLog } from '../workbook/warnings.ts';
import type { BulkSheet, LayoutId } from './document-types.ts';
import type { ReadRecord } from './bulk/records.ts';
import type { Preamble } from './preamble.ts';
import type { Subject } from './subject.ts';
import type { DocumentHints, ReportRow } from './types.ts';

/** A header row counts as recognised from this score on. */
export const RECOGNISED = 0.6;

/** What is known of a sheet when one of its rows is looked at as its header. */
export interface SheetContext {
  readonly sheet: string;
  /** What stands above the row. */
  readonly preamble: Preamble;
  readonly hints: DocumentHints;
  readonly warnings: WarningLog;
  /** Whom the document is about, shared by its sheets. */
  readonly subject: Subject;
}

/** How well a row is the header of a layout. */
export interface Recognition {
  /** From 0 to 1. */
  readonly score: number;
  /** In words, for whoever asks why. */
  readonly reasons: readonly string[];
  /** The row is no header but the first of the facts. Only where a caller says that there is no header. */
  readonly headless?: boolean | undefined;
  /** Starts reading below the row. Throws WorkbookError `incomplete_report` when the rows would mean nothing. */
  readonly open: () => SheetReader;
}

/** A shape in which sheets come. Each lives in a file of its own and is listed in `registry.ts`. */
export interface Layout {
  readonly id: LayoutId;
  /** The headings it is known by, to tell how near an unknown sheet comes. */
  readonly headings: readonly string[];
  /** Layouts whose sheets, in the same workbook, belong to the same document. */
  readonly joins: readonly LayoutId[];
  /** @returns undefined when the row is surely not its header */
  recognise(row: Row, context: SheetContext): Recognition | undefined;
}

/** Reads the facts about one taxpayer; what they share goes to the context's `subject`. */
export interface ReportSheetReader {
  readonly kind: 'report';
  read(row: Row): ReportRow[];
  /** To be called after the last row. */
  finish(): void;
}

/** Reads what a company reports of its third parties. */
export interface BulkSheetReader {
  readonly kind: 'bulk';
  read(row: Row): ReadRecord | undefined;
  /** What the sheet was; its counts are filled in by the caller. */
  finish(): Omit<BulkSheet, 'recordCount' | 'rowCount'>;
}

export type SheetReader = ReportSheetReader | BulkSheetReader;
