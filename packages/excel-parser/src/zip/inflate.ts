import { Readable, pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { Inflater, step } from './inflater.ts';

/** Why a stream of deflate cannot be inflated, in the words of zlib. */
export class InflateError extends Error {
  override readonly name = 'InflateError';
  readonly code: 'Z_DATA_ERROR' | 'Z_BUF_ERROR';

  constructor(code: 'Z_DATA_ERROR' | 'Z_BUF_ERROR') {
    super(code === 'Z_BUF_ERROR' ? 'the deflated bytes end too early' : 'the deflated bytes are damaged');
    this.code = code;
  }
}

/** How far a part has been read: kept up to date while it is. */
export interface Progress {
  /** Bytes of the archive that were used up. */
  compressedRead: number;
  /** CRC-32 of the chunks so far, the last one included. */
  crc: number;
}

/**
 * Inflates raw deflate. Bytes behind its end are not looked at.
 * @returns chunks, each of which is valid until the next is asked for
 * @throws InflateError, and whatever the pieces give rise to
 */
export async function* inflate(pieces: AsyncIterable<Buffer>, progress: Progress): AsyncGenerator<Buffer> {
  const inflater = Inflater.acquire();
  if (inflater === undefined) return yield* inflateByZlib(pieces, progress);
  let before = 0;
  try {
    for await (const piece of pieces) {
      for (let fed = 0; fed < piece.length;) {
        fed += inflater.feed(piece, fed);
        for (;;) {
          const ended = inflater.step();
          if (ended === step.corrupt) throw new InflateError('Z_DATA_ERROR');
          if (ended === step.needsInput) break;
          progress.compressedRead = before + fed - inflater.unused;
          progress.crc = inflater.checksum(progress.crc);
          const chunk = inflater.output();
          if (chunk.length > 0) yield chunk;
          if (ended === step.done) return;
        }
      }
      before += piece.length;
    }
    throw new InflateError('Z_BUF_ERROR');
  } finally {
    inflater.release();
  }
}

/** As `inflate`, where there is no WebAssembly. */
export async function* inflateByZlib(
  pieces: AsyncIterable<Buffer>,
  progress: Progress,
): AsyncGenerator<Buffer> {
  const zlib = createInflateRaw({ chunkSize: 256 * 1024 });
  // What fails is thrown by the last of them, which is read here.
  const chunks = pipeline(Readable.from(pieces), zlib, () => undefined);
  try {
    for await (const chunk of chunks as AsyncIterable<Buffer>) {
      progress.compressedRead = zlib.bytesWritten;
      progress.crc = crc32(chunk, progress.crc);
      yield chunk;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR' ? new InflateError(code) : error;
  }
}
