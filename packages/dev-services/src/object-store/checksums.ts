import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { invalid } from './errors.ts';

/** Both checksums of an object's bytes, in base64, as Google's API shows them. */
export interface Checksums {
  crc32c: string;
  md5Hash: string;
}

/** CRC-32C (Castagnoli), reflected: the polynomial of RFC 3720, B.4. Node's zlib has only the other CRC-32. */
const TABLE = Int32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

/** Computes both checksums while the bytes pass by. */
export class ChecksumCounter {
  readonly #md5 = createHash('md5');
  #crc = -1;
  #size = 0;

  update(chunk: Uint8Array): void {
    this.#md5.update(chunk);
    let crc = this.#crc;
    for (let index = 0; index < chunk.length; index += 1) {
      // Inside the bounds of both arrays, so the assertion costs nothing and hides nothing.
      crc = (TABLE[(crc ^ (chunk[index] as number)) & 0xff] as number) ^ (crc >>> 8);
    }
    this.#crc = crc;
    this.#size += chunk.length;
  }

  get size(): number {
    return this.#size;
  }

  /** The result; nothing can be added after. */
  finish(): Checksums {
    const crc = Buffer.alloc(4);
    crc.writeInt32BE(~this.#crc);
    return { crc32c: crc.toString('base64'), md5Hash: this.#md5.digest('base64') };
  }
}

/** Reads a file once and computes both checksums of it. */
export async function checksumsOfFile(path: string): Promise<Checksums> {
  const counter = new ChecksumCounter();
  for await (const chunk of createReadStream(path)) counter.update(chunk as Buffer);
  return counter.finish();
}

/** Reads an `x-goog-hash` header: `crc32c=…,md5=…`. */
export function parseHashHeader(header: string | string[] | undefined): Partial<Checksums> {
  const expected: Partial<Checksums> = {};
  for (const part of [header ?? []].flat().join(',').split(',')) {
    const [name, ...value] = part.trim().split('=');
    if (name === 'crc32c') expected.crc32c = value.join('=');
    if (name === 'md5') expected.md5Hash = value.join('=');
  }
  return expected;
}

/** Refuses content that is not what the sender said it would be. */
export function verifyChecksums(expected: Partial<Checksums>, actual: Checksums): void {
  if (expected.crc32c !== undefined && expected.crc32c !== actual.crc32c) {
    throw invalid(`Provided CRC32C "${expected.crc32c}" doesn't match calculated CRC32C "${actual.crc32c}".`);
  }
  if (expected.md5Hash !== undefined && expected.md5Hash !== actual.md5Hash) {
    throw invalid(
      `Provided MD5 hash "${expected.md5Hash}" doesn't match calculated MD5 hash "${actual.md5Hash}".`,
    );
  }
}
