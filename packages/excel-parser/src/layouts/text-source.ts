import { throwIfAborted, WorkbookError } from '../errors.ts';
import { limitExceeded, resolveLimits } from '../limits.ts';
import type { WorkbookSource } from '../source/byte-source.ts';
import type { WorkbookOptions } from '../workbook/workbook.ts';

/**
 * Makes a stream of text readable twice: whether it is DIAN's XML is known only once the reader of workbooks has looked at
 * it. Streams of anything else, which may be large, pass through as they are.
 */
export async function rereadable(source: WorkbookSource, options: WorkbookOptions): Promise<WorkbookSource> {
  if (typeof source === 'string' || source instanceof Uint8Array) return source;
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next().catch((error: unknown) => Promise.reject(sourceUnreadable(error)));
  if (first.done) return Buffer.alloc(0);
  const rest = resume(first.value, chunks);
  return startsAsMarkup(first.value) ? collect(rest, options) : rest;
}

/** A byte order mark, zeros of UTF-16 and blanks may stand before the first `<`. */
function startsAsMarkup(bytes: Uint8Array): boolean {
  return /^[\uFEFF\xEF\xBB\xBF\xFE\xFF\0\s]*</.test(Buffer.from(bytes.subarray(0, 256)).toString('latin1'));
}

async function* resume(
  first: Uint8Array,
  chunks: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield first;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  } finally {
    await chunks.return?.();
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>, options: WorkbookOptions): Promise<Buffer> {
  const { uploadBytes } = resolveLimits(options.limits);
  const gathered: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      throwIfAborted(options.signal);
      size += chunk.length;
      if (size > uploadBytes) throw limitExceeded('uploadBytes', uploadBytes, { bytes: size });
      // A copy: the giver may use the chunk's memory again.
      gathered.push(Uint8Array.from(chunk));
    }
  } catch (error) {
    throw sourceUnreadable(error);
  }
  return Buffer.concat(gathered);
}

/** A failure of the source itself; errors of ours stay what they are. */
export function sourceUnreadable(error: unknown): WorkbookError {
  if (WorkbookError.isInstance(error)) return error;
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const message = `The source could not be read (${reason}).`;
  return new WorkbookError('source_unreadable', message, { reason }, { cause: error });
}
