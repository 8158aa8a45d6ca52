import { WorkbookError } from '../errors.ts';
import type { WorkbookSource } from '../source/byte-source.ts';
import type { Row } from '../workbook/cells.ts';
import { WarningLog } from '../workbook/warnings.ts';
import { openWorkbook, type Workbook } from '../workbook/workbook.ts';
import { findColumns, type ReportColumns } from './personal-report/columns.ts';
import { Preamble } from './personal-report/preamble.ts';
import { RowReader } from './personal-report/rows.ts';
import { Topes } from './personal-report/topes.ts';
import {
  HeaderCandidates,
  MAX_HEADER_ROW,
  sheetName,
  sheetsToSearch,
  type SheetHeaders,
  unknownLayout,
} from './recognition.ts';
import type { ParsedReport, ParseReportOptions, ReportRow, Taxpayer } from './types.ts';

/**
 * Reads a report of what third parties told DIAN about a taxpayer. The sheet and its columns are recognised by content.
 * @param source the workbook's bytes, or its path
 * @returns the taxpayer, the year, DIAN's topes and one row per reported fact, with warnings for all that was decided
 * @throws WorkbookError for files that are no sound workbook, hold no known layout (`unknown_layout`) or lack the year or
 * the taxpayer's number (`incomplete_report`)
 */
export async function parseReport(
  source: WorkbookSource,
  options: ParseReportOptions = {},
): Promise<ParsedReport> {
  const workbook = await openWorkbook(source, options);
  try {
    options.onProgress?.({ phase: 'open', rows: 0, bytesRead: 0, bytesTotal: 0 });
    const seen: SheetHeaders[] = [];
    const order = sheetsToSearch(workbook);
    for (const [position, index] of order.entries()) {
      const sheet = new SheetReport(workbook, index, options);
      const report = await sheet.read();
      if (report) {
        await warnOfOtherReports(workbook, order.slice(position + 1), sheet.warnings);
        return { ...report, warnings: [...sheet.warnings.list(), ...workbook.warnings] };
      }
      seen.push({ name: sheetName(workbook, index), headers: sheet.candidates.list() });
    }
    throw unknownLayout(seen);
  } finally {
    await workbook.close();
  }
}

/** One pass over one sheet: preamble, header, rows. */
class SheetReport {
  readonly warnings = new WarningLog();
  readonly candidates = new HeaderCandidates();
  readonly #workbook: Workbook;
  readonly #index: number;
  readonly #options: ParseReportOptions;
  readonly #preamble = new Preamble();
  readonly #topes = new Topes(this.warnings);
  #table:
    | { columns: ReportColumns; headerRow: number; reader: RowReader; taxpayer: Taxpayer; year: number }
    | undefined;
  #kept: ReportRow[] = [];
  #rowCount = 0;

  constructor(workbook: Workbook, index: number, options: ParseReportOptions) {
    this.#workbook = workbook;
    this.#index = index;
    this.#options = options;
  }

  /** @returns undefined when the sheet has no header of this layout */
  async read(): Promise<Omit<ParsedReport, 'warnings'> | undefined> {
    const bytes = { read: 0, total: 0 };
    const batches = this.#workbook.rows(this.#index, (read, total) => Object.assign(bytes, { read, total }));
    for await (const rows of batches) {
      const facts = this.#takeRows(rows);
      if (!facts) return undefined;
      this.#rowCount += facts.length;
      if (this.#options.onRows) {
        if (facts.length > 0) await this.#options.onRows(facts);
      } else {
        // Not push(...facts): a batch may be larger than the argument list of a call can be.
        for (const fact of facts) this.#kept.push(fact);
      }
      this.#options.onProgress?.({
        phase: 'rows',
        rows: this.#rowCount,
        bytesRead: bytes.read,
        bytesTotal: bytes.total,
      });
    }
    return this.#finish();
  }

  /** @returns the facts among the rows; undefined when the header should have come by now */
  #takeRows(rows: Row[]): ReportRow[] | undefined {
    const facts: ReportRow[] = [];
    for (const row of rows) {
      if (!this.#table) {
        if (row.number > MAX_HEADER_ROW) return undefined;
        this.#seekHeader(row);
      } else if (!this.#topes.take(row, this.#table.columns)) {
        const fact = this.#table.reader.read(row);
        if (fact) facts.push(fact);
      }
    }
    return facts;
  }

  #seekHeader(row: Row): void {
    const preamble = this.#preamble;
    const columns = findColumns(row, preamble.groups);
    if (!columns) {
      this.candidates.add(row);
      preamble.add(row);
      return;
    }
    const year = preamble.year();
    const taxpayer = preamble.taxpayer(this.warnings);
    if (year === undefined || taxpayer.number === '') {
      const missing = [
        ...(year === undefined ? ['year'] : []),
        ...(taxpayer.number === '' ? ['taxpayer.number'] : []),
      ];
      throw new WorkbookError('incomplete_report', `The report does not say: ${missing.join(', ')}.`, {
        missing,
        sheet: sheetName(this.#workbook, this.#index),
        headerRow: row.number,
      });
    }
    const reader = new RowReader(columns, taxpayer, this.warnings);
    this.#table = { columns, headerRow: row.number, reader, taxpayer, year };
    for (const topeRow of preamble.topeRows) this.#topes.take(topeRow, columns);
  }

  #finish(): Omit<ParsedReport, 'warnings'> | undefined {
    if (!this.#table) return undefined;
    const { headerRow, taxpayer, year } = this.#table;
    if (this.#rowCount === 0) this.warnings.add({ code: 'no_rows', details: {} });
    return {
      layout: 'personal-report',
      sheet: sheetName(this.#workbook, this.#index),
      headerRow,
      year,
      taxpayer,
      reportedAt: this.#preamble.date('reportedAt', this.warnings),
      cutoffAt: this.#preamble.date('cutoffAt', this.warnings),
      topes: this.#topes.values,
      rowCount: this.#rowCount,
      rows: this.#kept,
    };
  }
}

/** Only one sheet is read; another that looks like a report too must not go unmentioned. */
async function warnOfOtherReports(
  workbook: Workbook,
  indexes: number[],
  warnings: WarningLog,
): Promise<void> {
  for (const index of indexes) {
    if (await hasReportHeader(workbook, index)) {
      warnings.add({ code: 'other_report_sheet', details: { sheet: sheetName(workbook, index) } });
    }
  }
}

async function hasReportHeader(workbook: Workbook, index: number): Promise<boolean> {
  for await (const rows of workbook.rows(index)) {
    for (const row of rows) {
      if (row.number > MAX_HEADER_ROW) return false;
      if (findColumns(row, undefined)) return true;
    }
  }
  return false;
}
