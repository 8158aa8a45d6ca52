import { once } from 'node:events';
import { createGunzip } from 'node:zlib';

/** Magic number, method 8, no flags, no time, unknown system. */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
/** Chunks that may lie inflated before they are asked for. */
const CHUNKS_AHEAD = 4;

interface Deflated {
  /** Checksum and inflated size by the archive's word. */
  crc: number;
  size: number;
  /** Size of the chunks that it is given out in. */
  chunkBytes: number;
  /** Called with the deflated bytes consumed so far. */
  onConsumed: (bytes: number) => void;
}

/**
 * Inflates on zlib's thread, ahead of whoever looks at the chunks. As a gzip file (RFC 1952), because its thread then checks
 * the checksum as well. The streams of Node are used without their pipes and iterators, which take longer than a chunk.
 */
export async function* inflateAhead(
  deflated: AsyncIterable<Buffer>,
  { crc, size, chunkBytes, onConsumed }: Deflated,
): AsyncGenerator<Buffer> {
  // A type of its own because Node's lacks the options of streams.
  const marks: object = { readableHighWaterMark: chunkBytes, writableHighWaterMark: 2 * chunkBytes };
  const inflate = createGunzip({ chunkSize: chunkBytes, ...marks });
  const ready: Buffer[] = [];
  let state: { ended: boolean; failure?: unknown } = { ended: false };
  let wake: () => void = () => undefined;
  inflate.on('data', (chunk: Buffer) => {
    ready.push(chunk);
    if (ready.length >= CHUNKS_AHEAD) inflate.pause();
    wake();
  });
  inflate.once('end', () => {
    state = { ended: true };
    wake();
  });
  inflate.on('error', (failure) => {
    state = { ended: true, failure };
    wake();
  });

  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc, 0);
  trailer.writeUInt32LE(size % 2 ** 32, 4);
  async function feed(): Promise<void> {
    let header: Buffer | undefined = GZIP_HEADER;
    for await (const piece of deflated) {
      if (inflate.destroyed) return;
      // In one piece with the first bytes: each is a turn of the thread.
      const bytes = header ? Buffer.concat([header, piece]) : piece;
      header = undefined;
      if (!inflate.write(bytes)) await once(inflate, 'drain');
    }
    inflate.end(header ? Buffer.concat([header, trailer]) : trailer);
  }
  feed().catch((error: unknown) =>
    inflate.destroy(error instanceof Error ? error : new Error(String(error))),
  );

  try {
    for (;;) {
      const chunk = ready.shift();
      if (chunk) {
        if (ready.length < CHUNKS_AHEAD && inflate.isPaused()) inflate.resume();
        onConsumed(inflate.bytesWritten);
        yield chunk;
      } else if (state.failure !== undefined) {
        throw state.failure;
      } else if (state.ended) {
        return;
      } else {
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
  } finally {
    inflate.destroy();
  }
}
