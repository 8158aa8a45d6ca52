import { WorkbookError } from './errors.ts';

const MEBIBYTE = 1024 * 1024;

/** What one workbook may cost. Every count is kept while streaming: sizes that the file declares are never believed. */
export interface WorkbookLimits {
  /** Bytes of the file itself. */
  uploadBytes: number;
  /** Entries of the zip archive. */
  entries: number;
  /** Inflated bytes of one part. */
  partBytes: number;
  /** Inflated bytes of all parts read. */
  totalBytes: number;
  /** Inflated bytes per compressed byte, judged once a part has passed `RATIO_GRACE_BYTES`. */
  inflationRatio: number;
  sheets: number;
  /** Rows of one sheet. */
  rows: number;
  /** Highest column of a cell, counted from 1. */
  columns: number;
  /** Cells of one sheet. */
  cells: number;
  /** UTF-8 bytes of one text or tag. Excel itself stops at 32,767 characters. */
  textBytes: number;
  /** Entries of the shared string table. */
  sharedStrings: number;
  /** Merged ranges of one sheet. */
  merges: number;
  /** Depth of nested XML elements. */
  xmlDepth: number;
  /** Time spent on reading, without that of the caller between batches. */
  milliseconds: number;
  /** Growth of this thread's heap since the workbook was opened, whoever caused it. */
  heapBytes: number;
}

export const defaultLimits: Readonly<WorkbookLimits> = Object.freeze({
  uploadBytes: 25 * MEBIBYTE,
  entries: 2_000,
  partBytes: 384 * MEBIBYTE,
  totalBytes: 512 * MEBIBYTE,
  inflationRatio: 250,
  sheets: 256,
  rows: 1_048_576,
  columns: 16_384,
  cells: 20_000_000,
  textBytes: 256 * 1024,
  sharedStrings: 2_000_000,
  merges: 200_000,
  xmlDepth: 64,
  milliseconds: 120_000,
  heapBytes: 1024 * MEBIBYTE,
});

/** Small parts may be all blanks and deflate a thousandfold; only size makes a ratio dangerous. */
export const RATIO_GRACE_BYTES = 4 * MEBIBYTE;

/** Fills in the defaults. Keys that are present but undefined count as absent. */
export function resolveLimits(limits: Partial<WorkbookLimits> = {}): WorkbookLimits {
  const resolved: WorkbookLimits = { ...defaultLimits };
  for (const key of Object.keys(defaultLimits) as (keyof WorkbookLimits)[]) {
    const value = limits[key];
    if (value !== undefined) resolved[key] = value;
  }
  return resolved;
}

export function limitExceeded(
  limit: keyof WorkbookLimits,
  max: number,
  details: Record<string, unknown> = {},
): WorkbookError {
  return new WorkbookError('limit_exceeded', `The workbook exceeds the limit ${limit} (${max}).`, {
    limit,
    max,
    ...details,
  });
}
