import { open, type FileHandle } from 'node:fs/promises';
import { corrupt, WorkbookError } from '../errors.ts';
import { limitExceeded } from '../limits.ts';
import { spool } from './spool.ts';

/**
 * The bytes of a workbook, the path of a file that holds them, or a stream of them (of Node or of the web), which is read
 * to its end first.
 */
export type WorkbookSource = Uint8Array | string | AsyncIterable<Uint8Array>;

/** Up to here a file is read whole when it is opened. */
const READ_AT_ONCE_BYTES = 16 * 1024 * 1024;

/** Random access to the bytes: a zip is read from its end, so a stream would have to be kept whole anyway. */
export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes from `offset`. The range must lie inside the source. The result must not be written to. */
  read(offset: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** Opens a source and refuses it by size: files before a byte of them is read, streams while they are. */
export async function openByteSource(
  source: WorkbookSource,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<ByteSource> {
  const bytes =
    typeof source === 'string'
      ? await openFile(source, maxBytes)
      : source instanceof Uint8Array
        ? memorySource(source)
        : await streamSource(source, maxBytes, signal);
  if (bytes.size > maxBytes) {
    await bytes.close();
    throw limitExceeded('uploadBytes', maxBytes, { bytes: bytes.size });
  }
  return bytes;
}

function memorySource(source: Uint8Array): ByteSource {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  return {
    size: bytes.length,
    async read(offset, length) {
      assertInside(offset, length, bytes.length);
      return bytes.subarray(offset, offset + length);
    },
    async close() {},
  };
}

async function streamSource(
  stream: AsyncIterable<Uint8Array>,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<ByteSource> {
  const spooled = await spool(stream, maxBytes, signal);
  if (spooled.kind === 'memory') return memorySource(spooled.bytes);
  const { handle, size, remove } = spooled;
  const file = fileSource(handle, size);
  return {
    ...file,
    async close() {
      await file.close();
      await remove();
    },
  };
}

async function openFile(path: string, maxBytes: number): Promise<ByteSource> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const stat = await handle.stat();
    if (!stat.isFile()) throw Object.assign(new Error('not a regular file'), { code: 'ENOTFILE' });
    const file = fileSource(handle, stat.size);
    if (stat.size > Math.min(READ_AT_ONCE_BYTES, maxBytes)) return file;
    // Each read waits for a thread: one for a small file, rather than three for each of its parts.
    const bytes = await file.read(0, stat.size);
    await file.close();
    return memorySource(bytes);
  } catch (error) {
    await handle?.close();
    throw WorkbookError.isInstance(error) ? error : unreadable(error);
  }
}

function fileSource(handle: FileHandle, size: number): ByteSource {
  return {
    size,
    async read(offset, length) {
      assertInside(offset, length, size);
      const bytes = Buffer.allocUnsafe(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await handle
          .read(bytes, filled, length - filled, offset + filled)
          .catch((error: unknown) => Promise.reject(unreadable(error)));
        if (bytesRead === 0)
          throw new WorkbookError('truncated_workbook', 'The file became shorter while it was read.');
        filled += bytesRead;
      }
      return bytes;
    },
    close: () => handle.close(),
  };
}

function assertInside(offset: number, length: number, size: number): void {
  if (offset < 0 || length < 0 || offset + length > size) {
    throw corrupt('range', 'The archive points outside of the file.', { offset, length, size });
  }
}

function unreadable(error: unknown): WorkbookError {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return new WorkbookError(
    'source_unreadable',
    `The source could not be read (${reason}).`,
    { reason },
    { cause: error },
  );
}
