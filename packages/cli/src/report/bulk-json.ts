import type { BulkFile } from './read-report.ts';

/** What `parse --json` prints of a bulk format: amounts as decimal strings, texts as an object. */
export function bulkJson(file: BulkFile): unknown {
  const { layout, year, reporter, header, sheets, recordCount, rowCount, rows, records, warnings } = file;
  return {
    layout,
    year,
    reporter,
    header: header === null ? null : { ...header, total: header.total?.toString() ?? null },
    sheets,
    recordCount,
    rowCount,
    rows: rows.map((row) => ({ ...row, amount: row.amount.toString() })),
    records: records.map((record) => ({ ...record, texts: Object.fromEntries(record.texts) })),
    warnings,
  };
}
