import { invalid, StorageApiError } from './errors.ts';

/** A part of an object: both ends included, as in HTTP. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Reads a `Range` header for an object of `size` bytes; null for all of it. A header that asks for several ranges, or
 * that nobody can read, is ignored, as HTTP allows. Throws 416 when it asks for what is not there.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (match === null) return null;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return null;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end || start >= size) {
    throw new StorageApiError(416, 'requestedRangeNotSatisfiable', 'Request range not satisfiable');
  }
  return { start, end };
}

/** Where a request's bytes belong in a resumable upload. */
export type ContentRange =
  /** No bytes: asks how many have arrived, perhaps saying how many there are. */
  | { kind: 'probe'; total: number | null }
  /** Bytes from `start`; `end` is null when it is only known at the end of the request. */
  | { kind: 'chunk'; start: number; end: number | null; total: number | null };

/** Reads a `Content-Range` header of an upload. Without one, the request holds the whole object. Throws 400. */
export function parseContentRange(header: string | undefined): ContentRange {
  if (header === undefined) return { kind: 'chunk', start: 0, end: null, total: null };
  const match = /^bytes (?:(\*)|(\d+)-(\*|-?\d+))\/(\*|\d+)$/.exec(header.trim());
  if (match === null) throw invalid(`Failed to parse Content-Range header: ${header}`);
  const [, probe, first, last, all] = match;
  const total = all === '*' ? null : Number(all);
  if (probe !== undefined) return { kind: 'probe', total };
  return { kind: 'chunk', start: Number(first), end: last === '*' ? null : Number(last), total };
}
