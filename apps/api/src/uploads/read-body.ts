import { ApiError } from '../problems/api-error.ts';

const FIRST_BYTES = 64 * 1024;

export interface BodyLimit {
  readonly maxBytes: number;
  /** What the sender says it will send; only a hint for the first allocation. */
  readonly declaredBytes: number;
  readonly tooLarge: () => ApiError;
  readonly signal: AbortSignal;
}

/**
 * A whole body in one buffer, counted while it is read, so that a length that lies or is absent changes nothing.
 * Throws what `tooLarge` makes, or ApiError `upload_timeout` or `upload_interrupted`.
 */
export async function readBody(
  body: ReadableStream<Uint8Array>,
  limit: BodyLimit,
): Promise<Buffer<ArrayBuffer>> {
  const { maxBytes, signal } = limit;
  const reader = body.getReader();
  const stop = (): void => {
    // The stream is given up; how it takes that is of no interest any more.
    reader.cancel(signal.reason).catch(() => undefined);
  };
  signal.addEventListener('abort', stop, { once: true });
  // One buffer instead of a list of chunks that is joined at the end: half the memory at the peak.
  let buffer = Buffer.allocUnsafeSlow(Math.min(maxBytes, Math.max(limit.declaredBytes, FIRST_BYTES)));
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (signal.aborted) throw new ApiError(408, 'upload_timeout', { cause: signal.reason });
      if (done) return buffer.subarray(0, size);
      const end = size + value.byteLength;
      if (end > maxBytes) {
        stop();
        throw limit.tooLarge();
      }
      if (end > buffer.length)
        buffer = grown(buffer, size, Math.min(maxBytes, Math.max(end, buffer.length * 2)));
      buffer.set(value, size);
      size = end;
    }
  } catch (error) {
    if (error instanceof ApiError) throw error;
    // The client went away in the middle: nobody reads this answer, but the log names it rightly.
    throw new ApiError(400, 'upload_interrupted', { cause: error });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function grown(buffer: Buffer<ArrayBuffer>, used: number, bytes: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafeSlow(bytes);
  buffer.copy(larger, 0, 0, used);
  return larger;
}
