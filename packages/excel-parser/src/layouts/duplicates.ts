import type { WarningLog } from '../workbook/warnings.ts';

/** A report of one person has hundreds of facts; a file of a million must not be kept in memory to find repeats. */
const MAX_WATCHED = 50_000;

export interface Place {
  sheet: string;
  row: number;
  cell: string;
}

/** Warns of facts that repeat an earlier one. Two may truly be the same, so they are only candidates. */
export class DuplicateWatch {
  readonly #warnings: WarningLog;
  readonly #seen = new Map<string, string>();
  #full = false;

  constructor(warnings: WarningLog) {
    this.#warnings = warnings;
  }

  /** @param key all that makes the fact what it is */
  see(key: string, { sheet, row, cell }: Place): void {
    const first = this.#seen.get(key);
    if (first !== undefined) {
      const place = cell === '' ? { row } : { row, cell };
      this.#warnings.add({ code: 'duplicate_candidate', ...place, details: { sheet, first } });
    } else if (this.#seen.size < MAX_WATCHED) {
      this.#seen.set(key, cell === '' ? String(row) : cell);
    } else if (!this.#full) {
      this.#full = true;
      this.#warnings.add({ code: 'duplicates_not_checked', row, details: { sheet, checked: MAX_WATCHED } });
    }
  }
}
