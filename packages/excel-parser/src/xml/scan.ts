import { throwIfAborted } from '../errors.ts';
import type { WorkbookLimits } from '../limits.ts';
import type { Watch } from '../watch.ts';
import { Utf8Decoder } from './encoding.ts';
import type { XmlHandler } from './handler.ts';
import { XmlTokenizer } from './tokenizer.ts';

export interface ScanOptions {
  /** Name of the part, for errors. */
  part: string;
  limits: WorkbookLimits;
  watch?: Watch | undefined;
  /** For parts that are read without a watch. */
  signal?: AbortSignal | undefined;
}

/** A part of XML that goes through a handler chunk by chunk, so that between them can be handed on what was gathered. */
export class XmlScan {
  readonly #tokenizer: XmlTokenizer;
  readonly #decoder = new Utf8Decoder();
  readonly #options: ScanOptions;

  constructor(handler: XmlHandler, options: ScanOptions) {
    this.#tokenizer = new XmlTokenizer(handler, options.part, options.limits);
    this.#options = options;
  }

  /**
   * Reads a chunk, or so much of it as is to be handed on at once; then `resume` has to be called. The chunk's memory may be
   * used again when `resume` has answered that nothing was left.
   */
  write(chunk: Buffer): void {
    this.#options.watch?.check();
    throwIfAborted(this.#options.signal);
    const bytes = this.#decoder.write(chunk);
    if (bytes) this.#tokenizer.write(bytes);
  }

  /** Reads the beginning of a part of which no more will be asked for: all of it, however short. */
  peek(head: Buffer): void {
    const bytes = this.#decoder.write(head) ?? this.#decoder.end();
    if (bytes) this.#tokenizer.write(bytes);
  }

  /** Goes on with the chunk. @returns whether there was anything left of it */
  resume(): boolean {
    // The caller may have had enough of what it was handed.
    this.#options.watch?.checkAborted();
    return this.#tokenizer.resume();
  }

  end(): void {
    const rest = this.#decoder.end();
    if (rest) this.#tokenizer.write(rest);
    this.#tokenizer.end();
  }
}

/** Runs a whole part through a handler. */
export async function readXml(
  chunks: AsyncIterable<Buffer>,
  handler: XmlHandler,
  options: ScanOptions,
): Promise<void> {
  const scan = new XmlScan(handler, options);
  for await (const chunk of chunks) {
    scan.write(chunk);
    while (scan.resume());
  }
  scan.end();
}

/** One start tag of a small part. */
export interface XmlElement {
  /** Without prefix. */
  name: string;
  /** Root = 1. */
  depth: number;
  /** By name as written, prefix included. */
  attributes: Map<string, string>;
}

/** Visits every start tag of a small part (workbook, relationships, styles), where speed does not count. */
export async function visitElements(
  chunks: AsyncIterable<Buffer>,
  visit: (element: XmlElement) => void,
  options: ScanOptions,
): Promise<void> {
  const handler: XmlHandler = {
    open: (tag) => visit({ name: tag.name(), depth: tag.depth, attributes: tag.attributes() }),
    close: () => undefined,
    text: () => undefined,
    settle: () => undefined,
  };
  await readXml(chunks, handler, options);
}
