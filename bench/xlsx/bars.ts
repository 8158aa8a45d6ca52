import { printTable, type TableRow } from './table.ts';

/** How many times longer others have to take than we do, and we at most than inflating alone, on 100,000 rows. */
const AT_LEAST: Readonly<Record<string, number>> = {
  'exceljs load': 15,
  'fastest other JavaScript': 6,
  openpyxl: 22,
};
const MOST_OF_INFLATE = 2.5;
const FIRST_ROWS_MILLISECONDS = 100;
const PEAK_MEGABYTES = 200;
/** Rows from which on each bar is about. */
const ROWS_OF_RATIOS = 100_000;
const ROWS_OF_PEAK = 1_000_000;

/** Says of each bar whether it was met, by the clock and by the processor time of all threads. */
export function printBars(rows: number, table: readonly TableRow[]): void {
  const ours = table.find(({ reader }) => reader === 'accountia');
  if (!ours) return;
  const lines: string[][] = [];
  if (rows === ROWS_OF_RATIOS) {
    for (const [name, bar] of Object.entries(AT_LEAST)) {
      const row =
        name === 'fastest other JavaScript'
          ? fastestOther(table)
          : table.find(({ reader }) => reader === name);
      if (row)
        lines.push([`${name} / ours`, `≥ ${bar}`, ...told(row.ratio, row.cpuRatio, (ratio) => ratio >= bar)]);
    }
  }
  const inflate = table.find(({ reader }) => reader === 'inflate');
  if (inflate) {
    const ratios = told(1 / inflate.ratio, 1 / inflate.cpuRatio, (ratio) => ratio <= MOST_OF_INFLATE);
    lines.push(['ours / inflate', `≤ ${MOST_OF_INFLATE}`, ...ratios]);
  }
  const firstRow = ours.firstRow < FIRST_ROWS_MILLISECONDS ? 'met' : 'missed';
  lines.push([
    'first rows',
    `< ${FIRST_ROWS_MILLISECONDS} ms`,
    `${ours.firstRow.toFixed(0)} ms, ${firstRow}`,
    '',
  ]);
  if (rows === ROWS_OF_PEAK) {
    const peak = ours.peakMegabytes < PEAK_MEGABYTES ? 'met' : 'missed';
    lines.push(['peak RSS', `< ${PEAK_MEGABYTES} MB`, `${ours.peakMegabytes.toFixed(0)} MB, ${peak}`, '']);
  }
  printTable('Bars', [['what', 'bar', 'by the clock', 'by processor time'], ...lines]);
}

function told(ratio: number, cpuRatio: number, isMet: (ratio: number) => boolean): string[] {
  return [ratio, cpuRatio].map((value) => `${value.toFixed(2)}, ${isMet(value) ? 'met' : 'missed'}`);
}

function fastestOther(table: readonly TableRow[]): TableRow | undefined {
  const others = table.filter(({ reader }) => !/^(?:accountia|inflate|openpyxl|pandas)/.test(reader));
  return others.toSorted((left, right) => left.ratio - right.ratio)[0];
}
