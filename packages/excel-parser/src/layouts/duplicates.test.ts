import { describe, expect, it } from 'vitest';
import { buildPersonalReport, cellsTaxpayer as taxpayer, reportFromCells } from '../testing/index.ts';
import { WarningLog } from '../workbook/warnings.ts';
import { DuplicateWatch } from './duplicates.ts';
import { parseReport } from './parse-report.ts';

describe('duplicate candidates', () => {
  const row = (nit: string, detail: string, amount: number) => [
    nit,
    'A',
    taxpayer.number,
    taxpayer.name,
    detail,
    amount,
  ];

  it('are the same reporter, detail and amount, told with the place of the first', async () => {
    const report = await parseReport(
      reportFromCells({
        rows: [
          row('899555101', 'Donaciones', 5),
          row('899555101', 'DONACIONES', 5),
          row('899555101', 'Donaciones', 6),
          row('899555102', 'Donaciones', 5),
          row('899555101', 'Servicios (5004)', 0),
          row('899555101', 'Servicios (5004)', 0),
        ],
      }),
    );
    expect(report.rowCount).toBe(6);
    expect(report.warnings).toEqual([
      { code: 'duplicate_candidate', row: 8, cell: 'F8', details: { sheet: 'Reporte', first: 'F7' } },
    ]);
  });

  it('are looked for in a bounded number of facts, and the rest is told', () => {
    const warnings = new WarningLog();
    const watch = new DuplicateWatch(warnings);
    for (let index = 0; index < 50_002; index += 1)
      watch.see(String(index), { sheet: 'a', row: index, cell: '' });
    watch.see('0', { sheet: 'a', row: 60_000, cell: 'F1' });
    expect(warnings.list().map(({ code, row: at }) => [code, at])).toEqual([
      ['duplicates_not_checked', 50_000],
      ['duplicate_candidate', 60_000],
    ]);
  });
});

describe("DIAN's topes", () => {
  const facts = [
    {
      reporterNit: '899555101',
      reporterName: 'A',
      detail: 'Donaciones',
      amount: 60n,
      suggestedUse: 'Tope 1 | R74',
      boxes: [74],
      topes: [1],
    },
    {
      reporterNit: '899555102',
      reporterName: 'B',
      detail: 'Donaciones',
      amount: 40n,
      suggestedUse: 'Tope 1 | R74',
      boxes: [74],
      topes: [1],
    },
  ];

  it('are compared with the rows that name them, at their cell', async () => {
    const { bytes } = buildPersonalReport({ facts, topes: { 1: 130n, 2: 5n } });
    expect((await parseReport(bytes)).warnings).toContainEqual({
      code: 'tope_difference',
      row: 15,
      cell: 'F15',
      details: { tope: '1', reported: '130', sum: '100' },
    });
  });

  it('give no warning when they agree, or when no row names them', async () => {
    const { bytes } = buildPersonalReport({ facts, topes: { 1: 100n, 2: 5n } });
    expect((await parseReport(bytes)).warnings.map(({ code }) => code)).not.toContain('tope_difference');
  });
});
