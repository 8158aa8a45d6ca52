import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseReport } from '../index.ts';

const folder = fileURLToPath(new URL('../../fixtures/dian-reports/', import.meta.url));
const reports = readdirSync(folder).filter((name) => name.endsWith('.xlsx'));

interface ExpectedReport {
  year: number;
  taxpayer: { documentType: string; number: string; name: string };
  topes: Record<string, number>;
  headerRow: number;
  rowCount: number;
  rows: {
    row: number;
    reporterNit: string;
    detail: string;
    amount: number;
    boxes: number[];
    topes: number[];
  }[];
}

/** Reports with the field's quirks and the answers expected of them, both written by another program than ours. */
describe('reports written by another program', () => {
  it('has reports to read', () => {
    expect(reports).toHaveLength(6);
  });

  it.each(reports)('%s gives every expected field', async (name) => {
    const answer = readFileSync(`${folder}${name.replace('.xlsx', '.expected.json')}`, 'utf8');
    const expected = JSON.parse(answer) as ExpectedReport;

    const report = await parseReport(`${folder}${name}`);

    const { documentType, number, name: taxpayerName } = report.taxpayer;
    expect({ documentType, number, name: taxpayerName }).toEqual(expected.taxpayer);
    expect(report).toMatchObject({
      year: expected.year,
      headerRow: expected.headerRow,
      rowCount: expected.rowCount,
    });
    expect(report.topes).toEqual(
      Object.fromEntries(Object.entries(expected.topes).map(([key, value]) => [key, BigInt(value)])),
    );
    expect(
      report.rows.map(({ row, reporterNit, detail, amount, boxes, topes }) => ({
        row,
        reporterNit,
        detail,
        amount,
        boxes,
        topes,
      })),
    ).toEqual(
      expected.rows.map(({ row, reporterNit, detail, amount, boxes, topes }) => ({
        row,
        reporterNit,
        detail,
        amount: BigInt(amount),
        boxes,
        topes,
      })),
    );
    expect(report.rows.every((row) => row.amountStatus === 'read' && row.cell === `F${row.row}`)).toBe(true);
    expect(report).toMatchObject({
      reportedAt: '2026-07-28T10:15:00',
      cutoffAt: '2026-07-20T00:00:00',
      sheet: 'Reporte',
    });
    expect(new Set(report.warnings.map(({ code }) => code))).toContain('stale_dimension');
  });
});
