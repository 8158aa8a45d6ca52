import { corrupt } from '../errors.ts';
import { limitExceeded } from '../limits.ts';
import type { ScanOptions } from '../xml/scan.ts';
import { decodeExcelEscapes, TextCollector } from '../xml/text.ts';
import type { XmlHandler } from '../xml/handler.ts';
import { nameCode, type XmlTokenizer } from '../xml/tokenizer.ts';
import type { CellReader } from './cell-reader.ts';
import type { Cell } from './cells.ts';
import { RowScanner } from './row-scanner.ts';
import type { RowSink } from './row-sink.ts';
import { slotsForTexts } from './text-slots.ts';
import type { WarningLog } from './warnings.ts';

const WORKSHEET = nameCode('worksheet');
const DIMENSION = nameCode('dimension');
const SHEET_DATA = nameCode('sheetData');
const ROW = nameCode('row');
const CELL = nameCode('c');
const MERGE_CELLS = nameCode('mergeCells');
const MERGE_CELL = nameCode('mergeCell');
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
const inMerges = 8;

/**
 * Turns the XML of a worksheet into rows. Elements are known by their local name *and* place, so any prefix or namespace
 * form is read and foreign extensions are passed over. Declared ranges are not believed. Most rows never come here: the
 * `RowScanner` takes them.
 */
export class SheetScanner implements XmlHandler {
  readonly bulk: RowScanner;
  /** Merged ranges such as 'A1:C1', known once the sheet has been read to its end. */
  readonly mergedRanges: string[] = [];
  readonly #sink: RowSink;
  readonly #reader: CellReader;
  readonly #warnings: WarningLog;
  readonly #options: ScanOptions;
  readonly #collector: TextCollector;
  #state = outside;
  /** Depth of the element being skipped, 0 when none is. */
  #skipDepth = 0;
  #runText = false;
  #sawInline = false;
  #number = 0;
  #cells: (Cell | undefined)[] = [];
  #column = -1;
  #type = '';
  #style = -1;
  #dimension: { column: number; row: number; text: string } | undefined;

  constructor(
    sink: RowSink,
    reader: CellReader,
    warnings: WarningLog,
    options: ScanOptions & { sheetBytes?: number },
  ) {
    const { limits, part } = options;
    this.#sink = sink;
    this.#reader = reader;
    this.#warnings = warnings;
    this.#options = options;
    this.bulk = new RowScanner(sink, reader, slotsForTexts(options.sheetBytes ?? 0));
    this.#collector = new TextCollector(limits.textBytes, () =>
      limitExceeded('textBytes', limits.textBytes, { part }),
    );
  }

  /** Compares what was read with what the sheet declared. To be called after the last row. */
  finish(): void {
    const declared = this.#dimension;
    const { lastRow, lastColumn } = this.#sink;
    if (declared && (lastRow > declared.row || lastColumn > declared.column)) {
      this.#warn('stale_dimension', { declared: declared.text, actual: this.#sink.corner() });
    }
    if (this.#sink.damagedTexts > 0) this.#warn('invalid_bytes', { texts: this.#sink.damagedTexts });
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
          this.bulk.begin(tag.prefix());
        } else if (code === MERGE_CELLS) {
          this.#state = inMerges;
        } else {
          if (code === DIMENSION) this.#readDimension(tag.attribute('ref') ?? '');
          this.#skipDepth = depth;
        }
        return;
      case inMerges:
        if (code === MERGE_CELL) this.#addMerge(tag.attribute('ref') ?? '');
        this.#skipDepth = depth;
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
        if (code === VALUE && !this.#sawInline) {
          this.#state = inValue;
        } else if (code === INLINE && this.#type === 'inlineStr') {
          // A cell that holds both means the text in place; the other is a leaving of a shared string.
          this.#collector.reset();
          this.#sawInline = true;
          this.#state = inInline;
        } else {
          this.#skipDepth = depth;
        }
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
        this.#sink.add(this.#number, this.#cells);
        this.#state = inSheetData;
        return;
      default:
        this.#state = outside;
        this.bulk.end();
    }
  }

  text(bytes: Buffer, start: number, end: number, literal: boolean): void {
    if (this.#skipDepth !== 0) return;
    if (this.#state === inValue || this.#state === inText) this.#collector.push(bytes, start, end, literal);
  }

  settle(): void {
    this.#collector.settle();
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

  #addMerge(range: string): void {
    const { merges } = this.#options.limits;
    if (this.mergedRanges.length >= merges)
      throw limitExceeded('merges', merges, { sheet: this.#sink.sheet });
    this.mergedRanges.push(range);
  }

  #beginRow(tag: XmlTokenizer): void {
    const sink = this.#sink;
    const { rows } = sink.limits;
    sink.rowCount += 1;
    if (sink.rowCount > rows) throw sink.exceeded('rows');
    const written = tag.attribute('r');
    const number = written === undefined ? sink.lastNumber + 1 : Number(written);
    if (!Number.isInteger(number) || number < 1) {
      throw corrupt('row_number', 'A row has no valid number.', { sheet: sink.sheet });
    }
    if (number > rows) throw sink.exceeded('rows', { row: number });
    if (number <= sink.lastNumber) this.#warn('rows_out_of_order', { row: number });
    sink.lastNumber = number;
    this.#number = number;
    this.#cells = [];
    this.#column = -1;
    this.#state = inRow;
  }

  #beginCell(tag: XmlTokenizer): void {
    const sink = this.#sink;
    sink.cellCount += 1;
    if (sink.cellCount > sink.limits.cells) throw sink.exceeded('cells');
    const reference = tag.attributeIndex(REFERENCE);
    this.#column = reference === -1 ? this.#column + 1 : this.#readReference(tag, reference);
    if (this.#column >= sink.limits.columns) throw sink.exceeded('columns');
    const type = tag.attributeIndex(TYPE);
    this.#type = type === -1 ? 'n' : latin1(tag, type);
    const style = tag.attributeIndex(STYLE);
    this.#style = style === -1 ? -1 : Number(latin1(tag, style));
    this.#collector.reset();
    this.#sawInline = false;
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
        sheet: this.#sink.sheet,
        row: this.#number,
      });
    }
    if (row !== this.#number) this.#warn('cell_in_other_row', { row: this.#number });
    return column - 1;
  }

  #endCell(): void {
    if (this.#collector.isEmpty) return;
    const cell = this.#readCell();
    if (!cell) return;
    if (this.#cells[this.#column] !== undefined) this.#warn('cell_written_twice', { row: this.#number });
    this.#cells[this.#column] = cell;
  }

  #readCell(): Cell | undefined {
    switch (this.#type) {
      case 's':
        return this.#sharedString();
      case 'str':
      case 'inlineStr': {
        const text = decodeExcelEscapes(this.#collector.text());
        if (this.#collector.damaged) this.#sink.damagedTexts += 1;
        return textCell(text);
      }
      case 'n':
        return this.#readNumber(this.#collector.text());
      case 'b':
        return {
          kind: 'boolean',
          value: ['1', 'true'].includes(this.#collector.text().trim().toLowerCase()),
        };
      case 'e':
        return { kind: 'error', code: decodeExcelEscapes(this.#collector.text()).trim() };
      case 'd': {
        const raw = this.#collector.text();
        return this.#reader.isoDate(raw) ?? this.#unknown('date_not_readable', raw);
      }
      default:
        return this.#unknown('unknown_cell_type', this.#collector.text());
    }
  }

  #sharedString(): Cell | undefined {
    const written = this.#collector.index();
    const index = written === -1 ? Number(this.#collector.text().trim() || NaN) : written;
    const { sharedStrings } = this.#reader;
    if (!Number.isInteger(index) || index < 0 || index >= sharedStrings.length) {
      throw corrupt('shared_string', 'A cell refers to a shared string that does not exist.', {
        sheet: this.#sink.sheet,
        row: this.#number,
      });
    }
    const cell = sharedStrings.cell(index);
    if (sharedStrings.isDamaged(index)) this.#sink.damagedTexts += 1;
    return cell;
  }

  #readNumber(text: string): Cell | undefined {
    const raw = text.trim();
    if (raw === '') return undefined;
    const value = Number(raw);
    // Number() accepts '0x1F' and 'Infinity', which no number cell may hold.
    if (!Number.isFinite(value) || !/^[-+.\deE]+$/.test(raw))
      return this.#unknown('number_not_readable', text);
    return this.#reader.number(value, raw, this.#style);
  }

  /** Keeps as text what its declared type cannot explain, rather than lose it. */
  #unknown(code: string, text: string): Cell | undefined {
    this.#warn(code, { row: this.#number, type: this.#type.slice(0, 16) });
    return textCell(text);
  }

  #warn(code: string, details: Record<string, string | number>): void {
    const { sheet } = this.#sink;
    this.#warnings.addOnce({ code, details: { sheet, ...details } }, sheet);
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
