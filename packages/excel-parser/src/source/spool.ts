import { randomUUID } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { throwIfAborted, WorkbookError } from '../errors.ts';
import { limitExceeded } from '../limits.ts';

/** Up to here a stream is kept in memory; a longer one goes to a temporary file. */
const MEMORY_BYTES = 16 * 1024 * 1024;

/** A stream read to its end: a zip archive says at its end what is in it. */
export type Spooled =
  | { kind: 'memory'; bytes: Buffer }
  | { kind: 'file'; handle: FileHandle; size: number; remove: () => Promise<void> };

/**
 * Reads a stream to its end, into memory or a temporary file that only this user can read.
 * @throws WorkbookError `limit_exceeded` as soon as the stream is too long, `source_unreadable` when it fails, `aborted`
 */
export async function spool(
  stream: AsyncIterable<Uint8Array>,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<Spooled> {
  const kept: Uint8Array[] = [];
  let file: { handle: FileHandle; path: string } | undefined;
  let size = 0;
  try {
    for await (const chunk of readable(stream)) {
      throwIfAborted(signal);
      size += chunk.byteLength;
      if (size > maxBytes) throw limitExceeded('uploadBytes', maxBytes, { bytes: size });
      if (file) {
        await file.handle.writeFile(chunk);
        continue;
      }
      // A copy: the giver may use the chunk's memory again.
      kept.push(Uint8Array.from(chunk));
      if (size <= MEMORY_BYTES) continue;
      file = await temporaryFile();
      for (const piece of kept.splice(0)) await file.handle.writeFile(piece);
    }
  } catch (error) {
    await file?.handle.close();
    if (file) await rm(file.path, { force: true });
    throw error;
  }
  if (!file) return { kind: 'memory', bytes: Buffer.concat(kept) };
  const { handle, path: name } = file;
  return { kind: 'file', handle, size, remove: () => rm(name, { force: true }) };
}

async function temporaryFile(): Promise<{ handle: FileHandle; path: string }> {
  const name = path.join(tmpdir(), `workbook-${randomUUID()}.tmp`);
  return { handle: await open(name, 'wx+', 0o600), path: name };
}

/** The stream with its failures told apart from ours. */
async function* readable(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const step = await iterator.next().catch((cause: unknown) => {
        throw new WorkbookError('source_unreadable', 'The stream failed.', { reason: 'stream' }, { cause });
      });
      if (step.done) return;
      if (!(step.value instanceof Uint8Array)) {
        throw new TypeError('The stream of a workbook must give bytes (Uint8Array).');
      }
      yield step.value;
    }
  } finally {
    // Ends the stream when it was not read to its end.
    await iterator.return?.();
  }
}
