import { isUtf8 } from 'node:buffer';
import { decodeExcelEscapes, decodeXmlText } from '../xml/text.ts';
import type { TextCell } from './cells.ts';

/** Smallest and largest table of the scanner; each step holds four times as many texts. */
const FIRST_SLOTS = 4_096;
const MOST_SLOTS = 131_072;
/** Texts in place take up so much of a sheet that this leaves some slots over. */
const BYTES_OF_XML_PER_SLOT = 512;

/** Text cells by the identities that the scanner gives to texts: one seen before costs neither a string nor a cell. */
export class TextCells {
  /** By the identity of the text, from 1; undefined until it is decoded. */
  cells: (TextCell | undefined)[] = [undefined];
  /** Slots that the scanner's table should begin with. */
  readonly slots: number;
  /** Whether the text last decoded has bytes that are no UTF-8. */
  damaged = false;
  #cleared = 0;

  /** @param sheetBytes about how large the sheet is: a table made large at once need not grow */
  constructor(sheetBytes = 0) {
    const slots = 2 ** Math.ceil(Math.log2(sheetBytes / BYTES_OF_XML_PER_SLOT + 1));
    this.slots = Math.min(MOST_SLOTS, Math.max(FIRST_SLOTS, slots));
  }

  /**
   * Follows the scanner, which gives identities.
   * @param used how many it has given
   * @param cleared how often it has taken all of them back
   */
  follow(used: number, cleared: number): void {
    if (cleared !== this.#cleared) {
      this.clear();
      this.#cleared = cleared;
    }
    while (this.cells.length <= used) this.cells.push(undefined);
  }

  clear(): void {
    this.cells = [undefined];
    this.#cleared = 0;
  }

  /** Makes and keeps the cell of a text. */
  decode(buffer: Buffer, start: number, end: number, id: number): TextCell {
    const text = decodeExcelEscapes(decodeXmlText(buffer, start, end, false));
    const cell: TextCell = { kind: 'text', text };
    this.damaged = text.includes('\uFFFD') && !isUtf8(buffer.subarray(start, end));
    // A damaged text has to be told each time it occurs, so it must come here each time.
    if (id !== 0 && !this.damaged) this.cells[id] = cell;
    return cell;
  }
}
