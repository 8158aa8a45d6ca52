import { TextDecoder } from 'node:util';
import { corrupt } from '../errors.ts';

const SNIFFED_BYTES = 256;

/**
 * Turns the chunks of an XML part into UTF-8 without byte order mark. OOXML allows UTF-8 and UTF-16; other
 * declared encodings occur in the wild and cost nothing. UTF-8 passes through untouched.
 */
export class Utf8Decoder {
  /** What came before it was enough to tell the encoding, undefined since it is. */
  #head: Buffer | undefined = Buffer.alloc(0);
  #decoder: TextDecoder | undefined;

  /** @returns undefined while the encoding cannot be told */
  write(chunk: Buffer): Buffer | undefined {
    if (this.#head === undefined) return this.#decoder ? decode(this.#decoder, chunk) : chunk;
    const head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
    if (head.length >= SNIFFED_BYTES) return this.#sniff(head);
    // A copy: the giver may use the chunk's memory again.
    this.#head = Buffer.from(head);
    return undefined;
  }

  /** @returns what is left; nothing may be written after it */
  end(): Buffer | undefined {
    const bytes = this.#head && this.#sniff(this.#head);
    if (!this.#decoder) return bytes;
    const rest = Buffer.from(this.#decoder.decode());
    return bytes ? Buffer.concat([bytes, rest]) : rest;
  }

  #sniff(head: Buffer): Buffer {
    this.#head = undefined;
    const { decoder, bytes } = sniff(head);
    this.#decoder = decoder;
    return decoder ? decode(decoder, bytes) : bytes;
  }
}

function decode(decoder: TextDecoder, bytes: Buffer): Buffer {
  return Buffer.from(decoder.decode(bytes, { stream: true }));
}

function sniff(bytes: Buffer): { decoder: TextDecoder | undefined; bytes: Buffer } {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return { decoder: undefined, bytes: bytes.subarray(3) };
  const label = encodingLabel(bytes);
  return { decoder: label === undefined ? undefined : createDecoder(label), bytes };
}

/** @returns undefined for UTF-8. A TextDecoder drops the byte order mark of its own encoding. */
function encodingLabel(bytes: Buffer): string | undefined {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  const declaration = bytes.toString('latin1', 0, SNIFFED_BYTES);
  const declared = /^<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/i.exec(declaration)?.[1]?.toLowerCase();
  return declared === undefined || ['utf-8', 'utf8', 'us-ascii', 'ascii'].includes(declared)
    ? undefined
    : declared;
}

function createDecoder(label: string): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch (cause) {
    throw corrupt(
      'xml_encoding',
      'The XML declares an encoding that is not known.',
      { encoding: label },
      cause,
    );
  }
}
