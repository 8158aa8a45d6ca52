import { open, type FileHandle } from 'node:fs/promises';
import { corrupt, WorkbookError } from '../errors.ts';
import { limitExceeded } from '../limits.ts';

/** The bytes of a workbook, or the path of a file that holds them. */
export type WorkbookSource = Uint8Array | string;

/** Random access to the bytes: a zip is read from its end, so a stream would have to be kept whole anyway. */
export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes from `offset`. The range must lie inside the source. The result must not be written to. */
  read(offset: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** Opens a source and refuses it by size before a byte of it is read. */
export async function openByteSource(source: WorkbookSource, maxBytes: number): Promise<ByteSource> {
  const bytes = typeof source === 'string' ? await openFile(source) : memorySource(source);
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

async function openFile(path: string): Promise<ByteSource> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const stat = await handle.stat();
    if (!stat.isFile()) throw Object.assign(new Error('not a regular file'), { code: 'ENOTFILE' });
    return fileSource(handle, stat.size);
  } catch (error) {
    await handle?.close();
    throw unreadable(error);
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
