export interface TableRow {
  reader: string;
  milliseconds: number;
  fastest: number;
  slowest: number;
  /** Of our own reader's median. */
  ratio: number;
  firstRow: number;
  peakMegabytes: number;
  remark: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Prints a table as Markdown. */
export function printTable(title: string, rows: readonly TableRow[]): void {
  const lines = rows.map((row) => [
    row.reader,
    `${row.milliseconds.toFixed(0)} (${row.fastest.toFixed(0)}..${row.slowest.toFixed(0)})`,
    row.ratio.toFixed(2),
    row.firstRow === 0 ? '' : row.firstRow.toFixed(0),
    row.peakMegabytes.toFixed(0),
    row.remark,
  ]);
  const table = [
    ['reader', 'ms, median (range)', '× ours', 'first row ms', 'peak RSS MB', 'reads otherwise'],
    ['-', '-', '-', '-', '-', '-'],
    ...lines,
  ];
  process.stdout.write(`\n### ${title}\n\n${table.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`);
}
