import { stripVTControlCharacters } from 'node:util';
import { style } from './style.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'right';
}

/** Lines of a table without borders: the columns are as wide as their widest cell, the last one is not padded. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(width(title), ...rows.map((row) => width(row[index] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => pad(cell, widths[index] ?? 0, columns[index]?.align))
      .join('  ')
      .trimEnd();
  const header = line(columns.map(({ title }) => title));
  return [style('dim', header), ...rows.map(line)];
}

function pad(cell: string, size: number, align: Column['align']): string {
  const blanks = ' '.repeat(Math.max(0, size - width(cell)));
  return align === 'right' ? blanks + cell : cell + blanks;
}

/** Colours take no room on the screen. */
function width(cell: string): number {
  return [...stripVTControlCharacters(cell)].length;
}
