import { type Identification, nitCheckDigit } from '../values/nit.ts';
import { namesAgree, REPLACEMENT } from '../values/text.ts';
import { cellAddress, type Row } from '../workbook/cells.ts';
import type { WarningLog } from '../workbook/warnings.ts';
import { DuplicateWatch } from './duplicates.ts';
import { remember } from '../values/memory.ts';
import type { Subject } from './subject.ts';
import type { ReportRow } from './types.ts';

const MAX_RAW = 200;

/** Where the parts of a row stand; columns from 0. */
export interface CheckedColumns {
  readonly reporterNit: number | undefined;
  readonly reportedNumber: number | undefined;
  readonly reportedName: number | undefined;
  readonly detail: number | undefined;
  /** Their errors are told by the amount's own warning. */
  readonly amounts: ReadonlySet<number>;
}

/** Says in warnings, each with its cell, what is odd about facts. Nothing is changed or left out for it. */
export class FactChecks {
  readonly #sheet: string;
  /** Of documents with several sheets, warnings name theirs. */
  readonly #named: boolean;
  readonly #subject: Subject;
  readonly #warnings: WarningLog;
  readonly #duplicates: DuplicateWatch;
  readonly #names = new Map<string, boolean>();

  constructor(sheet: string, subject: Subject, warnings: WarningLog, options: { named?: boolean } = {}) {
    this.#sheet = sheet;
    this.#named = options.named ?? false;
    this.#subject = subject;
    this.#warnings = warnings;
    this.#duplicates = new DuplicateWatch(warnings);
  }

  /** What concerns the row as a whole. */
  checkRow(
    row: Row,
    columns: CheckedColumns,
    parties: { reporter: Identification; reported: Identification; reportedName: string },
  ): void {
    const taxpayer = this.#subject.resolvedTaxpayer();
    if (parties.reporter.number === '' && columns.reporterNit !== undefined) {
      this.warn('reporter_missing', row.number, columns.reporterNit, {});
    }
    this.#checkDigit(row, columns.reporterNit, parties.reporter);
    this.#checkDigit(row, columns.reportedNumber, parties.reported);
    const { number } = parties.reported;
    if (taxpayer && number !== '' && number !== taxpayer.number) {
      const details = { reported: number, taxpayer: taxpayer.number };
      this.warn('number_mismatch', row.number, columns.reportedNumber, details);
    }
    const isTaxpayer = (name: string): boolean =>
      // A name that is missing on either side contradicts nothing.
      name === '' || !taxpayer || taxpayer.name === '' || namesAgree(name, taxpayer.name);
    if (taxpayer && !remember(this.#names, parties.reportedName, isTaxpayer)) {
      const details = { reported: parties.reportedName, taxpayer: taxpayer.name };
      this.warn('name_mismatch', row.number, columns.reportedName, details);
    }
    row.cells.forEach((cell, column) => {
      if (cell?.kind === 'text' && cell.text.includes(REPLACEMENT)) {
        this.warn('replacement_character', row.number, column, {});
      }
      if (cell?.kind === 'error' && !columns.amounts.has(column)) {
        this.warn('cell_error', row.number, column, { error: cell.code });
      }
    });
  }

  /** What concerns one amount. */
  checkFact(fact: ReportRow, column: number, detailColumn: number | undefined): void {
    if (fact.amountStatus !== 'read') {
      const code = fact.amountStatus === 'rounded' ? 'amount_rounded' : 'amount_not_readable';
      this.warn(code, fact.row, column, { raw: fact.rawAmount.slice(0, MAX_RAW) });
    }
    if (fact.detail === '') this.warn('detail_missing', fact.row, detailColumn, {});
    if (fact.amount === 0n) return;
    const key = [fact.reporterNit, fact.reportedNumber, fact.detail, fact.amount].join('\u0000');
    this.#duplicates.see(key, fact);
  }

  warn(code: string, row: number, column: number | undefined, details: Record<string, string>): void {
    const place = column === undefined ? {} : { cell: cellAddress(column, row) };
    const sheet = this.#named ? { sheet: this.#sheet } : {};
    this.#warnings.add({ code, row, ...place, details: { ...sheet, ...details } });
  }

  #checkDigit(row: Row, column: number | undefined, { number, checkDigit }: Identification): void {
    const expected = nitCheckDigit(number) ?? '';
    if (checkDigit === undefined || checkDigit === expected) return;
    this.warn('nit_check_digit', row.number, column, { number, given: checkDigit, expected });
  }
}
