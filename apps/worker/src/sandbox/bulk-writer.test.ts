import {
  type BulkRecord,
  type BulkRow,
  columnLetters,
  isReport,
  parseDocument,
} from '@accountia/excel-parser';
import { buildBulkWorkbook, buildBulkXml, buildWorkbook } from '@accountia/excel-parser/testing';
import { describe, expect, test } from 'vitest';
import { BulkWriter } from './bulk-writer.ts';

/** A file as the thread reads it: batch by batch. */
async function write(bytes: Buffer) {
  const writer = new BulkWriter();
  let lines = '';
  const all: BulkRecord[] = [];
  const rows: BulkRow[] = [];
  const document = await parseDocument(bytes, {
    onRows: (batch) => {
      if (batch.kind !== 'bulk') throw new Error('read as a report');
      lines += writer.write(batch.records, batch.rows);
      all.push(...batch.records);
      rows.push(...batch.rows);
    },
  });
  if (isReport(document)) throw new Error('read as a report');
  const records = lines
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t'));
  return { writer, records, rows, file: writer.describe(document), document: { records: all, rows } };
}

describe('writing the records of a bulk file', () => {
  test('tells each column of amounts once, in the order of the sheet', async () => {
    const { file } = await write(buildBulkWorkbook({ format: '2276', records: 30 }).bytes);
    const [sheet] = file.sheets;
    const letters = sheet!.columns.map((column) => column.letters!);
    expect(letters.length).toBeGreaterThan(20);
    expect(letters).toEqual(letters.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1)));
    expect(new Set(sheet!.columns.map(({ number }) => number)).size).toBe(letters.length);
  });

  test('calls the columns of an XML by their attributes, in the order of the format', async () => {
    const { file } = await write(buildBulkXml({ format: '1001', records: 30 }).bytes);
    const columns = file.sheets[0]!.columns;
    expect(columns.every(({ letters }) => letters === null)).toBe(true);
    expect(columns.map(({ attribute }) => attribute).slice(0, 2)).toEqual(['pago', 'pnded']);
  });

  test('numbers the records on over all sheets, and gives each its own amounts', async () => {
    const built = buildBulkWorkbook({ format: '1003', records: 4 }, { format: '1006', records: 3, seed: 9 });
    const { records, rows, writer } = await write(built.bytes);
    expect(records.map(([position]) => Number(position))).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(writer.count).toBe(7);
    const written = records.flatMap((record) => record.at(-2)!.slice(1, -1).split(','));
    expect(written).toEqual(rows.map(({ amount }) => String(amount)));
  });

  test('keeps apart two records that the workbook gives the same number of row', async () => {
    const headings = ['Tipo de documento', 'Número de identificación', 'DV', 'Razón social', 'Concepto'];
    const rest = [
      'Valor acumulado del pago o abono sujeto a retención en la fuente',
      'Retención en la fuente que le practicaron',
    ];
    const bytes = buildWorkbook({
      sheets: [
        {
          name: '1003',
          rows: [
            { number: 1, cells: [...headings, ...rest] },
            { number: 2, cells: ['31', '900123456', '8', 'UNA', '1302', 10n, 1n] },
            { number: 2, cells: ['31', '900123457', '5', 'OTRA', '1302', 20n, 2n] },
          ],
        },
      ],
    });
    const { records } = await write(bytes);
    expect(records.map((record) => record.at(-2))).toEqual(['{10,1}', '{20,2}']);
  });

  test('refuses a file with more columns of amounts than any format has', async () => {
    const { document } = await write(buildBulkWorkbook({ format: '1019', records: 1 }).bytes);
    const [record] = document.records;
    const [row] = document.rows;
    const many = Array.from({ length: 2_001 }, (_, column) => ({
      ...row!,
      cell: `${columnLetters(column)}2`,
    }));
    const writer = new BulkWriter();
    const full = { ...record!, rowCount: 2_000 };
    expect(writer.write([full], many)).toContain('{0,1,2,');
    expect(() => writer.write([{ ...record!, rowCount: 2_001 }], many)).toThrow(
      expect.objectContaining({ code: 'limit_exceeded', details: { limit: 'amountColumns', max: 2_000 } }),
    );
  });
});
