import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { MAX_UPLOAD_BYTES } from '@accountia/task-contracts/api';
import type { ReadingInstructions } from '@accountia/task-contracts/api';
import { ApiError } from '../problems/api-error.ts';
import { sanitizeFilename } from './filename.ts';
import { boundaryOf, MultipartError, type Part, readParts } from './multipart.ts';
import { readBody } from './read-body.ts';
import { readInstructions } from './read-instructions.ts';

export interface Upload {
  readonly filename: string;
  readonly bytes: Buffer<ArrayBuffer>;
  /** Of the bytes, in hexadecimal. */
  readonly sha256: string;
  /** What the caller says about the file; null when it is left to speak for itself. */
  readonly reading: ReadingInstructions | null;
}

/** What a multipart body needs beside the file itself: boundaries, part headers, a few small fields. */
const ENVELOPE_BYTES = 64 * 1024;
const FIELD = 'file';
const HASHED_AT_ONCE = 1024 * 1024;

/**
 * Reads the one file of a multipart request. Throws ApiError: `unsupported_media_type`, `file_too_large`,
 * `upload_timeout`, `upload_interrupted`, `invalid_multipart`, `file_missing`, `too_many_files`, `invalid_request` and
 * the reader's `mapping_…` for instructions that cannot be followed.
 */
export async function readUpload(request: Request, signal: AbortSignal): Promise<Upload> {
  const boundary = boundaryOf(request.headers.get('content-type') ?? '');
  if (boundary === null)
    throw new ApiError(415, 'unsupported_media_type', { details: { expected: 'multipart/form-data' } });
  const maxBytes = MAX_UPLOAD_BYTES + ENVELOPE_BYTES;
  const declaredBytes = Number(request.headers.get('content-length') ?? 0) || 0;
  if (declaredBytes > maxBytes) throw tooLarge();
  if (request.body === null) throw fileMissing();
  const body = await readBody(request.body, { maxBytes, declaredBytes, tooLarge, signal });
  const parts = partsOf(body, boundary);
  const file = onlyFile(parts);
  if (file.content.length > MAX_UPLOAD_BYTES) throw tooLarge();
  return {
    filename: sanitizeFilename(file.filename ?? ''),
    bytes: file.content,
    sha256: await sha256(file.content),
    reading: readInstructions(parts),
  };
}

function partsOf(body: Buffer<ArrayBuffer>, boundary: string): Part[] {
  try {
    return readParts(body, boundary);
  } catch (error) {
    if (error instanceof MultipartError) throw new ApiError(400, 'invalid_multipart', { cause: error });
    throw error;
  }
}

function onlyFile(parts: readonly Part[]): Part {
  const files = parts.filter((part) => part.name === FIELD && part.filename !== null);
  if (files.length > 1) throw new ApiError(400, 'too_many_files', { details: { files: files.length } });
  const [file] = files;
  if (file === undefined) throw fileMissing();
  return file;
}

/** In pieces with a turn of the event loop between them: 25 MiB at once would hold everybody up. */
async function sha256(bytes: Buffer): Promise<string> {
  const hash = createHash('sha256');
  for (let start = 0; start < bytes.length; start += HASHED_AT_ONCE) {
    hash.update(bytes.subarray(start, start + HASHED_AT_ONCE));
    await turn();
  }
  return hash.digest('hex');
}

function fileMissing(): ApiError {
  const field = { location: 'body', field: FIELD, message: 'Falta el archivo.' };
  return new ApiError(400, 'file_missing', { details: { fields: [field] } });
}

function tooLarge(): ApiError {
  return new ApiError(413, 'file_too_large', { details: { maxBytes: MAX_UPLOAD_BYTES } });
}
