import { isUtf8 } from 'node:buffer';
import { decodeExcelEscapes, decodeXmlText, resolveXmlText } from '../xml/text.ts';
import type { CellReader } from './cell-reader.ts';
import { emptyTable } from './cell-table.ts';
import type { Cell } from './cells.ts';
import { NumberCells } from './number-cells.ts';
import type { RowSink } from './row-sink.ts';
import { layout } from './scanner-code.ts';
import type { ScannerMemory } from './scanner-memory.ts';

/*
 * What `scanner/assembly/identities.ts` records of a new cell: its kind and style, its identity or -1, where its bytes start
 * and end (of a number: in the digits), and the value of a number, or where in a stretch a text stands.
 */
const CELL_INTEGERS = 8;
const IDENTITY = 1;
const START = 2;
const END = 3;
const VALUE = 4;
const UNITS = 5;
const STRETCH = 6;
const KIND_BITS = 3;
const KIND_MASK = 7;

const NUMBER = 0;
/** A number whose value is to be read from its text. */
const LONG_NUMBER = 1;
const TEXT = 2;
const ERROR = 3;
const BOOLEAN = 4;
/** A text that stands in no stretch. */
const LONG_TEXT = 5;

const TRUE: Cell = { kind: 'boolean', value: true };
const FALSE: Cell = { kind: 'boolean', value: false };

/** Cells that cannot be handed out as they are: a text that is damaged, or one that cannot be read. */
type Odd = { cell: Cell } | { failure: unknown };

/** Makes the cells that a batch of rows brings anew. */
export class NewCells {
  /** Of this batch, in the order in which they were recorded; undefined for an odd one. */
  made = emptyTable<Cell>();
  /** By identity, from the batches before as well. */
  identified = emptyTable<Cell>();
  readonly #sink: RowSink;
  readonly #numbers: NumberCells;
  #bytes: Buffer = Buffer.alloc(0);
  /** Texts of the batch, many in each; undefined for a stretch that is no UTF-8. */
  #stretches: (string | undefined)[] = [];
  #cleared = 0;
  readonly #oddMade = new Map<number, Odd>();
  readonly #oddIdentified = new Map<number, Odd>();

  constructor(sink: RowSink, reader: CellReader) {
    this.#sink = sink;
    this.#numbers = new NumberCells(reader);
  }

  /** @param bytes what was scanned */
  make(memory: ScannerMemory, bytes: Buffer): void {
    // The scanner gives identities, and may have taken all of them back.
    const cleared = memory.get('CLEARED');
    if (cleared !== this.#cleared) this.clear();
    this.#cleared = cleared;
    const count = memory.get('NEW_CELLS');
    this.made = new Array<Cell | undefined>(count);
    if (this.#oddMade.size > 0) this.#oddMade.clear();
    if (count === 0) return;
    this.#bytes = bytes;
    this.#numbers.enter(memory.bytes.subarray(layout.DIGITS, layout.DIGITS + memory.get('DIGITS_WRITTEN')));
    this.#stretches = stretchesOf(memory);
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
    this.made = emptyTable();
    this.identified = emptyTable();
    this.#cleared = 0;
    this.#oddMade.clear();
    this.#oddIdentified.clear();
  }

  #make({ cells, doubles }: ScannerMemory, index: number): void {
    const at = index * CELL_INTEGERS;
    const first = cells[at]!;
    const identity = cells[at + IDENTITY]!;
    const kind = first & KIND_MASK;
    let cell: Cell | undefined;
    if (kind === NUMBER) {
      const value = doubles[(at + VALUE) >> 1]!;
      cell = this.#numbers.make(cells[at + START]!, cells[at + END]!, value, (first >> KIND_BITS) - 1);
    } else if (kind === TEXT) {
      cell = this.#text(cells, at, index);
    } else {
      cell = this.#rare(kind, cells, index);
    }
    if (identity < 0) this.made[index] = cell;
    else this.identified[identity] = cell;
  }

  #text(cells: Int32Array, at: number, index: number): Cell | undefined {
    const found = cells[at + STRETCH]!;
    const stretch = this.#stretches[found >> 1];
    if (stretch === undefined) return this.#textAlone(cells, index);
    const start = cells[at + VALUE]!;
    const raw = stretch.substring(start, start + cells[at + UNITS]!);
    if ((found & 1) === 0) return { kind: 'text', text: raw };
    try {
      return { kind: 'text', text: decodeExcelEscapes(resolveXmlText(raw)) };
    } catch (failure) {
      return this.#keepOdd(cells, index, { failure });
    }
  }

  /** A text that is long, or stands beside one that is damaged or is so itself. */
  #textAlone(cells: Int32Array, index: number): Cell | undefined {
    const start = cells[index * CELL_INTEGERS + START]!;
    const end = cells[index * CELL_INTEGERS + END]!;
    try {
      const text = decodeExcelEscapes(decodeXmlText(this.#bytes, start, end, false));
      const cell: Cell = { kind: 'text', text };
      const isDamaged = text.includes('\uFFFD') && !isUtf8(this.#bytes.subarray(start, end));
      return isDamaged ? this.#keepOdd(cells, index, { cell }) : cell;
    } catch (failure) {
      return this.#keepOdd(cells, index, { failure });
    }
  }

  /** It has to be told each time that it occurs, so it must be asked for each time. */
  #keepOdd(cells: Int32Array, index: number, odd: Odd): undefined {
    const identity = cells[index * CELL_INTEGERS + IDENTITY]!;
    if (identity < 0) this.#oddMade.set(index, odd);
    else this.#oddIdentified.set(identity, odd);
  }

  #rare(kind: number, cells: Int32Array, index: number): Cell | undefined {
    const at = index * CELL_INTEGERS;
    const start = cells[at + START]!;
    const end = cells[at + END]!;
    switch (kind) {
      case LONG_NUMBER:
        return this.#numbers.makeLong(start, end, (cells[at]! >> KIND_BITS) - 1);
      case LONG_TEXT:
        return this.#textAlone(cells, index);
      case BOOLEAN:
        return start === 0 ? FALSE : TRUE;
      case ERROR:
        try {
          const code = decodeExcelEscapes(decodeXmlText(this.#bytes, start, end, false));
          return { kind: 'error', code: code.trim() };
        } catch (failure) {
          return this.#keepOdd(cells, index, { failure });
        }
      default:
        throw new RangeError(`There are no records of kind ${kind}.`);
    }
  }
}

/** The new texts of a batch, many in each string; undefined for one that is no UTF-8. */
function stretchesOf(memory: ScannerMemory): (string | undefined)[] {
  const stretches: (string | undefined)[] = [];
  let start: number = layout.TEXTS;
  for (let index = 0; index < memory.get('STRETCHES'); index += 1) {
    const end = layout.TEXTS + memory.stretchEnd(index);
    const bytes = memory.bytes.subarray(start, end);
    stretches.push(isUtf8(bytes) ? bytes.toString('utf8') : undefined);
    start = end;
  }
  return stretches;
}
