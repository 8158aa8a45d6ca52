import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A usual report has a few kilobytes of entries; what passes this goes to a temporary file instead of memory. */
const MEMORY_BYTES = 8 * 1024 * 1024;

/**
 * Keeps the lines of a file's entries between reading, which must end well first, and storing them. Whole pieces go in,
 * in order; `lines` gives them back as often as it is asked.
 */
export class LineSpool {
  readonly #memoryBytes: number;
  #pieces: Uint8Array[] = [];
  #bytesInMemory = 0;
  #file: FileHandle | undefined;
  /** Writes follow each other; a failure shows in `finish`. */
  #writing: Promise<void> = Promise.resolve();

  constructor(memoryBytes = MEMORY_BYTES) {
    this.#memoryBytes = memoryBytes;
  }

  add(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.#bytesInMemory += piece.byteLength;
    if (this.#bytesInMemory < this.#memoryBytes) return;
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#bytesInMemory = 0;
    this.#writing = this.#writing.then(() => this.#write(pieces));
    // Heard of by `finish`; until then it must not count as unhandled.
    this.#writing.catch(() => undefined);
  }

  async #write(pieces: Uint8Array[]): Promise<void> {
    this.#file ??= await temporaryFile();
    await this.#file.writev(pieces);
  }

  /** Resolves when all is where it will be read from. Rejects when the disk would not take it. */
  async finish(): Promise<void> {
    await this.#writing;
  }

  /** Pieces of text that end with a line. */
  async *lines(): AsyncGenerator<string> {
    if (this.#file !== undefined) {
      yield* wholeLines(this.#file.createReadStream({ start: 0, encoding: 'utf8', autoClose: false }));
    }
    const decoder = new TextDecoder();
    for (const piece of this.#pieces) yield decoder.decode(piece);
  }

  async dispose(): Promise<void> {
    this.#pieces = [];
    await this.#writing.catch(() => undefined);
    await this.#file?.close();
  }
}

/** Without a name as soon as it is open: whatever ends this process, nothing of the taxpayer stays on the disk. */
async function temporaryFile(): Promise<FileHandle> {
  const file = path.join(tmpdir(), `accountia-${randomUUID()}.lines`);
  const handle = await open(file, 'wx+', 0o600);
  await rm(file);
  return handle;
}

async function* wholeLines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const text = rest + chunk;
    const end = text.lastIndexOf('\n') + 1;
    rest = text.slice(end);
    if (end > 0) yield text.slice(0, end);
  }
  if (rest !== '') yield rest;
}
