import { TextDecoder } from 'node:util';
import { corrupt } from '../errors.ts';

const SNIFFED_BYTES = 256;

/**
 * Turns the chunks of an XML part into UTF-8 without byte order mark. OOXML allows UTF-8 and UTF-16; other
 * declared encodings occur in the wild and cost nothing. UTF-8 passes through untouched.
 */
export async function* toUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  let decoder: TextDecoder | undefined;
  for await (const chunk of chunks) {
    let bytes = chunk;
    if (head) {
      bytes = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      head = bytes;
      if (bytes.length < SNIFFED_BYTES) continue;
      ({ decoder, bytes } = sniff(bytes));
      head = undefined;
    }
    yield decoder ? decode(decoder, bytes) : bytes;
  }
  if (head) {
    const sniffed = sniff(head);
    ({ decoder } = sniffed);
    yield decoder ? decode(decoder, sniffed.bytes) : sniffed.bytes;
  }
  if (decoder) yield Buffer.from(decoder.decode());
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
