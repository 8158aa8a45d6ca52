import { fold } from '../../values/text.ts';
import { rawAmount, readAmount } from '../../values/amount.ts';
import { cellAddress, cellText, type Row } from '../../workbook/cells.ts';
import type { WarningLog } from '../../workbook/warnings.ts';
import type { TopeNumber } from '../types.ts';
import type { ReportColumns } from './columns.ts';

const TOPE = /^tope\s*(\d+)/;

/** Whether a text is the label of a tope row ('Tope 1 - Ingresos'). */
export function isTopeLabel(text: string): boolean {
  return text.length <= 120 && TOPE.test(fold(text));
}

/** Gathers DIAN's own totals, which may stand above, at the top, at the bottom or amid the rows. */
export class Topes {
  readonly values: Partial<Record<TopeNumber, bigint>> = {};
  /** Where each was read. */
  readonly places = new Map<TopeNumber, { row: number; cell: string }>();
  readonly #warnings: WarningLog;

  constructor(warnings: WarningLog) {
    this.#warnings = warnings;
  }

  /** Takes in a row if it is one of a tope: a label in the detail column and nobody who reports. @returns whether it was */
  take(row: Row, columns: ReportColumns): boolean {
    const label = cellText(row.cells[columns.detail]) ?? '';
    const reporter = (cellText(row.cells[columns.reporterNit ?? -1]) ?? '').trim();
    if (reporter !== '' || !isTopeLabel(label)) return false;
    const number = TOPE.exec(fold(label))?.[1] ?? '';
    const cell = cellAddress(columns.amount, row.number);
    const amount = readAmount(row.cells[columns.amount]);
    const warn = (code: string, details: Record<string, string>): void =>
      this.#warnings.add({ code, row: row.number, cell, details: { tope: number, ...details } });
    if (!isTopeNumber(number)) {
      warn('unknown_tope', { raw: rawAmount(row.cells[columns.amount]).slice(0, 100) });
    } else if (amount.status === 'empty' || amount.status === 'unreadable') {
      warn('amount_not_readable', { raw: rawAmount(row.cells[columns.amount]).slice(0, 100) });
    } else if (this.values[number] !== undefined && this.values[number] !== amount.pesos) {
      warn('tope_twice', { kept: String(this.values[number]), other: String(amount.pesos) });
    } else {
      this.values[number] = amount.pesos;
      this.places.set(number, { row: row.number, cell });
    }
    return true;
  }
}

function isTopeNumber(number: string): number is TopeNumber {
  return /^[1-5]$/.test(number);
}
