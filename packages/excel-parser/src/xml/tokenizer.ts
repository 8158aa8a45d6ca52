import { corrupt, unsafe } from '../errors.ts';
import { limitExceeded, type WorkbookLimits } from '../limits.ts';
import type { XmlHandler } from './handler.ts';
import { decodeXmlText } from './text.ts';

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const COLON = 0x3a;
const EQUALS = 0x3d;
const CDATA_OPEN = Buffer.from('<![CDATA[');
const EMPTY = Buffer.alloc(0);
/** Enough for most tokens, and for most of what bulk readers wait for. */
const BRIDGE_BYTES = 1024;
/** So much is kept waiting for a bulk reader at most; what is longer is read token by token. */
const LONGEST_WAIT = 8 * 1024;
const MAX_ATTRIBUTES = 256;
/** Native search has a fixed price; below this length a plain loop is cheaper. */
const SHORT_TEXT = 48;

/**
 * A number for a local name, to compare names without making strings. Two names may collide: a document made to do so
 * only mislabels its own elements.
 */
export function nameCode(localName: string): number {
  let code = 0;
  for (let index = 0; index < localName.length; index += 1)
    code = (code * 31 + localName.charCodeAt(index)) | 0;
  return code;
}

/**
 * A non-validating XML tokenizer over bytes, fed in chunks of any size. It keeps the unfinished token of a chunk for
 * the next, so that neither a tag nor a character is ever seen in halves. Namespace prefixes are ignored: which elements
 * are meant is told by their place. Well-formedness is checked as far as damage would show (nesting, unclosed tags,
 * text outside of the root); a DOCTYPE is refused, and with it every entity attack.
 */
export class XmlTokenizer {
  /** Depth of the element last opened; the root has 1. */
  depth = 0;
  /** `nameCode` of the element last opened, without its prefix. */
  code = 0;
  readonly #handler: XmlHandler;
  readonly #part: string;
  readonly #limits: WorkbookLimits;
  #buffer: Buffer = EMPTY;
  #rest: Buffer = EMPTY;
  /** Whether the rest is left because the bulk reader paused, or waits for more. */
  #paused = false;
  #waiting = false;
  #sawRoot = false;
  /** Full-name hashes of the open elements. */
  readonly #stack: Int32Array;
  /** Name start, name end, value start, value end of each attribute. */
  #attributes = new Int32Array(4 * 16);
  #attributeCount = 0;
  #tagStart = 0;
  #nameStart = 0;
  #nameEnd = 0;

  constructor(handler: XmlHandler, part: string, limits: WorkbookLimits) {
    this.#handler = handler;
    this.#part = part;
    this.#limits = limits;
    this.#stack = new Int32Array(limits.xmlDepth + 1);
  }

  /** Feeds the next UTF-8 bytes. They may be changed once `resume` answers that there is nothing left to do. */
  write(chunk: Buffer): void {
    while (this.resume());
    const from = this.#rest.length === 0 ? 0 : this.#bridge(chunk);
    if (from < chunk.length) this.#rest = this.#read(from === 0 ? chunk : chunk.subarray(from), true);
    if (!this.#paused) this.#settle();
  }

  /** Goes on when the bulk reader has paused, which it does to have rows handed on. @returns whether there was anything to do */
  resume(): boolean {
    if (!this.#paused) return false;
    this.#paused = false;
    this.#rest = this.#read(this.#rest, true);
    if (!this.#paused) this.#settle();
    return true;
  }

  /** Keeps what is left of a chunk, and lets go of its memory. */
  #settle(): void {
    this.#rest = this.#rest.length === 0 ? EMPTY : Buffer.from(this.#rest);
    this.#handler.settle();
  }

  /**
   * Completes what the chunk before left unfinished with the first bytes of this one, rather than copy all of it.
   * @returns where in the chunk to go on
   */
  #bridge(chunk: Buffer): number {
    // At least as much again as there is: a token full of `>` must not be looked at again for each of them.
    for (let length = BRIDGE_BYTES; ; length = Math.max(length * 2, this.#rest.length)) {
      const end = Math.min(length, chunk.length);
      const joined = Buffer.concat([this.#rest, chunk.subarray(0, end)]);
      const unread = this.#read(joined, false).length;
      // What is left is all of this chunk: it can be read where it is.
      if (unread <= end) {
        this.#rest = EMPTY;
        if (end < chunk.length) return end - unread;
      }
      if (end === chunk.length) {
        this.#rest = joined.subarray(joined.length - unread);
        return end;
      }
      this.#rest = joined.subarray(joined.length - unread, joined.length - end);
    }
  }

  /** Handles every complete token. @returns the bytes of the one that is not complete, or that are left until `resume` */
  #read(buffer: Buffer, mayPause: boolean): Buffer {
    this.#buffer = buffer;
    this.#waiting = false;
    const rest = buffer.subarray(this.#scan(buffer, mayPause, true));
    const isToken = !this.#paused && !this.#waiting;
    if (isToken && rest.length > this.#limits.textBytes + 64) throw this.#tooLong();
    return rest;
  }

  /** Ends the document. @throws WorkbookError `corrupt_workbook` when it is not complete */
  end(): void {
    while (this.resume());
    this.#buffer = this.#rest;
    this.#rest = EMPTY;
    const rest = this.#buffer.subarray(this.#scan(this.#buffer, false, false));
    if (rest.some((byte) => !isBlank(byte)) || this.depth !== 0 || !this.#sawRoot) {
      throw this.#malformed('xml_incomplete', 'The XML ends too early.');
    }
  }

  /** The local name of the element last opened. */
  name(): string {
    return this.#buffer.toString('utf8', this.#nameStart, this.#nameEnd);
  }

  /** The namespace prefix of the element last opened, with its colon; '' for none. */
  prefix(): string {
    return this.#buffer.toString('utf8', this.#tagStart + 1, this.#nameStart);
  }

  /** The value of an attribute without prefix, undefined when absent. */
  attribute(name: string): string | undefined {
    const index = this.attributeIndex(nameCode(name));
    return index === -1 ? undefined : this.#value(index);
  }

  /** Every attribute by its name as written, prefix included. */
  attributes(): Map<string, string> {
    const found = new Map<string, string>();
    for (let index = 0; index < this.#attributeCount; index += 1) {
      const name = this.#buffer.toString(
        'utf8',
        this.#attributes[index * 4],
        this.#attributes[index * 4 + 1],
      );
      found.set(name, this.#value(index));
    }
    return found;
  }

  /** Position of the attribute whose (unprefixed) name has this code, or -1. */
  attributeIndex(code: number): number {
    const attributes = this.#attributes;
    for (let index = 0; index < this.#attributeCount; index += 1) {
      const end = attributes[index * 4 + 1]!;
      let hash = 0;
      for (let at = attributes[index * 4]!; at < end; at += 1) hash = (hash * 31 + this.#buffer[at]!) | 0;
      if (hash === code) return index;
    }
    return -1;
  }

  /** The bytes of an attribute's value, for readers that need no string. */
  attributeBytes(index: number): { buffer: Buffer; start: number; end: number } {
    return {
      buffer: this.#buffer,
      start: this.#attributes[index * 4 + 2]!,
      end: this.#attributes[index * 4 + 3]!,
    };
  }

  #value(index: number): string {
    return decodeXmlText(
      this.#buffer,
      this.#attributes[index * 4 + 2]!,
      this.#attributes[index * 4 + 3]!,
      false,
    );
  }

  /** Handles every complete token. @returns where the first incomplete one starts, or what a bulk reader waits for */
  #scan(buffer: Buffer, mayPause: boolean, mayWait: boolean): number {
    const { bulk } = this.#handler;
    let position = 0;
    while (position < buffer.length) {
      if (bulk?.depth === this.depth) {
        position = bulk.take(buffer, position);
        if (bulk.paused) {
          if (!mayPause) continue;
          this.#paused = true;
          return position;
        }
        this.#waiting = mayWait && bulk.short === true && buffer.length - position < LONGEST_WAIT;
        if (this.#waiting) return position;
      }
      if (buffer[position] !== LESS) {
        const end = findLess(buffer, position);
        if (end === -1) return position;
        this.#text(buffer, position, end, false);
        position = end;
        continue;
      }
      const second = buffer[position + 1];
      if (second === undefined) return position;
      const next =
        second === SLASH
          ? this.#closeTag(buffer, position)
          : second === 0x21
            ? this.#declaration(buffer, position)
            : second === 0x3f
              ? after(buffer, '?>', position + 2)
              : this.#openTag(buffer, position);
      if (next === -1) return position;
      position = next;
    }
    return position;
  }

  #text(buffer: Buffer, start: number, end: number, literal: boolean): void {
    if (this.depth > 0) {
      if (end - start > this.#limits.textBytes) throw this.#tooLong();
      this.#handler.text(buffer, start, end, literal);
      return;
    }
    for (let at = start; at < end; at += 1) {
      if (!isBlank(buffer[at]!))
        throw this.#malformed('xml_text', 'The XML has text outside of its root element.');
    }
  }

  /** Comment or CDATA section; anything else that starts with `<!` is refused. */
  #declaration(buffer: Buffer, position: number): number {
    if (buffer.length < position + 4) return -1;
    if (buffer[position + 2] === 0x2d && buffer[position + 3] === 0x2d)
      return after(buffer, '-->', position + 4);
    if (buffer.length < position + CDATA_OPEN.length) return -1;
    if (buffer.compare(CDATA_OPEN, 0, CDATA_OPEN.length, position, position + CDATA_OPEN.length) === 0) {
      const start = position + CDATA_OPEN.length;
      const end = buffer.indexOf(']]>', start);
      if (end === -1) return -1;
      if (end > start) this.#text(buffer, start, end, true);
      return end + 3;
    }
    if (buffer.toString('latin1', position + 2, position + 9).toUpperCase() === 'DOCTYPE') {
      throw unsafe('doctype', 'The XML declares a document type.', { part: this.#part });
    }
    throw this.#malformed('xml_markup', 'The XML has an unknown declaration.');
  }

  #closeTag(buffer: Buffer, position: number): number {
    let hash = 0;
    let at = position + 2;
    for (; at < buffer.length; at += 1) {
      const byte = buffer[at]!;
      if (byte === GREATER || isBlank(byte)) break;
      hash = (hash * 31 + byte) | 0;
    }
    while (at < buffer.length && isBlank(buffer[at]!)) at += 1;
    if (at >= buffer.length) return -1;
    if (buffer[at] !== GREATER || this.depth === 0 || this.#stack[this.depth] !== hash) {
      throw this.#malformed('xml_nesting', 'The XML closes an element that is not open.');
    }
    this.#handler.close(this.depth);
    this.depth -= 1;
    return at + 1;
  }

  #openTag(buffer: Buffer, position: number): number {
    let hash = 0;
    let local = 0;
    let at = position + 1;
    this.#tagStart = position;
    this.#nameStart = at;
    for (; at < buffer.length; at += 1) {
      const byte = buffer[at]!;
      if (byte === GREATER || byte === SLASH || isBlank(byte)) break;
      hash = (hash * 31 + byte) | 0;
      local = (local * 31 + byte) | 0;
      if (byte === COLON) {
        local = 0;
        this.#nameStart = at + 1;
      }
    }
    this.#nameEnd = at;
    if (at >= buffer.length) return -1;
    if (at === this.#nameStart) throw this.#malformed('xml_markup', 'The XML has a tag without a name.');
    at = this.#readAttributes(buffer, at);
    if (at === -1) return -1;
    if (at - position > this.#limits.textBytes) throw this.#tooLong();
    const empty = buffer[at] === SLASH;
    if (empty && buffer[at + 1] === undefined) return -1;
    if (empty && buffer[at + 1] !== GREATER) throw this.#malformed('xml_markup', 'The XML has a broken tag.');
    this.#enter(hash, local);
    if (empty) {
      this.#handler.close(this.depth);
      this.depth -= 1;
    }
    return empty ? at + 2 : at + 1;
  }

  #enter(hash: number, local: number): void {
    if (this.depth === 0 && this.#sawRoot)
      throw this.#malformed('xml_roots', 'The XML has two root elements.');
    if (this.depth >= this.#limits.xmlDepth)
      throw limitExceeded('xmlDepth', this.#limits.xmlDepth, { part: this.#part });
    this.#sawRoot = true;
    this.depth += 1;
    this.#stack[this.depth] = hash;
    this.code = local;
    this.#handler.open(this);
  }

  /** @returns where the `>` or `/` stands that ends the tag, -1 when it is not there yet */
  #readAttributes(buffer: Buffer, from: number): number {
    let at = from;
    this.#attributeCount = 0;
    for (;;) {
      while (at < buffer.length && isBlank(buffer[at]!)) at += 1;
      if (at >= buffer.length) return -1;
      if (buffer[at] === GREATER || buffer[at] === SLASH) return at;
      const nameStart = at;
      while (at < buffer.length && buffer[at] !== EQUALS && !isBlank(buffer[at]!) && buffer[at] !== GREATER)
        at += 1;
      const nameEnd = at;
      while (at < buffer.length && isBlank(buffer[at]!)) at += 1;
      if (at >= buffer.length) return -1;
      if (buffer[at] !== EQUALS)
        throw this.#malformed('xml_attribute', 'The XML has an attribute without a value.');
      at += 1;
      while (at < buffer.length && isBlank(buffer[at]!)) at += 1;
      if (at >= buffer.length) return -1;
      const quote = buffer[at]!;
      if (quote !== 0x22 && quote !== 0x27)
        throw this.#malformed('xml_attribute', 'The XML has an unquoted attribute.');
      const valueStart = at + 1;
      const valueEnd = buffer.indexOf(quote, valueStart);
      if (valueEnd === -1) return -1;
      this.#addAttribute(nameStart, nameEnd, valueStart, valueEnd);
      at = valueEnd + 1;
    }
  }

  #addAttribute(nameStart: number, nameEnd: number, valueStart: number, valueEnd: number): void {
    if (this.#attributeCount >= MAX_ATTRIBUTES) {
      throw unsafe('attributes', 'An XML element has too many attributes.', {
        part: this.#part,
        max: MAX_ATTRIBUTES,
      });
    }
    if ((this.#attributeCount + 1) * 4 > this.#attributes.length) {
      const grown = new Int32Array(this.#attributes.length * 2);
      grown.set(this.#attributes);
      this.#attributes = grown;
    }
    const base = this.#attributeCount * 4;
    this.#attributes[base] = nameStart;
    this.#attributes[base + 1] = nameEnd;
    this.#attributes[base + 2] = valueStart;
    this.#attributes[base + 3] = valueEnd;
    this.#attributeCount += 1;
  }

  #malformed(reason: string, message: string): Error {
    return corrupt(reason, message, { part: this.#part });
  }

  #tooLong(): Error {
    return limitExceeded('textBytes', this.#limits.textBytes, { part: this.#part });
  }
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function findLess(buffer: Buffer, from: number): number {
  const near = Math.min(buffer.length, from + SHORT_TEXT);
  for (let at = from; at < near; at += 1) if (buffer[at] === LESS) return at;
  return near === buffer.length ? -1 : buffer.indexOf(LESS, near);
}

/** Position after the next occurrence of a terminator, -1 when it is not there yet. */
function after(buffer: Buffer, terminator: string, from: number): number {
  const at = buffer.indexOf(terminator, from);
  return at === -1 ? -1 : at + terminator.length;
}
