import { WebAssemblyCode } from '../webassembly.ts';
import { code, layout } from './inflater-code.ts';

interface InflaterExports {
  memory: { readonly buffer: ArrayBuffer };
  inflate: (from: number, to: number) => number;
  checksum: (from: number, to: number, before: number) => number;
  reset: () => void;
}

/** What a step ends with: more input is needed, the output is full and to be read, it has come to its end, it is damaged. */
export const step = { needsInput: 0, full: 1, done: 2, corrupt: 3 } as const;
export type Step = (typeof step)[keyof typeof step];

/** Inflaters kept for the next part: each is half a megabyte. */
const MOST_IDLE = 2;

const program = new WebAssemblyCode(code);
const idle: Inflater[] = [];

/**
 * Inflates raw deflate (RFC 1951) piece by piece in WebAssembly (`inflater/assembly`), into memory that it uses again. What it
 * reads and refuses is what zlib does; beside zlib's streams it saves the turns of the event loop that these take, and the
 * memory of each chunk.
 */
export class Inflater {
  readonly #exports: InflaterExports;
  readonly #bytes: Buffer;
  readonly #words: Int32Array;
  /** The input that is not used up. */
  #from: number = layout.INPUT;
  #to: number = layout.INPUT;

  private constructor(exports: InflaterExports) {
    this.#exports = exports;
    this.#bytes = Buffer.from(exports.memory.buffer);
    this.#words = new Int32Array(exports.memory.buffer, 0, layout.OUTPUT_END / 4 + 1);
    exports.reset();
  }

  /** An inflater that nobody else uses; undefined when there is no WebAssembly to be had. */
  static acquire(): Inflater | undefined {
    const kept = idle.pop();
    if (kept) return kept;
    const exports = program.instantiate();
    return exports === undefined ? undefined : new Inflater(exports as InflaterExports);
  }

  /** To be called by who acquired it, once. One that is not given back is collected. */
  release(): void {
    if (idle.length >= MOST_IDLE) return;
    this.#exports.reset();
    this.#from = layout.INPUT;
    this.#to = layout.INPUT;
    idle.push(this);
  }

  /**
   * Takes input, as much as there is room for.
   * @returns how many bytes it took: one at least when the last step needed input
   */
  feed(input: Buffer, start: number): number {
    const kept = this.#to - this.#from;
    if (kept > 0) this.#bytes.copyWithin(layout.INPUT, this.#from, this.#to);
    const end = Math.min(input.length, start + layout.INPUT_BYTES - kept);
    const taken = input.copy(this.#bytes, layout.INPUT + kept, start, end);
    this.#from = layout.INPUT;
    this.#to = layout.INPUT + kept + taken;
    return taken;
  }

  /** Goes on as far as there is input, and room for output. */
  step(): Step {
    const answer = this.#exports.inflate(this.#from, this.#to) as Step;
    this.#from = this.#words[layout.UNUSED / 4]!;
    return answer;
  }

  /** What was inflated since the last step that ended with `full`. It stands here until the next step. */
  output(): Buffer {
    return this.#bytes.subarray(layout.OUTPUT, this.#words[layout.OUTPUT_END / 4]!);
  }

  /** The CRC-32 of the output, behind bytes that have another. */
  checksum(before: number): number {
    return this.#exports.checksum(layout.OUTPUT, this.#words[layout.OUTPUT_END / 4]!, before) >>> 0;
  }

  /** Bytes of the input that are not used up. */
  get unused(): number {
    return this.#to - this.#from;
  }
}
