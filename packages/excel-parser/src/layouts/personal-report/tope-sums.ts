import type { WarningLog } from '../../workbook/warnings.ts';
import type { ReportRow, TopeNumber } from '../types.ts';
import type { Topes } from './topes.ts';

/**
 * Adds up what counts for each tope, to compare with DIAN's own total. A difference is a hint, no fault: of some facts
 * DIAN takes the greater instead of the sum, and it counts data it does not list.
 */
export class TopeSums {
  readonly #sums = new Map<number, bigint>();

  add({ topes, amount }: ReportRow): void {
    for (const tope of topes) this.#sums.set(tope, (this.#sums.get(tope) ?? 0n) + amount);
  }

  /** To be called after the last row. */
  compare(topes: Topes, warnings: WarningLog): void {
    for (const [tope, reported] of Object.entries(topes.values) as [TopeNumber, bigint][]) {
      const sum = this.#sums.get(Number(tope));
      if (sum === undefined || sum === reported) continue;
      warnings.add({
        code: 'tope_difference',
        ...topes.places.get(tope),
        details: { tope, reported: String(reported), sum: String(sum) },
      });
    }
  }
}
