import { type Amount, rawAmount, readAmount } from '../../values/amount.ts';
import { type Identification, nitCheckDigit, readIdentification } from '../../values/nit.ts';
import { collapseSpaces, fold, namesAgree, REPLACEMENT } from '../../values/text.ts';
import { cellAddress, cellText, type Row } from '../../workbook/cells.ts';
import type { WarningLog } from '../../workbook/warnings.ts';
import type { AdditionalInformation, ReportRow, Taxpayer } from '../types.ts';
import { findColumns, type ReportColumns } from './columns.ts';
import { canonicalDetail } from './details.ts';

const MAX_RAW = 200;
const MAX_ID_LENGTH = 20;
const TOTAL = /^(?:gran |sub ?)?total(?:es)?(?: general)?:?$/;

/** Turns the rows below the header into reported facts, and says in warnings whatever it had to decide. */
export class RowReader {
  readonly #columns: ReportColumns;
  readonly #taxpayer: Taxpayer;
  readonly #warnings: WarningLog;
  /** Details, names and uses repeat in every file; each is worked out once. */
  readonly #details = new Map<string, string>();
  readonly #names = new Map<string, boolean>();
  readonly #uses = new Map<string, { text: string; boxes: number[]; topes: number[] }>();

  constructor(columns: ReportColumns, taxpayer: Taxpayer, warnings: WarningLog) {
    this.#columns = columns;
    this.#taxpayer = taxpayer;
    this.#warnings = warnings;
  }

  /** The fact of a row; undefined for a row that reports none: blank, a note, a total, the header once more. */
  read(row: Row): ReportRow | undefined {
    const columns = this.#columns;
    const rawDetail = this.#text(row, columns.detail);
    const reporterNit = readIdentification(row.cells[columns.reporterNit]);
    const amount = readAmount(row.cells[columns.amount]);
    if (!this.#isFact(row, rawDetail, reporterNit, amount)) return undefined;
    const reported = readIdentification(row.cells[columns.reportedNumber]);
    const use = this.#use(this.#text(row, columns.suggestedUse));
    const result: ReportRow = {
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
    this.#check(row, result, reporterNit, reported);
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
    return [reporterName, reportedNumber].every((column) => this.#text(row, column).trim() !== '');
  }

  #leaveOut(code: string, row: Row): false {
    const column = row.cells.findIndex((cell) => collapseSpaces(cellText(cell) ?? '') !== '');
    if (column === -1) return false;
    const text = collapseSpaces(cellText(row.cells[column]) ?? '').slice(0, MAX_RAW);
    this.#warnings.add({ code, row: row.number, cell: cellAddress(column, row.number), details: { text } });
    return false;
  }

  #check(row: Row, result: ReportRow, reporter: Identification, reported: Identification): void {
    const columns = this.#columns;
    const warn = this.#warner(row);
    if (result.amountStatus !== 'read') {
      const code = result.amountStatus === 'rounded' ? 'amount_rounded' : 'amount_not_readable';
      warn(code, columns.amount, { raw: result.rawAmount.slice(0, MAX_RAW) });
    }
    if (result.reporterNit === '') warn('reporter_missing', columns.reporterNit, {});
    if (result.detail === '') warn('detail_missing', columns.detail, {});
    for (const [column, { number, checkDigit }] of [
      [columns.reporterNit, reporter],
      [columns.reportedNumber, reported],
    ] as const) {
      const expected = nitCheckDigit(number) ?? '';
      if (checkDigit !== undefined && checkDigit !== expected) {
        warn('nit_check_digit', column, { number, given: checkDigit, expected });
      }
    }
    if (result.reportedNumber !== '' && result.reportedNumber !== this.#taxpayer.number) {
      warn('number_mismatch', columns.reportedNumber, {
        reported: result.reportedNumber,
        taxpayer: this.#taxpayer.number,
      });
    }
    if (!remember(this.#names, result.reportedName, (name) => this.#isTaxpayer(name))) {
      warn('name_mismatch', columns.reportedName, {
        reported: result.reportedName,
        taxpayer: this.#taxpayer.name,
      });
    }
    row.cells.forEach((cell, column) => {
      if (cell?.kind === 'text' && cell.text.includes(REPLACEMENT)) warn('replacement_character', column, {});
      // A failed formula in the amount is told by its raw text already.
      if (cell?.kind === 'error' && column !== columns.amount)
        warn('cell_error', column, { error: cell.code });
    });
  }

  /** A name that is missing on either side contradicts nothing. */
  #isTaxpayer(name: string): boolean {
    return name === '' || this.#taxpayer.name === '' || namesAgree(name, this.#taxpayer.name);
  }

  #warner(row: Row): (code: string, column: number | undefined, details: Record<string, string>) => void {
    return (code, column, details) => {
      const place = column === undefined ? {} : { cell: cellAddress(column, row.number) };
      this.#warnings.add({ code, row: row.number, ...place, details });
    };
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

const MAX_REMEMBERED = 5_000;

function remember<Value>(memory: Map<string, Value>, key: string, compute: (key: string) => Value): Value {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const value = compute(key);
  if (memory.size < MAX_REMEMBERED) memory.set(key, value);
  return value;
}
