import type { SheetHeaders } from '@accountia/excel-parser';

/** One row a sheet is enough to see what is meant. */
const MOST_SHEETS = 5;

/** What an unknown workbook has where its titles should be, a line a sheet. @param details of `unknown_layout` */
export function seenTitles(details: Readonly<Record<string, unknown>>): string[] {
  const { sheets } = details as { sheets?: readonly SheetHeaders[] };
  return (sheets ?? []).slice(0, MOST_SHEETS).map(({ name, headers: [header] }) => {
    return header === undefined
      ? `  ${name}: no titles seen`
      : `  ${name}, row ${header.row}: ${header.texts.join(' | ')}`;
  });
}
