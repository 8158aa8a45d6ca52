import { WebAssemblyCode } from '../webassembly.ts';
import { code, layout } from './scanner-code.ts';

interface ScannerExports {
  memory: { readonly buffer: ArrayBuffer };
  scan: (from: number, last: number) => number;
  items: (from: number, until: number, last: number, most: number) => number;
  reset: () => void;
}

/** A number that each side can hold: no limit that matters is higher. */
const MOST = 2 ** 31 - 1;
/** Scanners kept for the next workbook, and the most memory that one of them may keep: a large sheet's table makes more. */
const MOST_IDLE = 2;
const IDLE_BYTES = 2.5 * 1024 * 1024;

const program = new WebAssemblyCode(code);
const idle: ScannerMemory[] = [];

/** What both sides write to, by name: see `scanner/assembly/memory.ts`. */
type Word = Exclude<
  keyof typeof layout,
  'BATCH_INTEGERS' | 'CELLS' | 'DIGITS' | 'INPUT' | 'INPUT_BYTES' | 'PREFIX' | 'STRETCH_ENDS' | 'TEXTS'
>;

/**
 * The scanner of bytes in WebAssembly (`scanner/assembly`) and its memory. A loop of JavaScript over a sheet's bytes is
 * half done before V8 has compiled it well, and compiling it takes as long as the rest; this code is compiled in a
 * fraction of a millisecond.
 */
export class ScannerMemory {
  /** Copies of what is scanned are written here, at `layout.INPUT`. Not to be kept: growing memory is another memory. */
  bytes!: Buffer;
  /** Records of rows, or of items. */
  integers!: Int32Array;
  /** Records of new cells, and the same memory as doubles. */
  cells!: Int32Array;
  doubles!: Float64Array;
  #words!: Int32Array;
  readonly #exports: ScannerExports;

  private constructor(exports: ScannerExports) {
    this.#exports = exports;
    this.#look();
  }

  /** A scanner that nobody else uses; undefined when there is none: the tokenizer then reads all there is. */
  static acquire(): ScannerMemory | undefined {
    const kept = idle.pop();
    if (kept) return kept;
    const exports = program.instantiate();
    return exports === undefined ? undefined : new ScannerMemory(exports as ScannerExports);
  }

  /** To be called by who acquired it, once. One that is not given back is collected. */
  release(): void {
    if (idle.length >= MOST_IDLE || this.bytes.length > IDLE_BYTES) return;
    this.#exports.reset();
    idle.push(this);
  }

  get(word: Word): number {
    return this.#words[layout[word] >> 2]!;
  }

  set(word: Word, value: number): void {
    this.#words[layout[word] >> 2] = Math.min(value, MOST);
  }

  /** Where a stretch of new texts ends, counted from `layout.TEXTS`. */
  stretchEnd(index: number): number {
    return this.#words[(layout.STRETCH_ENDS >> 2) + index]!;
  }

  /** @param prefix of all elements, with its colon. @returns false when it is none that the scanner can look for */
  setPrefix(prefix: string): boolean {
    const bytes = Buffer.from(prefix, 'latin1');
    // A longer one would reach beyond the margin; of another alphabet, places would not be those of a string.
    if (bytes.length > layout.MARGIN / 4 || bytes.toString('utf8') !== prefix) return false;
    this.set('PREFIX_LENGTH', bytes.length);
    bytes.copy(this.bytes, layout.PREFIX);
    return true;
  }

  /**
   * Records rows, until so many cells are recorded that they should be made.
   * @param last start of the last row's end tag: bytes are looked at up to there and for `MARGIN` more
   * @returns the position after the last row taken; both count from the start of what is in the memory
   */
  scanRows(from: number, last: number): number {
    const position = this.#exports.scan(layout.INPUT + from, layout.INPUT + last) - layout.INPUT;
    if (this.bytes.length === 0) this.#look();
    return position;
  }

  /**
   * Records items of the shared string table, at most so many, none of which begins at `until` or later.
   * @param last up to where there are `MARGIN` bytes more
   * @returns as `scanRows`
   */
  scanItems(from: number, until: number, last: number, most: number): number {
    const { INPUT } = layout;
    return this.#exports.items(INPUT + from, INPUT + until, INPUT + last, Math.min(most, MOST)) - INPUT;
  }

  /** Memory that has grown is another memory. */
  #look(): void {
    const { buffer } = this.#exports.memory;
    this.bytes = Buffer.from(buffer);
    this.#words = new Int32Array(buffer, 0, layout.RECORDS >> 2);
    this.integers = new Int32Array(buffer, layout.RECORDS, (layout.CELLS - layout.RECORDS) >> 2);
    this.cells = new Int32Array(buffer, layout.CELLS, (layout.DIGITS - layout.CELLS) >> 2);
    this.doubles = new Float64Array(buffer, layout.CELLS, (layout.DIGITS - layout.CELLS) >> 3);
  }
}
