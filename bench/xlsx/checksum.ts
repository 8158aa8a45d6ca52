/** What every reader must agree on before its time counts. */
export interface Checksum {
  rows: number;
  /** Cells that are not empty. */
  cells: number;
  /** Sum of the number cells, to the unit. */
  sum: number;
  /** UTF-16 length of all texts together. */
  textLength: number;
}

/** Takes cells as any reader gives them. Counts in local variables, so that little of the time is its own. */
export class Tally {
  #rows = 0;
  #cells = 0;
  #sum = 0;
  #textLength = 0;
  #firstRowMilliseconds: number | undefined;
  readonly #start: number;

  /** @param start when the reading began, by `performance.now()` */
  constructor(start: number) {
    this.#start = start;
  }

  /** Rows as arrays of plain values. */
  rows(rows: readonly (readonly unknown[])[]): void {
    let cells = 0;
    let sum = 0;
    let textLength = 0;
    for (const row of rows) {
      for (const value of row) {
        if (typeof value === 'string') {
          if (value === '') continue;
          textLength += value.length;
        } else if (typeof value === 'number') {
          sum += value;
        } else if (value === null || value === undefined) {
          continue;
        }
        cells += 1;
      }
    }
    this.add(rows.length, cells, sum, textLength);
  }

  add(rows: number, cells: number, sum: number, textLength: number): void {
    this.#firstRowMilliseconds ??= performance.now() - this.#start;
    this.#rows += rows;
    this.#cells += cells;
    this.#sum += sum;
    this.#textLength += textLength;
  }

  get firstRowMilliseconds(): number {
    return this.#firstRowMilliseconds ?? 0;
  }

  result(): Checksum {
    return { rows: this.#rows, cells: this.#cells, sum: Math.round(this.#sum), textLength: this.#textLength };
  }
}
