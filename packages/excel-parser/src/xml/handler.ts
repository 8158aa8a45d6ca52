import type { XmlTokenizer } from './tokenizer.ts';

/** Receives the events of one document, in order. */
export interface XmlHandler {
  /** A start tag. Its name and attributes are read from the tokenizer, and only until this call returns. */
  open(tag: XmlTokenizer): void;
  /** An end tag, also after `open` of an empty element. `depth` is that of the element being closed (root = 1). */
  close(depth: number): void;
  /** A run of character data: never cut in the middle, but one element may have several. `literal` = CDATA. */
  text(bytes: Buffer, start: number, end: number, literal: boolean): void;
  /** The bytes given so far are about to go: what is still to be read of them has to be read now. */
  settle(): void;
  /** For elements that come by the hundred thousand in the same few forms. */
  readonly bulk?: BulkReader | undefined;
}

/**
 * Reads whole elements from their bytes, past the tokenizer. It may take only what the tokenizer would have taken to the
 * same effect; anything unusual it leaves alone, and the tokenizer then reads that element by its own rules.
 */
export interface BulkReader {
  /** Depth of the elements whose children it reads. */
  readonly depth: number;
  /** @returns the position after the last element that it took, `position` itself when it took none */
  take(buffer: Buffer, position: number): number;
  /** Whether `take` stopped only so that what it took can be handed on: it would take more. */
  readonly paused?: boolean;
  /** Whether `take` stopped because these bytes end, as far as it can tell: with more of them it would take more. */
  readonly short?: boolean;
}
