import { layout } from './scanner-code.ts';
import type { ScannerMemory } from './scanner-memory.ts';

/** The part of a buffer that is in the scanner's memory: all of it, or as much as there is room for. */
export class ScannerWindow {
  /** The same bytes where they came from. */
  bytes: Buffer = Buffer.alloc(0);
  /** Where it starts in the buffer. */
  start = 0;
  readonly #memory: ScannerMemory;
  #buffer: Buffer | undefined;

  constructor(memory: ScannerMemory) {
    this.#memory = memory;
  }

  /** Whether a place of this buffer is among these bytes, with enough bytes behind it. */
  holds(buffer: Buffer, position: number): boolean {
    return buffer === this.#buffer && position - this.start < this.last;
  }

  /** Up to here a scanner may look at bytes without asking whether they are there. */
  get last(): number {
    return this.bytes.length - layout.MARGIN;
  }

  move(buffer: Buffer, start: number): void {
    this.#buffer = buffer;
    this.start = start;
    this.bytes = buffer.subarray(start, start + layout.INPUT_BYTES);
    this.bytes.copy(this.#memory.bytes, layout.INPUT);
  }
}
