import { invalid } from './errors.ts';
import { parseJsonObject } from './receive.ts';

const MAX_METADATA_BYTES = 1024 * 1024;

/** The two parts of a `multipart/related` upload: the metadata, read; the content, to be read as it comes. */
export interface MultipartUpload {
  metadata: Record<string, unknown>;
  contentType: string | null;
  content: AsyncIterable<Buffer>;
}

/** Reads up to the content of a `multipart/related` upload (RFC 2387). Throws 400 when it is not one. */
export async function readMultipart(
  contentTypeHeader: string | undefined,
  body: AsyncIterable<Buffer>,
): Promise<MultipartUpload> {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentTypeHeader ?? '');
  const name = boundary?.[1] ?? boundary?.[2];
  if (name === undefined) throw invalid('Missing multipart boundary in the Content-Type header.');
  const reader = new PartReader(body, name);
  await reader.readThrough(Buffer.from(`--${name}\r\n`));
  await reader.readThrough(Buffer.from('\r\n\r\n'));
  const metadata = parseJsonObject((await reader.readThrough(reader.delimiter)).toString());
  await reader.readThrough(Buffer.from('\r\n'));
  const headers = (await reader.readThrough(Buffer.from('\r\n\r\n'))).toString('latin1');
  const contentType = /^content-type:\s*(.+?)\s*$/im.exec(headers)?.[1] ?? null;
  return { metadata, contentType, content: reader.untilDelimiter() };
}

/** Finds separators in a stream, holding no more of it than it must. */
class PartReader {
  readonly delimiter: Buffer;
  readonly #source: AsyncIterator<Buffer>;
  #buffer: Buffer = Buffer.alloc(0);

  constructor(body: AsyncIterable<Buffer>, boundary: string) {
    this.#source = body[Symbol.asyncIterator]();
    this.delimiter = Buffer.from(`\r\n--${boundary}`);
  }

  /** Everything before `separator`, which is skipped. */
  async readThrough(separator: Buffer): Promise<Buffer> {
    for (;;) {
      const at = this.#buffer.indexOf(separator);
      if (at !== -1) {
        const before = this.#buffer.subarray(0, at);
        this.#buffer = this.#buffer.subarray(at + separator.length);
        return before;
      }
      if (this.#buffer.length > MAX_METADATA_BYTES) throw invalid('The metadata part is too long.');
      if (!(await this.#more())) throw invalid('The multipart body ends too early.');
    }
  }

  async *untilDelimiter(): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#buffer.indexOf(this.delimiter);
      if (at !== -1) {
        if (at > 0) yield this.#buffer.subarray(0, at);
        await this.#drain();
        return;
      }
      // The last bytes may be the beginning of a delimiter that goes on in the next chunk.
      const safe = this.#buffer.length - this.delimiter.length + 1;
      if (safe > 0) {
        yield this.#buffer.subarray(0, safe);
        this.#buffer = this.#buffer.subarray(safe);
      }
      if (!(await this.#more())) throw invalid('The multipart body ends too early.');
    }
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#source.next();
    if (done === true) return false;
    this.#buffer = this.#buffer.length === 0 ? value : Buffer.concat([this.#buffer, value]);
    return true;
  }

  /** Reads what follows the last delimiter, so that the connection can be used again. */
  async #drain(): Promise<void> {
    for (;;) if ((await this.#source.next()).done === true) return;
  }
}
