import type { WorkbookError } from '../errors.ts';
import { WarningLog } from '../workbook/warnings.ts';
import type { Row } from '../workbook/cells.ts';
import type { Workbook } from '../workbook/workbook.ts';
import type {
  BulkLayout,
  BulkRecord,
  BulkRow,
  BulkSheet,
  LayoutId,
  ParsedBulkFile,
  ParsedDocument,
  ParseDocumentOptions,
} from './document-types.ts';
import type { SheetContext, SheetReader } from './layout.ts';
import { Preamble } from './preamble.ts';
import {
  HeaderCandidates,
  MAX_HEADER_ROW,
  recognise,
  type Recognised,
  type SheetHeaders,
  sheetName,
  sheetsToSearch,
  unknownLayout,
  unwantedLayout,
} from './recognition.ts';
import { Subject } from './subject.ts';
import type { ParsedReport, ReportRow, TaxpayerLayout } from './types.ts';

/** Recognises a row as the header of a sheet; the layouts do, or a mapping. */
export type Recogniser = (row: Row, context: SheetContext) => Recognised | undefined;

/** A sheet of the document. */
interface ReadSheet {
  readonly layout: LayoutId;
  readonly sheet: string;
  readonly headerRow: number;
  readonly bulk: BulkSheet | undefined;
}

/**
 * Reads a workbook sheet by sheet, each in one pass: rows above the header, the header, rows of facts. The first sheet
 * that is recognised says what the document is; others are read when they belong to it, and mentioned when they do not.
 */
export class DocumentReader {
  readonly #workbook: Workbook;
  readonly #options: ParseDocumentOptions;
  readonly #recognise: Recogniser;
  readonly #subject: Subject;
  readonly #warnings = new WarningLog();
  readonly #read: ReadSheet[] = [];
  readonly #seen: SheetHeaders[] = [];
  /** Says what the workbook is when nothing in it is wanted. */
  #unwanted: WorkbookError | undefined;
  #reportRows: ReportRow[] = [];
  #records: BulkRecord[] = [];
  #bulkRows: BulkRow[] = [];
  #rowCount = 0;
  #recordCount = 0;

  constructor(workbook: Workbook, options: ParseDocumentOptions, recogniser: Recogniser = recognise) {
    this.#workbook = workbook;
    this.#options = options;
    this.#recognise = recogniser;
    this.#subject = new Subject(options);
  }

  async read(): Promise<ParsedDocument> {
    this.#options.onProgress?.({ phase: 'open', rows: 0, bytesRead: 0, bytesTotal: 0 });
    for (const index of sheetsToSearch(this.#workbook)) await this.#readSheet(index);
    const [first] = this.#read;
    if (!first) throw this.#unwanted ?? unknownLayout(this.#seen);
    if (this.#rowCount === 0) this.#warnings.add({ code: 'no_rows', details: {} });
    return first.bulk ? this.#bulkFile(first.layout as BulkLayout) : this.#report(first);
  }

  async #readSheet(index: number): Promise<void> {
    const sheet = sheetName(this.#workbook, index);
    const candidates = new HeaderCandidates();
    const preamble = new Preamble();
    const warnings = this.#warnings;
    const context = { sheet, preamble, warnings, hints: this.#options, subject: this.#subject };
    const bytes = { read: 0, total: 0 };
    let open: { recognised: Recognised; reader: SheetReader; headerRow: number } | undefined;
    let counted = { rows: 0, records: 0 };
    const batches = this.#workbook.rows(index, (read, total) => Object.assign(bytes, { read, total }));
    for await (const rows of batches) {
      let start = 0;
      for (; !open && start < rows.length; start += 1) {
        const row = rows[start]!;
        if (row.number > MAX_HEADER_ROW) break;
        const recognised = this.#recognise(row, context);
        if (recognised) {
          if (!this.#belongs(recognised, sheet)) return;
          const headerRow = recognised.headless ? 0 : row.number;
          open = { recognised, reader: recognised.open(), headerRow };
          if (recognised.headless) break;
        } else {
          candidates.add(row);
          preamble.add(row);
        }
      }
      // A sheet without a header where one should be is another kind of sheet.
      if (!open && start < rows.length) break;
      if (!open) continue;
      const batch = takeRows(rows, start, open.reader);
      counted = { rows: counted.rows + batch.count, records: counted.records + batch.records.length };
      await this.#hand(batch, open.recognised.layout.id);
      this.#options.onProgress?.({
        phase: 'rows',
        rows: this.#rowCount,
        bytesRead: bytes.read,
        bytesTotal: bytes.total,
      });
    }
    if (!open) {
      this.#seen.push({ name: sheet, headers: candidates.list() });
      return;
    }
    const { recognised, reader, headerRow } = open;
    let bulk: BulkSheet | undefined;
    if (reader.kind === 'bulk') {
      bulk = { ...reader.finish(), rowCount: counted.rows, recordCount: counted.records };
    } else {
      reader.finish();
    }
    this.#read.push({ layout: recognised.layout.id, sheet, headerRow, bulk });
  }

  /** Whether a sheet is of the document. The first one of a wanted layout always is. */
  #belongs(recognised: Recognised, sheet: string): boolean {
    const { id } = recognised.layout;
    const [first] = this.#read;
    const { layouts: wanted } = this.#options;
    if (!wanted || wanted.includes(id)) {
      if (!first || recognised.layout.joins.includes(first.layout)) return true;
    } else if (!first) {
      const { score, reasons } = recognised;
      this.#unwanted ??= unwantedLayout({ layout: id, sheet, score, reasons }, wanted);
    }
    this.#warnings.add({ code: 'other_report_sheet', details: { sheet, layout: id } });
    return false;
  }

  async #hand(batch: Batch, layout: LayoutId): Promise<void> {
    this.#rowCount += batch.count;
    this.#recordCount += batch.records.length;
    const { onRows } = this.#options;
    if (!onRows) {
      append(this.#reportRows, batch.report);
      append(this.#bulkRows, batch.bulk);
      append(this.#records, batch.records);
      return;
    }
    if (batch.report.length > 0) {
      await onRows({ kind: 'report', layout: layout as TaxpayerLayout, rows: batch.report });
    }
    if (batch.records.length > 0) {
      await onRows({ kind: 'bulk', layout: layout as BulkLayout, records: batch.records, rows: batch.bulk });
    }
  }

  #report(first: ReadSheet): ParsedReport {
    const { sheet, headerRow } = first;
    const { year, taxpayer } = this.#subject.require({ sheet, headerRow });
    if (taxpayer.name === '' && first.layout !== 'personal-report') {
      this.#warnings.add({ code: 'taxpayer_name_missing', details: {} });
    }
    // The wide report is the document, whichever of its sheets comes first.
    const wide = this.#read.some(({ layout }) => layout === 'wide-report');
    return {
      layout: wide ? 'wide-report' : (first.layout as TaxpayerLayout),
      sheet,
      sheets: this.#read.map((read) => read.sheet),
      headerRow,
      year,
      taxpayer,
      reportedAt: this.#subject.reportedAt,
      cutoffAt: this.#subject.cutoffAt,
      topes: this.#subject.topes,
      rowCount: this.#rowCount,
      rows: this.#reportRows,
      warnings: [...this.#warnings.list(), ...this.#workbook.warnings],
    };
  }

  #bulkFile(layout: BulkLayout): ParsedBulkFile {
    return {
      layout,
      sheets: this.#read.flatMap(({ bulk }) => bulk ?? []),
      year: this.#subject.resolvedYear() ?? null,
      reporter: this.#subject.resolvedTaxpayer() ?? null,
      header: null,
      recordCount: this.#recordCount,
      rowCount: this.#rowCount,
      records: this.#records,
      rows: this.#bulkRows,
      warnings: [...this.#warnings.list(), ...this.#workbook.warnings],
    };
  }
}

interface Batch {
  readonly count: number;
  readonly report: ReportRow[];
  readonly records: BulkRecord[];
  readonly bulk: BulkRow[];
}

function takeRows(rows: readonly Row[], start: number, reader: SheetReader): Batch {
  const report: ReportRow[] = [];
  const records: BulkRecord[] = [];
  const bulk: BulkRow[] = [];
  for (let at = start; at < rows.length; at += 1) {
    const row = rows[at]!;
    if (reader.kind === 'report') {
      append(report, reader.read(row));
    } else {
      const read = reader.read(row);
      if (!read) continue;
      records.push(read.record);
      append(bulk, read.rows);
    }
  }
  return { count: report.length + bulk.length, report, records, bulk };
}

/** Not push(...values): a batch may be larger than the argument list of a call can be. */
function append<Value>(target: Value[], values: readonly Value[]): void {
  for (const value of values) target.push(value);
}
