import { corrupt } from '../errors.ts';
import { limitExceeded } from '../limits.ts';
import type { ScanOptions } from '../xml/scan.ts';
import { decodeExcelEscapes, TextCollector } from '../xml/text.ts';
import { nameCode, type XmlHandler, type XmlTokenizer } from '../xml/tokenizer.ts';
import { type Cell, columnLetters, type Row } from './cells.ts';
import { normaliseIsoDate, serialToIso } from './dates.ts';
import type { WarningLog } from './warnings.ts';

const WORKSHEET = nameCode('worksheet');
const DIMENSION = nameCode('dimension');
const SHEET_DATA = nameCode('sheetData');
const ROW = nameCode('row');
const CELL = nameCode('c');
const VALUE = nameCode('v');
const INLINE = nameCode('is');
const TEXT = nameCode('t');
const RUN = nameCode('r');
const REFERENCE = nameCode('r');
const TYPE = nameCode('t');
const STYLE = nameCode('s');

/** Where the scanner stands; elements that have no business there are skipped with all they hold. */
const outside = 0;
const inSheetData = 1;
const inRow = 2;
const inCell = 3;
const inValue = 4;
const inInline = 5;
const inRun = 6;
const inText = 7;

/** What a sheet's cells refer to. */
export interface SheetContext {
  sheet: string;
  sharedStrings: readonly string[];
  dateStyles: readonly boolean[];
  date1904: boolean;
  warnings: WarningLog;
}

/**
 * Turns the XML of a worksheet into rows. Elements are known by their local name *and* place, so any prefix or namespace
 * form is read and foreign extensions are passed over. Declared ranges are not believed.
 */
export class SheetScanner implements XmlHandler {
  readonly #context: SheetContext;
  readonly #options: ScanOptions;
  readonly #collector: TextCollector;
  #rows: Row[] = [];
  #state = outside;
  /** Depth of the element being skipped, 0 when none is. */
  #skipDepth = 0;
  #runText = false;
  #row: Row = { number: 0, cells: [] };
  #rowCount = 0;
  #cellCount = 0;
  #column = -1;
  #type = '';
  #style = 0;
  #dimension: { column: number; row: number; text: string } | undefined;
  #lastColumn = -1;
  #lastRow = 0;

  constructor(context: SheetContext, options: ScanOptions) {
    const { limits, part } = options;
    this.#context = context;
    this.#options = options;
    this.#collector = new TextCollector(limits.textBytes, () =>
      limitExceeded('textBytes', limits.textBytes, { part }),
    );
  }

  /** Hands over the rows completed since the last call. */
  takeRows(): Row[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  /** Compares what was read with what the sheet declared. To be called after the last row. */
  finish(): void {
    const declared = this.#dimension;
    if (declared && (this.#lastRow > declared.row || this.#lastColumn > declared.column)) {
      const actual = `${columnLetters(Math.max(this.#lastColumn, 0))}${this.#lastRow}`;
      this.#warn('stale_dimension', { declared: declared.text, actual });
    }
  }

  open(tag: XmlTokenizer): void {
    if (this.#skipDepth !== 0) return;
    const { code, depth } = tag;
    switch (this.#state) {
      case outside:
        if (depth === 1) {
          if (code !== WORKSHEET)
            throw corrupt('not_a_worksheet', 'The sheet is no worksheet.', { part: this.#options.part });
        } else if (code === SHEET_DATA) {
          this.#state = inSheetData;
        } else {
          if (code === DIMENSION) this.#readDimension(tag.attribute('ref') ?? '');
          this.#skipDepth = depth;
        }
        return;
      case inSheetData:
        if (code === ROW) this.#beginRow(tag);
        else this.#skipDepth = depth;
        return;
      case inRow:
        if (code === CELL) this.#beginCell(tag);
        else this.#skipDepth = depth;
        return;
      case inCell:
        if (code === VALUE) this.#state = inValue;
        else if (code === INLINE) this.#state = inInline;
        else this.#skipDepth = depth;
        return;
      case inInline:
        if (code === TEXT) this.#beginText(false);
        else if (code === RUN) this.#state = inRun;
        else this.#skipDepth = depth;
        return;
      case inRun:
        if (code === TEXT) this.#beginText(true);
        else this.#skipDepth = depth;
        return;
      default:
        this.#skipDepth = depth;
    }
  }

  close(depth: number): void {
    if (this.#skipDepth !== 0) {
      if (depth === this.#skipDepth) this.#skipDepth = 0;
      return;
    }
    switch (this.#state) {
      case inText:
        this.#state = this.#runText ? inRun : inInline;
        return;
      case inRun:
        this.#state = inInline;
        return;
      case inInline:
      case inValue:
        this.#state = inCell;
        return;
      case inCell:
        this.#endCell();
        this.#state = inRow;
        return;
      case inRow:
        this.#endRow();
        this.#state = inSheetData;
        return;
      default:
        this.#state = outside;
    }
  }

  text(bytes: Buffer, start: number, end: number, literal: boolean): void {
    if (this.#skipDepth !== 0) return;
    if (this.#state === inValue || this.#state === inText) this.#collector.push(bytes, start, end, literal);
  }

  #beginText(inRichText: boolean): void {
    this.#runText = inRichText;
    this.#state = inText;
  }

  #readDimension(text: string): void {
    const corner = /^(?:\$?[A-Z]+\$?\d+:)?\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(text);
    if (!corner) return;
    const column = [...corner[1]!].reduce((value, letter) => value * 26 + letter.charCodeAt(0) - 64, 0) - 1;
    this.#dimension = { column, row: Number(corner[2]), text };
  }

  #beginRow(tag: XmlTokenizer): void {
    const { limits } = this.#options;
    this.#rowCount += 1;
    if (this.#rowCount > limits.rows)
      throw limitExceeded('rows', limits.rows, { sheet: this.#context.sheet });
    const written = tag.attribute('r');
    const number = written === undefined ? this.#row.number + 1 : Number(written);
    if (!Number.isInteger(number) || number < 1) {
      throw corrupt('row_number', 'A row has no valid number.', { sheet: this.#context.sheet });
    }
    if (number > limits.rows)
      throw limitExceeded('rows', limits.rows, { sheet: this.#context.sheet, row: number });
    if (number <= this.#row.number) this.#warn('rows_out_of_order', { row: number });
    this.#row = { number, cells: [] };
    this.#column = -1;
    this.#state = inRow;
  }

  #endRow(): void {
    if (this.#row.cells.length === 0) return;
    this.#rows.push(this.#row);
    this.#lastRow = Math.max(this.#lastRow, this.#row.number);
    this.#lastColumn = Math.max(this.#lastColumn, this.#row.cells.length - 1);
  }

  #beginCell(tag: XmlTokenizer): void {
    const { limits } = this.#options;
    this.#cellCount += 1;
    if (this.#cellCount > limits.cells)
      throw limitExceeded('cells', limits.cells, { sheet: this.#context.sheet });
    const reference = tag.attributeIndex(REFERENCE);
    this.#column = reference === -1 ? this.#column + 1 : this.#readReference(tag, reference);
    if (this.#column >= limits.columns)
      throw limitExceeded('columns', limits.columns, { sheet: this.#context.sheet });
    const type = tag.attributeIndex(TYPE);
    this.#type = type === -1 ? 'n' : latin1(tag, type);
    const style = tag.attributeIndex(STYLE);
    this.#style = style === -1 ? -1 : Number(latin1(tag, style));
    this.#collector.reset();
    this.#state = inCell;
  }

  /** Column of a reference such as 'F20', read from its bytes. */
  #readReference(tag: XmlTokenizer, index: number): number {
    const { buffer, start, end } = tag.attributeBytes(index);
    let column = 0;
    let row = 0;
    for (let at = start; at < end; at += 1) {
      const byte = buffer[at]!;
      const letter = (byte | 0x20) - 0x60;
      if (row === 0 && byte >= 0x41 && letter >= 1 && letter <= 26 && at - start < 3)
        column = column * 26 + letter;
      else if (column > 0 && byte >= 0x30 && byte <= 0x39 && row < 1e8 && (row > 0 || byte > 0x30)) {
        row = row * 10 + byte - 0x30;
      } else {
        row = 0;
        break;
      }
    }
    if (column === 0 || row === 0) {
      throw corrupt('cell_reference', 'A cell has an invalid reference.', {
        sheet: this.#context.sheet,
        row: this.#row.number,
      });
    }
    if (row !== this.#row.number) this.#warn('cell_in_other_row', { row: this.#row.number });
    return column - 1;
  }

  #endCell(): void {
    if (this.#collector.isEmpty) return;
    const cell = this.#readCell();
    if (!cell) return;
    if (this.#row.cells[this.#column] !== undefined)
      this.#warn('cell_written_twice', { row: this.#row.number });
    this.#row.cells[this.#column] = cell;
  }

  #readCell(): Cell | undefined {
    switch (this.#type) {
      case 's':
        return textCell(this.#sharedString());
      case 'str':
      case 'inlineStr':
        return textCell(decodeExcelEscapes(this.#collector.text()));
      case 'n':
        return this.#readNumber(this.#collector.text());
      case 'b':
        return { kind: 'boolean', value: ['1', 'true'].includes(this.#collector.text().trim()) };
      case 'e':
        return { kind: 'error', code: this.#collector.text().trim() };
      case 'd': {
        const raw = this.#collector.text();
        const value = normaliseIsoDate(raw);
        return value === undefined ? this.#unknown('date_not_readable', raw) : { kind: 'date', value, raw };
      }
      default:
        return this.#unknown('unknown_cell_type', this.#collector.text());
    }
  }

  #sharedString(): string {
    const written = this.#collector.index();
    const index = written === -1 ? Number(this.#collector.text().trim() || NaN) : written;
    const text = this.#context.sharedStrings[index];
    if (text === undefined) {
      throw corrupt('shared_string', 'A cell refers to a shared string that does not exist.', {
        sheet: this.#context.sheet,
        row: this.#row.number,
      });
    }
    return text;
  }

  #readNumber(text: string): Cell | undefined {
    const raw = text.trim();
    if (raw === '') return undefined;
    const value = Number(raw);
    // Number() accepts '0x1F' and 'Infinity', which no number cell may hold.
    if (!Number.isFinite(value) || !/^[-+.\deE]+$/.test(raw))
      return this.#unknown('number_not_readable', text);
    const iso = this.#context.dateStyles[this.#style]
      ? serialToIso(value, this.#context.date1904)
      : undefined;
    return iso === undefined ? { kind: 'number', value, raw } : { kind: 'date', value: iso, raw };
  }

  /** Keeps as text what its declared type cannot explain, rather than lose it. */
  #unknown(code: string, text: string): Cell | undefined {
    this.#warn(code, { row: this.#row.number, type: this.#type.slice(0, 16) });
    return textCell(text);
  }

  #warn(code: string, details: Record<string, string | number>): void {
    const sheet = this.#context.sheet;
    this.#context.warnings.addOnce({ code, details: { sheet, ...details } }, sheet);
  }
}

function textCell(text: string): Cell | undefined {
  return text === '' ? undefined : { kind: 'text', text };
}

function latin1(tag: XmlTokenizer, index: number): string {
  const { buffer, start, end } = tag.attributeBytes(index);
  // The one-letter types are nearly all there are.
  if (end - start === 1) return String.fromCharCode(buffer[start]!);
  return buffer.toString('latin1', start, end);
}
