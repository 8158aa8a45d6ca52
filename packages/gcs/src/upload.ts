import { addAbortSignal, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { File } from '@google-cloud/storage';
import { toObjectInfo } from './object-info.ts';
import type { ObjectInfo } from './object-info.ts';

/** Held in memory, to be sent again when the connection breaks. A multiple of 256 KiB, as the API demands. */
const CHUNK_BYTES = 8 * 1024 * 1024;

export interface PutOptions {
  contentType?: string;
  /** Kept with the object; not for secrets. */
  metadata?: Record<string, string>;
  /** Writes only over this generation; 0 only when there is no such object. */
  ifGenerationMatch?: string | number;
  signal?: AbortSignal;
}

/**
 * Sends an object as a resumable upload: what one connection did not bring over goes on with the next, and aborting
 * ends the request at once (the client cannot abort its other kind of upload). The client compares checksums.
 */
export async function upload(
  file: File,
  data: Uint8Array | Readable,
  options: PutOptions,
): Promise<ObjectInfo> {
  try {
    return await send(file, data, options);
  } catch (error) {
    // Whoever feeds the stream must learn that nobody reads it any more.
    if (data instanceof Readable) data.destroy();
    throw error;
  }
}

async function send(file: File, data: Uint8Array | Readable, options: PutOptions): Promise<ObjectInfo> {
  const { signal, ifGenerationMatch } = options;
  signal?.throwIfAborted();
  // From now on, not only once the bytes flow: a source may be silent for long before its first.
  if (signal !== undefined && data instanceof Readable) addAbortSignal(signal, data);
  const { source, isEmpty } = await peek(data);
  const target = file.createWriteStream({
    resumable: true,
    validation: 'crc32c',
    metadata: {
      contentType: options.contentType ?? 'application/octet-stream',
      ...(options.metadata === undefined ? {} : { metadata: options.metadata }),
    },
    // The range of an empty chunk cannot be written down: "bytes 0--1/0".
    ...(isEmpty ? {} : { chunkSize: CHUNK_BYTES }),
    ...(ifGenerationMatch === undefined
      ? {}
      : { preconditionOpts: { ifGenerationMatch: Number(ifGenerationMatch) } }),
  });
  await pipeline(source, target, signal === undefined ? {} : { signal });
  return toObjectInfo(file.metadata);
}

/** Looks whether there is anything to send, which decides how it is sent. */
async function peek(data: Uint8Array | Readable): Promise<{ source: Readable; isEmpty: boolean }> {
  if (data instanceof Uint8Array) {
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    return {
      source: Readable.from(bytes.length === 0 ? [] : [bytes], { objectMode: false }),
      isEmpty: bytes.length === 0,
    };
  }
  const chunks = data[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const first = await chunks.next();
  return {
    source: Readable.from(wholeOf(first, chunks), { objectMode: false }),
    isEmpty: first.done === true,
  };
}

async function* wholeOf(
  first: IteratorResult<Uint8Array>,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for (let next = first; next.done !== true; next = await rest.next()) yield next.value;
}
