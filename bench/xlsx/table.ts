export interface TableRow {
  reader: string;
  milliseconds: number;
  fastest: number;
  slowest: number;
  /** Of our own reader's time, round by round; the median. */
  ratio: number;
  cpuMilliseconds: number;
  /** Of our own reader's processor time, likewise. */
  cpuRatio: number;
  firstRow: number;
  peakMegabytes: number;
  remark: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Prints what was measured as Markdown. */
export function printMeasured(title: string, rows: readonly TableRow[]): void {
  printTable(title, [
    [
      'reader',
      'ms, median (range)',
      '× ours',
      'CPU ms',
      'CPU × ours',
      'first row ms',
      'peak RSS MB',
      'reads otherwise',
    ],
    ...rows.map((row) => [
      row.reader,
      `${row.milliseconds.toFixed(0)} (${row.fastest.toFixed(0)}..${row.slowest.toFixed(0)})`,
      row.ratio.toFixed(2),
      row.cpuMilliseconds.toFixed(0),
      row.cpuRatio.toFixed(2),
      row.firstRow === 0 ? '' : row.firstRow.toFixed(0),
      row.peakMegabytes.toFixed(0),
      row.remark,
    ]),
  ]);
}

/** Prints a table as Markdown; its first line names the columns. */
export function printTable(title: string, [head = [], ...lines]: readonly (readonly string[])[]): void {
  const table = [head, head.map(() => '-'), ...lines].map((cells) => `| ${cells.join(' | ')} |`);
  process.stdout.write(`\n### ${title}\n\n${table.join('\n')}\n`);
}
