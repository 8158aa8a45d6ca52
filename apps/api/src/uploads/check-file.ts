import { isBulkXml, openWorkbook, WorkbookError, type WorkbookErrorCode } from '@accountia/excel-parser';
import { MAX_UPLOAD_BYTES } from '@accountia/task-contracts/api';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ApiError } from '../problems/api-error.ts';

/** What the files that are taken can be, by their bytes; also the extension of their objects. */
export type FileKind = 'xlsx' | 'xml';

/** 415 says "another kind of file", 422 "the right kind, but broken". */
const STATUSES: Partial<Record<WorkbookErrorCode, ContentfulStatusCode>> = {
  not_a_workbook: 415,
  pdf_file: 415,
  legacy_xls: 415,
  aborted: 408,
};

const MEBIBYTE = 1024 * 1024;
/**
 * Only the workbook's list of sheets is read here, on the event loop that serves everybody: an honest one has some
 * kilobytes. What the sheets themselves may hold is for the worker, in its sandbox.
 */
const LIMITS = { uploadBytes: MAX_UPLOAD_BYTES, partBytes: 2 * MEBIBYTE, totalBytes: 4 * MEBIBYTE } as const;

/**
 * Refuses by its bytes what can be neither a workbook nor an XML that companies file, whatever its name says. Throws
 * ApiError with the reader's own code.
 */
export async function checkFile(bytes: Uint8Array, signal: AbortSignal): Promise<FileKind> {
  try {
    return await kindOf(bytes, signal);
  } catch (error) {
    if (!WorkbookError.isInstance(error)) throw error;
    if (error.code === 'aborted') throw new ApiError(408, 'upload_timeout', { cause: error });
    throw new ApiError(STATUSES[error.code] ?? 422, error.code, { details: error.details, cause: error });
  }
}

async function kindOf(bytes: Uint8Array, signal: AbortSignal): Promise<FileKind> {
  try {
    const workbook = await openWorkbook(bytes, { limits: LIMITS, signal });
    await workbook.close();
    return 'xlsx';
  } catch (error) {
    const isXml = WorkbookError.isInstance(error) && error.details['kind'] === 'xml';
    if (isXml && isBulkXml(bytes)) return 'xml';
    throw error;
  }
}
