import { Readable } from 'node:stream';
import { CRC32C } from '@google-cloud/storage';
import { ObjectStoreError, toObjectStoreError } from './errors.ts';
import { getFromStore } from './media-request.ts';
import type { MediaRequest } from './media-request.ts';

export interface StreamOptions {
  /** Of one generation only; without it, of whatever is there now. */
  generation?: string;
  /** First and last byte, both included, from 0. */
  start?: number;
  end?: number;
  signal?: AbortSignal;
}

export type DownloadTarget = Pick<MediaRequest, 'storage' | 'authenticated' | 'bucket'> & {
  readonly name: string;
  /** Content of which nothing comes for this long is not waited for any longer. */
  readonly stallLimitMs: number;
};

export interface Download {
  content: Readable;
  /** Bytes to come, when the server said so. */
  length: number | null;
}

/**
 * Opens an object for reading. Rejects when it is not to be had; afterwards the stream fails with an
 * `ObjectStoreError`, also when all has come but is not what was stored (a part of an object cannot be checked).
 */
export async function openDownload(target: DownloadTarget, options: StreamOptions): Promise<Download> {
  const { generation, start, end, signal } = options;
  const { stallLimitMs, ...store } = target;
  const inPart = start !== undefined || end !== undefined;
  const response = await getFromStore({
    ...store,
    query: { alt: 'media', ...(generation === undefined ? {} : { generation }) },
    // Compressed on the way, the bytes would not be those that the checksum is of.
    headers: {
      'accept-encoding': 'identity',
      ...(inPart ? { range: `bytes=${start ?? 0}-${end ?? ''}` } : {}),
    },
    signal,
  });
  const expected = inPart ? null : expectedChecksum(response.headers);
  const length = response.headers.get('content-length');
  const details = { bucket: target.bucket, name: target.name };
  const chunks = chunksOf(response, stallLimitMs);
  const content = Readable.from(verified(chunks, expected, details, signal), { objectMode: false });
  return { content, length: length === null ? null : Number(length) };
}

/** The content as it comes. Throws ETIMEDOUT when nothing comes for too long: a half-open connection never ends. */
async function* chunksOf(response: Response, stallLimitMs: number): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  const stalled = Object.assign(new Error(`Nothing came for ${stallLimitMs} ms`), { code: 'ETIMEDOUT' });
  try {
    for (;;) {
      const { promise: late, reject } = Promise.withResolvers<never>();
      const timer = setTimeout(() => reject(stalled), stallLimitMs);
      const { done, value } = await Promise.race([reader.read(), late]).finally(() => clearTimeout(timer));
      if (done) return;
      yield value;
    }
  } finally {
    // Gives the connection up when the content was not read to its end. Its failure was told by `read`.
    await reader.cancel().catch(() => undefined);
  }
}

async function* verified(
  chunks: AsyncIterable<Uint8Array>,
  expected: string | null,
  details: Record<string, unknown>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const checksum = new CRC32C();
  try {
    for await (const chunk of chunks) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      checksum.update(bytes);
      yield bytes;
    }
  } catch (error) {
    signal?.throwIfAborted();
    // A connection that breaks in the middle is as good as no answer.
    throw new ObjectStoreError(
      'object_store_unavailable',
      'The connection broke while reading the object.',
      details,
      {
        cause: toObjectStoreError(error, details),
      },
    );
  }
  if (expected !== null && !checksum.validate(expected)) {
    throw new ObjectStoreError('object_corrupt', 'The bytes that came are not those that were stored.', {
      ...details,
      expected,
      actual: checksum.toString(),
    });
  }
}

/** Null when the server unpacked the content on the way: then its checksum is of other bytes. */
function expectedChecksum(headers: Headers): string | null {
  if ((headers.get('x-goog-stored-content-encoding') ?? 'identity') !== 'identity') return null;
  const hashes = headers.get('x-goog-hash') ?? '';
  return /(?:^|,)\s*crc32c=([A-Za-z0-9+/=]+)/.exec(hashes)?.[1] ?? null;
}
