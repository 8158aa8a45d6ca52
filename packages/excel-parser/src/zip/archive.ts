import { crc32 } from 'node:zlib';
import { corrupt, unsafe, WorkbookError } from '../errors.ts';
import { limitExceeded, RATIO_GRACE_BYTES, type WorkbookLimits } from '../limits.ts';
import type { ByteSource } from '../source/byte-source.ts';
import { Turns } from '../turns.ts';
import type { Watch } from '../watch.ts';
import { readDirectory, type ZipEntry } from './directory.ts';
import { inflate, InflateError, type Progress } from './inflate.ts';

const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_LENGTH = 30;
const READ_BYTES = 256 * 1024;
/** Between pieces of so many bytes it is asked whether reading is still wanted. */
const PIECE_BYTES = 64 * 1024;

/** One part being read: its inflated bytes in chunks, and how far the compressed bytes have been consumed. */
export interface PartStream {
  readonly compressedSize: number;
  readonly compressedRead: number;
  /** Inflated size by the archive's word: good for a guess, not for a limit. */
  readonly declaredSize: number;
  /**
   * A chunk is valid until the next is asked for: its memory is used again. The last step fails when size or CRC-32 differ
   * from the directory's.
   */
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
  readonly #turns = new Turns();

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
    const progress: Progress = { compressedRead: 0, crc: 0 };
    return {
      compressedSize: entry.compressedSize,
      declaredSize: entry.size,
      get compressedRead() {
        return progress.compressedRead;
      },
      chunks: () => this.#verified(entry, progress, watch),
    };
  }

  async *#verified(entry: ZipEntry, progress: Progress, watch?: Watch): AsyncGenerator<Buffer> {
    const bytes = this.#bytes(entry, await this.#dataStart(entry), watch);
    const pieces = entry.method === 0 ? stored(bytes, progress) : inflate(bytes, progress);
    progress.compressedRead = 0;
    progress.crc = 0;
    let size = 0;
    try {
      for await (const piece of pieces) {
        watch?.check();
        size += piece.length;
        this.#charge(entry, size);
        if (size > entry.size) break;
        yield piece;
        const turn = this.#turns.next();
        if (turn) await turn;
      }
    } catch (error) {
      throw error instanceof InflateError ? notInflated(entry, error) : error;
    }
    if (size !== entry.size) {
      throw corrupt('size_mismatch', 'An entry is not as long as the archive says.', {
        entry: entry.name,
        size,
      });
    }
    if (progress.crc !== entry.crc) {
      throw corrupt('crc_mismatch', 'An entry fails its checksum.', { entry: entry.name });
    }
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

  /** The bytes of an entry as they are in the archive. They may be many that inflate to nothing. */
  async *#bytes(entry: ZipEntry, start: number, watch: Watch | undefined): AsyncGenerator<Buffer> {
    for (let offset = 0; offset < entry.compressedSize; offset += READ_BYTES) {
      const length = Math.min(READ_BYTES, entry.compressedSize - offset);
      const bytes = await this.#source.read(start + offset, length);
      for (let at = 0; at < length; at += PIECE_BYTES) {
        watch?.check();
        const turn = this.#turns.next();
        if (turn) await turn;
        yield bytes.subarray(at, at + PIECE_BYTES);
      }
    }
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

async function* stored(pieces: AsyncIterable<Buffer>, progress: Progress): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    progress.compressedRead += piece.length;
    progress.crc = crc32(piece, progress.crc);
    yield piece;
  }
}

function notInflated({ name }: ZipEntry, error: InflateError): WorkbookError {
  return corrupt('deflate', 'An entry cannot be decompressed.', { entry: name, zlib: error.code }, error);
}
