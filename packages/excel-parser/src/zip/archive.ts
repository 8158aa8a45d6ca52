import { crc32, inflateRawSync } from 'node:zlib';
import { corrupt, unsafe, WorkbookError } from '../errors.ts';
import { limitExceeded, RATIO_GRACE_BYTES, type WorkbookLimits } from '../limits.ts';
import type { ByteSource } from '../source/byte-source.ts';
import type { Watch } from '../watch.ts';
import { readDirectory, type ZipEntry } from './directory.ts';
import { inflateAhead } from './inflate-ahead.ts';

const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_LENGTH = 30;
const CHUNK_BYTES = 256 * 1024;
/** Up to here one synchronous call beats the set-up of a stream, and blocks for some ten milliseconds at most. */
const SYNCHRONOUS_BYTES = 1024 * 1024;

/** One part being read: its inflated bytes in chunks, and how far the compressed bytes have been consumed. */
export interface PartStream {
  readonly compressedSize: number;
  readonly compressedRead: number;
  /** Inflated size by the archive's word: good for a guess, not for a limit. */
  readonly declaredSize: number;
  /** Chunks stay valid: they are not reused. The last step fails when size or CRC-32 differ from the directory's. */
  chunks(): AsyncGenerator<Buffer>;
}

/** A zip archive read through its central directory, with every inflated byte counted against the limits. */
export class ZipArchive {
  readonly #source: ByteSource;
  readonly #entries: Map<string, ZipEntry>;
  readonly #limits: WorkbookLimits;
  /** Highest number of inflated bytes seen of each part: reading a part twice is not paid twice. */
  readonly #inflated = new Map<string, number>();
  #inflatedTotal = 0;

  private constructor(source: ByteSource, entries: Map<string, ZipEntry>, limits: WorkbookLimits) {
    this.#source = source;
    this.#entries = entries;
    this.#limits = limits;
  }

  static async open(source: ByteSource, limits: WorkbookLimits): Promise<ZipArchive> {
    return new ZipArchive(source, await readDirectory(source, limits), limits);
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }

  names(): string[] {
    return [...this.#entries.values()].map((entry) => entry.name);
  }

  /** @throws WorkbookError `missing_part` */
  part(name: string, watch?: Watch): PartStream {
    const entry = this.#entries.get(name.toLowerCase());
    if (!entry) throw new WorkbookError('missing_part', `The workbook has no part ${name}.`, { part: name });
    if (entry.method !== 0 && entry.method !== 8) {
      throw corrupt('compression_method', 'An entry uses a compression that workbooks may not use.', {
        entry: entry.name,
        method: entry.method,
      });
    }
    const progress = { compressedRead: 0 };
    return {
      compressedSize: entry.compressedSize,
      declaredSize: entry.size,
      get compressedRead() {
        return progress.compressedRead;
      },
      chunks: () => this.#verified(entry, progress, watch),
    };
  }

  async *#verified(
    entry: ZipEntry,
    progress: { compressedRead: number },
    watch?: Watch,
  ): AsyncGenerator<Buffer> {
    const start = await this.#dataStart(entry);
    const streamed = entry.method === 8 && Math.max(entry.size, entry.compressedSize) > SYNCHRONOUS_BYTES;
    const pieces = streamed
      ? this.#inflate(entry, start, progress, watch)
      : entry.method === 0
        ? this.#stored(entry, start, progress, watch)
        : this.#inflateAtOnce(entry, start, progress);
    let crc = 0;
    let size = 0;
    try {
      for await (const piece of pieces) {
        watch?.check();
        size += piece.length;
        this.#charge(entry, size);
        if (!streamed) crc = crc32(piece, crc);
        yield piece;
      }
    } catch (error) {
      throw inflateError(entry, error);
    }
    if (size !== entry.size) {
      throw corrupt('size_mismatch', 'An entry is not as long as the archive says.', {
        entry: entry.name,
        size,
      });
    }
    if (!streamed && crc !== entry.crc)
      throw corrupt('crc_mismatch', 'An entry fails its checksum.', { entry: entry.name });
  }

  /** The local header is read only for its length; what it says of sizes is ignored, what it says of the name must agree. */
  async #dataStart(entry: ZipEntry): Promise<number> {
    const header = await this.#source.read(entry.localOffset, LOCAL_LENGTH + entry.rawName.length);
    if (header.readUInt32LE(0) !== LOCAL_SIGNATURE) {
      throw corrupt('local_header', 'An entry has no local header.', { entry: entry.name });
    }
    const nameLength = header.readUInt16LE(26);
    const start = entry.localOffset + LOCAL_LENGTH + nameLength + header.readUInt16LE(28);
    if (nameLength !== entry.rawName.length || !header.subarray(LOCAL_LENGTH).equals(entry.rawName)) {
      throw unsafe('name_mismatch', 'An entry has two names.', { entry: entry.name });
    }
    if (start + entry.compressedSize > this.#source.size) {
      throw new WorkbookError('truncated_workbook', 'An entry reaches beyond the end of the file.', {
        entry: entry.name,
      });
    }
    return start;
  }

  async *#stored(
    entry: ZipEntry,
    start: number,
    progress: { compressedRead: number },
    watch: Watch | undefined,
  ): AsyncGenerator<Buffer> {
    for (let offset = 0; offset < entry.compressedSize; offset += CHUNK_BYTES) {
      watch?.check();
      const length = Math.min(CHUNK_BYTES, entry.compressedSize - offset);
      yield await this.#source.read(start + offset, length);
      progress.compressedRead = offset + length;
    }
  }

  async *#inflateAtOnce(
    entry: ZipEntry,
    start: number,
    progress: { compressedRead: number },
  ): AsyncGenerator<Buffer> {
    const compressed = await this.#source.read(start, entry.compressedSize);
    // One byte more than declared is room enough to notice that the declaration was a lie.
    const bytes = inflateRawSync(compressed, {
      maxOutputLength: entry.size + 1,
      chunkSize: pieceSize(entry.size),
    });
    progress.compressedRead = entry.compressedSize;
    for (let offset = 0; offset < bytes.length; offset += CHUNK_BYTES) {
      yield bytes.subarray(offset, offset + CHUNK_BYTES);
    }
  }

  #inflate(
    entry: ZipEntry,
    start: number,
    progress: { compressedRead: number },
    watch: Watch | undefined,
  ): AsyncGenerator<Buffer> {
    return inflateAhead(this.#stored(entry, start, { compressedRead: 0 }, watch), {
      crc: entry.crc,
      size: entry.size,
      chunkBytes: CHUNK_BYTES,
      onConsumed: (bytes) => (progress.compressedRead = Math.min(bytes, entry.compressedSize)),
    });
  }

  #charge(entry: ZipEntry, size: number): void {
    const { partBytes, totalBytes, inflationRatio } = this.#limits;
    if (size > partBytes) throw limitExceeded('partBytes', partBytes, { entry: entry.name });
    if (size > RATIO_GRACE_BYTES && size > entry.compressedSize * inflationRatio) {
      throw limitExceeded('inflationRatio', inflationRatio, { entry: entry.name });
    }
    const before = this.#inflated.get(entry.name) ?? 0;
    if (size <= before) return;
    this.#inflated.set(entry.name, size);
    this.#inflatedTotal += size - before;
    if (this.#inflatedTotal > totalBytes)
      throw limitExceeded('totalBytes', totalBytes, { entry: entry.name });
  }
}

/** Room for the whole entry in one piece, within reason, so that pieces need not be joined. */
function pieceSize(size: number): number {
  return Math.min(Math.max(size + 1, 1_024), CHUNK_BYTES);
}

function inflateError(entry: ZipEntry, error: unknown): unknown {
  if (WorkbookError.isInstance(error)) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ERR_BUFFER_TOO_LARGE') {
    return corrupt(
      'size_mismatch',
      'An entry is longer than the archive says.',
      { entry: entry.name },
      error,
    );
  }
  if (error instanceof Error && error.message === 'incorrect data check') {
    return corrupt('crc_mismatch', 'An entry fails its checksum.', { entry: entry.name }, error);
  }
  if (error instanceof Error && error.message === 'incorrect length check') {
    return corrupt(
      'size_mismatch',
      'An entry is not as long as the archive says.',
      { entry: entry.name },
      error,
    );
  }
  if (code.startsWith('Z_')) {
    return corrupt('deflate', 'An entry cannot be decompressed.', { entry: entry.name, zlib: code }, error);
  }
  return error;
}
