import { isUtf8 } from 'node:buffer';
import { corrupt } from '../errors.ts';

const namedEntities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/**
 * The text of a run of XML bytes: UTF-8 decoded (an invalid byte becomes U+FFFD), line ends as XML 1.0 §2.11 asks, and
 * references resolved unless `literal` (CDATA).
 * @throws WorkbookError `corrupt_workbook` for an entity that XML does not predefine: there is no DTD to define others.
 */
export function decodeXmlText(bytes: Buffer, start: number, end: number, literal: boolean): string {
  const text = bytes.toString('utf8', start, end);
  return literal ? normaliseLineEnds(text) : resolveXmlText(text);
}

/** As `decodeXmlText`, of XML that is decoded already. */
export function resolveXmlText(raw: string): string {
  const text = normaliseLineEnds(raw);
  return text.includes('&') ? resolveReferences(text) : text;
}

function normaliseLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function resolveReferences(text: string): string {
  return text.replace(/&([^;&]{0,32};?)/g, (whole, body: string) => {
    const name = body.slice(0, -1);
    const resolved = !body.endsWith(';')
      ? undefined
      : name.startsWith('#')
        ? resolveCharacter(name.slice(1))
        : namedEntities.get(name);
    if (resolved === undefined)
      throw corrupt('xml_entity', 'The XML has an unknown entity.', { entity: whole.slice(0, 16) });
    return resolved;
  });
}

function resolveCharacter(digits: string): string | undefined {
  const code = /^x[0-9a-f]{1,6}$/i.test(digits)
    ? Number.parseInt(digits.slice(1), 16)
    : /^[0-9]{1,7}$/.test(digits)
      ? Number.parseInt(digits, 10)
      : 0;
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return valid ? String.fromCodePoint(code) : undefined;
}

/** `_xHHHH_` is how OOXML writes characters that XML cannot hold (ECMA-376 part 1, 22.9.2.19, ST_Xstring). */
export function decodeExcelEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9a-f]{4})_/gi, (_whole, hexadecimal: string) =>
    String.fromCharCode(Number.parseInt(hexadecimal, 16)),
  );
}

/**
 * Gathers the text of one element, which comments, CDATA sections and child runs may cut in pieces.
 * A single piece is decoded only when asked for: most cells are numbers or indexes and never become a string.
 */
export class TextCollector {
  readonly #maxBytes: number;
  readonly #tooLong: () => Error;
  #bytes: Buffer | undefined;
  #start = 0;
  #end = 0;
  #literal = false;
  #text = '';
  #length = 0;
  #damaged = false;

  constructor(maxBytes: number, tooLong: () => Error) {
    this.#maxBytes = maxBytes;
    this.#tooLong = tooLong;
  }

  reset(): void {
    this.#bytes = undefined;
    this.#text = '';
    this.#length = 0;
    this.#damaged = false;
  }

  push(bytes: Buffer, start: number, end: number, literal: boolean): void {
    this.#length += end - start;
    if (this.#length > this.#maxBytes) throw this.#tooLong();
    if (this.#bytes) this.#text += this.#lastPiece(this.#bytes);
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    this.#literal = literal;
  }

  /** Reads the last piece now, whose bytes are about to go. */
  settle(): void {
    if (!this.#bytes) return;
    this.#text += this.#lastPiece(this.#bytes);
    this.#bytes = undefined;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  text(): string {
    return this.#bytes ? this.#text + this.#lastPiece(this.#bytes) : this.#text;
  }

  /** Whether the text, once asked for, had bytes that are no UTF-8. */
  get damaged(): boolean {
    return this.#damaged;
  }

  #lastPiece(bytes: Buffer): string {
    const piece = decodeXmlText(bytes, this.#start, this.#end, this.#literal);
    if (piece.includes('\uFFFD') && !isUtf8(bytes.subarray(this.#start, this.#end))) this.#damaged = true;
    return piece;
  }

  /** The whole text as a non-negative integer below 2^31, read from the bytes; -1 when it is anything else. */
  index(): number {
    if (!this.#bytes || this.#text !== '' || this.#end === this.#start || this.#end - this.#start > 9)
      return -1;
    let value = 0;
    for (let position = this.#start; position < this.#end; position += 1) {
      const digit = this.#bytes[position]! - 0x30;
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
    }
    return value;
  }
}
