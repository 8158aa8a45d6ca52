import { isUtf8 } from 'node:buffer';
import { decodeExcelEscapes, decodeXmlText } from '../xml/text.ts';
import type { CellReader } from './cell-reader.ts';
import type { Cell } from './cells.ts';
import { NumberCells } from './number-cells.ts';
import type { RowSink } from './row-sink.ts';
import { layout } from './scanner-code.ts';
import type { ScannerMemory } from './scanner-memory.ts';

/*
 * What `scanner/assembly/identities.ts` records of a new cell: its kind and style, its identity or -1, where its bytes start
 * and end (of a number: in the digits), and the value of a number.
 */
const CELL_INTEGERS = 8;
const DOUBLE_OFFSET = 4;
const KIND_BITS = 3;
const KIND_MASK = 7;

const NUMBER = 0;
/** A number whose value is to be read from its text. */
const LONG_NUMBER = 1;
const TEXT = 2;
const ERROR = 3;
const BOOLEAN = 4;

const TRUE: Cell = { kind: 'boolean', value: true };
const FALSE: Cell = { kind: 'boolean', value: false };

/** Cells that cannot be handed out as they are: a text that is damaged, or one that cannot be read. */
type Odd = { cell: Cell } | { failure: unknown };

/** Makes the cells that a batch of rows brings anew. */
export class NewCells {
  /** Of this batch, in the order in which they were recorded; undefined for an odd one. */
  made: (Cell | undefined)[] = [];
  /** By identity, from the batches before as well. */
  identified: (Cell | undefined)[] = [];
  readonly #sink: RowSink;
  readonly #numbers: NumberCells;
  #bytes: Buffer = Buffer.alloc(0);
  #cleared = 0;
  readonly #oddMade = new Map<number, Odd>();
  readonly #oddIdentified = new Map<number, Odd>();

  constructor(sink: RowSink, reader: CellReader) {
    this.#sink = sink;
    this.#numbers = new NumberCells(reader);
  }

  /** @param bytes what was scanned */
  make(memory: ScannerMemory, bytes: Buffer): void {
    this.#follow(memory.get('CLEARED'));
    this.#oddMade.clear();
    const count = memory.get('NEW_CELLS');
    this.made = new Array<Cell | undefined>(count);
    if (count === 0) return;
    this.#bytes = bytes;
    this.#numbers.enter(memory.bytes.subarray(layout.DIGITS, layout.DIGITS + memory.get('DIGITS_WRITTEN')));
    for (let index = 0; index < count; index += 1) this.#make(memory, index);
  }

  /** The cell that is none of the usual ones. @throws what reading it gave rise to, now that its row has come */
  odd(index: number, hasIdentity: boolean): Cell | undefined {
    const odd = (hasIdentity ? this.#oddIdentified : this.#oddMade).get(index);
    if (odd === undefined) return undefined;
    if ('failure' in odd) throw odd.failure;
    this.#sink.damagedTexts += 1;
    return odd.cell;
  }

  clear(): void {
    this.made = [];
    this.identified = [];
    this.#cleared = 0;
    this.#oddMade.clear();
    this.#oddIdentified.clear();
  }

  /** Follows the scanner, which gives identities. @param cleared how often it has taken all of them back */
  #follow(cleared: number): void {
    if (cleared === this.#cleared) return;
    this.clear();
    this.#cleared = cleared;
  }

  #make({ cells, doubles }: ScannerMemory, index: number): void {
    const at = index * CELL_INTEGERS;
    const first = cells[at]!;
    const identity = cells[at + 1]!;
    const start = cells[at + 2]!;
    const end = cells[at + 3]!;
    const kind = first & KIND_MASK;
    let cell: Cell | undefined;
    if (kind === NUMBER) {
      const value = doubles[(at + DOUBLE_OFFSET) >> 1]!;
      cell = this.#numbers.make(start, end, value, (first >> KIND_BITS) - 1);
    } else if (kind === TEXT) {
      cell = this.#text(start, end, index, identity);
    } else {
      cell = this.#rare(kind, start, end, (first >> KIND_BITS) - 1);
    }
    if (identity < 0) this.made[index] = cell;
    else this.identified[identity] = cell;
  }

  #text(start: number, end: number, index: number, identity: number): Cell | undefined {
    let odd: Odd;
    try {
      const text = decodeExcelEscapes(decodeXmlText(this.#bytes, start, end, false));
      const cell: Cell = { kind: 'text', text };
      if (!text.includes('\uFFFD') || isUtf8(this.#bytes.subarray(start, end))) return cell;
      odd = { cell };
    } catch (failure) {
      odd = { failure };
    }
    // To be told each time that it occurs, so it must be asked for each time.
    if (identity < 0) this.#oddMade.set(index, odd);
    else this.#oddIdentified.set(identity, odd);
    return undefined;
  }

  #rare(kind: number, start: number, end: number, style: number): Cell {
    switch (kind) {
      case LONG_NUMBER:
        return this.#numbers.makeLong(start, end, style);
      case BOOLEAN:
        return start === 0 ? FALSE : TRUE;
      case ERROR: {
        const code = decodeExcelEscapes(decodeXmlText(this.#bytes, start, end, false));
        return { kind: 'error', code: code.trim() };
      }
      default:
        throw new RangeError(`There are no records of kind ${kind}.`);
    }
  }
}
