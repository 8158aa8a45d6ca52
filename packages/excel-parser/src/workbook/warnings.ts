/** Something a reader should know about, which did not stop the reading. */
export interface ReportWarning {
  code: string;
  row?: number;
  /** Address such as 'F20'. */
  cell?: string;
  details: Record<string, string | number>;
}

/** A file of 100,000 bad rows must not become 100,000 warnings in memory. */
const MAX_PER_CODE = 500;

/** Collects warnings, at most 500 of each code; how many more there were is told by one `warnings_omitted` per code. */
export class WarningLog {
  readonly #warnings: ReportWarning[] = [];
  readonly #counts = new Map<string, number>();

  add(warning: ReportWarning): void {
    const count = (this.#counts.get(warning.code) ?? 0) + 1;
    this.#counts.set(warning.code, count);
    if (count <= MAX_PER_CODE) this.#warnings.push(warning);
  }

  /** As `add`, but only the first warning of its code and subject. */
  addOnce(warning: ReportWarning, subject = ''): void {
    const key = `${warning.code} ${subject}`;
    if (this.#counts.has(key)) return;
    this.#counts.set(key, 0);
    this.add(warning);
  }

  list(): ReportWarning[] {
    const omitted = [...this.#counts]
      .filter(([, count]) => count > MAX_PER_CODE)
      .map(([code, count]) => ({
        code: 'warnings_omitted',
        details: { of: code, omitted: count - MAX_PER_CODE },
      }));
    return [...this.#warnings, ...omitted];
  }
}
