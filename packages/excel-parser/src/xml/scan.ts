import { throwIfAborted } from '../errors.ts';
import type { WorkbookLimits } from '../limits.ts';
import type { Watch } from '../watch.ts';
import { toUtf8 } from './encoding.ts';
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

/** Runs a whole part through a handler; yields after each chunk or more often, so that the caller can hand on what was gathered. */
export async function* scanXml(
  chunks: AsyncIterable<Buffer>,
  handler: XmlHandler,
  options: ScanOptions,
): AsyncGenerator<void> {
  const tokenizer = new XmlTokenizer(handler, options.part, options.limits);
  for await (const chunk of toUtf8(chunks)) {
    options.watch?.check();
    throwIfAborted(options.signal);
    tokenizer.write(chunk);
    yield;
    options.watch?.checkAborted();
    while (tokenizer.resume()) {
      yield;
      // The caller may have had enough of what it was handed.
      options.watch?.checkAborted();
    }
  }
  tokenizer.end();
  yield;
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
  };
  for await (const _chunk of scanXml(chunks, handler, options));
}
