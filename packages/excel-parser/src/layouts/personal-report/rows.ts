import { type Amount, rawAmount, readAmount } from '../../values/amount.ts';
import { type Identification, readIdentification } from '../../values/nit.ts';
import { collapseSpaces, fold } from '../../values/text.ts';
import { cellAddress, cellText, type Row } from '../../workbook/cells.ts';
import type { WarningLog } from '../../workbook/warnings.ts';
import { type CheckedColumns, FactChecks } from '../fact-checks.ts';
import type { SheetContext } from '../layout.ts';
import { remember } from '../../values/memory.ts';
import type { AdditionalInformation, ReportRow } from '../types.ts';
import { findColumns, type ReportColumns } from './columns.ts';
import { canonicalDetail } from './details.ts';

const MAX_RAW = 200;
const MAX_ID_LENGTH = 20;
const TOTAL = /^(?:gran |sub ?)?total(?:es)?(?: general)?:?$/;

/** Turns the rows below the header into reported facts, and says in warnings whatever it had to decide. */
export class RowReader {
  readonly #sheet: string;
  readonly #columns: ReportColumns;
  readonly #checked: CheckedColumns;
  readonly #checks: FactChecks;
  readonly #warnings: WarningLog;
  readonly #details = new Map<string, string>();
  readonly #uses = new Map<string, { text: string; boxes: number[]; topes: number[] }>();

  constructor(columns: ReportColumns, context: Pick<SheetContext, 'sheet' | 'subject' | 'warnings'>) {
    const { reporterNit, reportedNumber, reportedName, detail, amount } = columns;
    this.#sheet = context.sheet;
    this.#columns = columns;
    this.#checked = { reporterNit, reportedNumber, reportedName, detail, amounts: new Set([amount]) };
    this.#checks = new FactChecks(context.sheet, context.subject, context.warnings);
    this.#warnings = context.warnings;
  }

  /** The fact of a row; undefined for a row that reports none: blank, a note, a total, the header once more. */
  read(row: Row): ReportRow | undefined {
    const columns = this.#columns;
    const rawDetail = this.#text(row, columns.detail);
    const reporterNit = readIdentification(cellAt(row, columns.reporterNit));
    const amount = readAmount(row.cells[columns.amount]);
    if (!this.#isFact(row, rawDetail, reporterNit, amount)) return undefined;
    const reported = readIdentification(cellAt(row, columns.reportedNumber));
    const use = this.#use(this.#text(row, columns.suggestedUse));
    const result: ReportRow = {
      sheet: this.#sheet,
      row: row.number,
      cell: cellAddress(columns.amount, row.number),
      reporterNit: reporterNit.number,
      reporterName: collapseSpaces(this.#text(row, columns.reporterName)),
      reportedNumber: reported.number,
      reportedName: collapseSpaces(this.#text(row, columns.reportedName)),
      detail: this.#detail(rawDetail),
      rawDetail,
      amount: amount.pesos,
      amountStatus: amount.status,
      rawAmount: rawAmount(row.cells[columns.amount]),
      suggestedUse: use.text,
      boxes: [...use.boxes],
      topes: [...use.topes],
      additionalInformation: splitInformation(this.#text(row, columns.additionalInformation)),
    };
    this.#checks.checkRow(row, this.#checked, {
      reporter: reporterNit,
      reported,
      reportedName: result.reportedName,
    });
    this.#checks.checkFact(result, columns.amount, columns.detail);
    return result;
  }

  /**
   * A fact has someone who reports it and a detail or an amount; without anyone who reports, it needs both. The rest is
   * a note below the table, a sum of rows already read, or the header once more: mentioned, never dropped in silence.
   */
  #isFact(row: Row, rawDetail: string, reporter: Identification, amount: Amount): boolean {
    const hasDetail = rawDetail.trim() !== '';
    if (amount.status === 'unreadable' && findColumns(row, undefined))
      return this.#leaveOut('header_repeated', row);
    if (this.#hasReporter(row, reporter)) {
      return hasDetail || amount.status !== 'empty' || this.#leaveOut('text_outside_table', row);
    }
    const readable = amount.status === 'read' || amount.status === 'rounded';
    if (!hasDetail || !readable) return this.#leaveOut('text_outside_table', row);
    return !TOTAL.test(fold(rawDetail)) || this.#leaveOut('total_row_ignored', row);
  }

  /** A note merged over the table stands in the first column too, and may hold digits ("Ley 2277 de 2022"). */
  #hasReporter(row: Row, reporter: Identification): boolean {
    if (/\d/.test(reporter.number) && reporter.number.length <= MAX_ID_LENGTH) return true;
    const { reporterName, reportedNumber } = this.#columns;
    const named = [reporterName, reportedNumber].filter((column) => column !== undefined);
    return named.length > 0 && named.every((column) => this.#text(row, column).trim() !== '');
  }

  #leaveOut(code: string, row: Row): false {
    const column = row.cells.findIndex((cell) => collapseSpaces(cellText(cell) ?? '') !== '');
    if (column === -1) return false;
    const text = collapseSpaces(cellText(row.cells[column]) ?? '').slice(0, MAX_RAW);
    this.#warnings.add({ code, row: row.number, cell: cellAddress(column, row.number), details: { text } });
    return false;
  }

  #text(row: Row, column: number | undefined): string {
    return column === undefined ? '' : (cellText(row.cells[column]) ?? '');
  }

  #detail(raw: string): string {
    return remember(this.#details, raw, canonicalDetail);
  }

  #use(raw: string): { text: string; boxes: number[]; topes: number[] } {
    return remember(this.#uses, raw, parseSuggestedUse);
  }
}

/** Reads the column "Uso declaración Sugerida": "Tope 1: ingresos brutos | R58, R59". "No aplica" and '' name nothing. */
function parseSuggestedUse(raw: string): { text: string; boxes: number[]; topes: number[] } {
  const text = collapseSpaces(raw);
  return { text, boxes: numbers(text, /\bR\s*(\d{2,3})\b/gi), topes: numbers(text, /\btope\s*(\d)/gi) };
}

function numbers(text: string, pattern: RegExp): number[] {
  const found = new Set([...text.matchAll(pattern)].map((match) => Number(match[1])));
  return [...found].sort((left, right) => left - right);
}

/** Splits the pairs of "Información Adicional": at vertical bars, then at the first colon. */
function splitInformation(raw: string): AdditionalInformation[] {
  return raw
    .split('|')
    .map(collapseSpaces)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const colon = piece.indexOf(':');
      if (colon === -1) return { key: '', value: piece };
      return { key: piece.slice(0, colon).trim(), value: piece.slice(colon + 1).trim() };
    });
}

/** A column that the sheet lacks has no cells. */
function cellAt(row: Row, column: number | undefined): Row['cells'][number] {
  return column === undefined ? undefined : row.cells[column];
}
