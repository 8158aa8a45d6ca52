import { describe, expect, it } from 'vitest';
import {
  buildPersonalReport,
  type CellInput,
  cellsTaxpayer as taxpayer,
  type ReportFact,
  reportFromCells,
} from '../testing/index.ts';
import { parseReport } from './parse-report.ts';
import type { ParsedReport } from './types.ts';

const reportOf = (rows: CellInput[][]): Buffer => reportFromCells({ rows });

const warningsOf = (report: ParsedReport, code: string): ParsedReport['warnings'] =>
  report.warnings.filter((warning) => warning.code === code);

function fact(overrides: Partial<ReportFact> = {}): ReportFact {
  return {
    reporterNit: '899555101',
    reporterName: 'TEXTILES SIERRA MORADA S.A.S.',
    detail: 'Servicios (5004)',
    amount: 1_000n,
    suggestedUse: 'Tope 1: ingresos brutos | R43',
    boxes: [43],
    topes: [1],
    ...overrides,
  };
}

describe('rows that need a decision', () => {
  const amountRow = (amount: CellInput): CellInput[] => [
    '899555101',
    'A',
    taxpayer.number,
    taxpayer.name,
    'Donaciones',
    amount,
  ];

  it('keeps a row whose amount cannot be read, and says so', async () => {
    const report = await parseReport(
      reportOf([
        amountRow('por definir'),
        amountRow(undefined),
        amountRow({ xml: '<c r="F9" t="e"><v>#N/A</v></c>' }),
      ]),
    );
    expect(
      report.rows.map(({ amount, amountStatus, rawAmount }) => [amount, amountStatus, rawAmount]),
    ).toEqual([
      [0n, 'unreadable', 'por definir'],
      [0n, 'empty', ''],
      [0n, 'unreadable', '#N/A'],
    ]);
    expect(warningsOf(report, 'amount_not_readable')).toMatchObject([
      { row: 7, cell: 'F7', details: { raw: 'por definir' } },
      { row: 8, cell: 'F8', details: { raw: '' } },
      { row: 9, cell: 'F9', details: { raw: '#N/A' } },
    ]);
  });

  it('rounds decimals with a warning', async () => {
    const report = await parseReport(reportOf([amountRow({ xml: '<c r="F7"><v>1234.5</v></c>' })]));
    expect(report.rows).toMatchObject([{ amount: 1235n, amountStatus: 'rounded' }]);
    expect(warningsOf(report, 'amount_rounded')).toMatchObject([{ cell: 'F7', details: { raw: '1234.5' } }]);
  });

  it('warns of another name, another number and a wrong check digit', async () => {
    const { bytes } = buildPersonalReport({
      taxpayer,
      facts: [
        fact({ reportedName: 'CASTAÑO GÜIZA RAMÓN', reportedNumber: '52000111' }),
        fact({ reporterNit: '900.111.222-0' }),
      ],
    });
    const report = await parseReport(bytes);
    expect(warningsOf(report, 'name_mismatch')).toMatchObject([{ row: 20, cell: 'D20' }]);
    expect(warningsOf(report, 'number_mismatch')).toMatchObject([
      { row: 20, cell: 'C20', details: { reported: '52000111' } },
    ]);
    expect(warningsOf(report, 'nit_check_digit')).toMatchObject([
      { row: 21, cell: 'A21', details: { given: '0' } },
    ]);
    expect(report.rows[1]?.reporterNit).toBe('900111222');
  });

  it('makes no rows of notes, totals and repeated headers, and mentions each', async () => {
    const report = await parseReport(
      reportOf([
        amountRow(5),
        ['NIT', 'Nombre / Razón Social', 'NIT', undefined, 'Detalle', 'Valor'],
        amountRow(6),
        [undefined, undefined, undefined, undefined, 'Total', 11],
        ['   '],
        ['Esta información no reemplaza la Ley 2277 de 2022.'],
        [undefined, undefined, undefined, undefined, 'Nota: sujeto a cambios.'],
      ]),
    );
    expect(report.rows.map(({ row }) => row)).toEqual([7, 9]);
    expect(report.warnings.map(({ code, row }) => [code, row])).toEqual([
      ['header_repeated', 8],
      ['total_row_ignored', 10],
      ['text_outside_table', 12],
      ['text_outside_table', 13],
    ]);
  });

  it('keeps a fact that lacks its reporter or its detail', async () => {
    const report = await parseReport(
      reportOf([
        [undefined, undefined, undefined, undefined, 'Donaciones', 5],
        ['899555101', 'A', undefined, undefined, undefined, 6],
      ]),
    );
    expect(report.rows.map(({ amount }) => amount)).toEqual([5n, 6n]);
    expect(report.warnings.map(({ code, cell }) => [code, cell])).toEqual([
      ['reporter_missing', 'A7'],
      ['detail_missing', 'E8'],
    ]);
  });

  it('does not take a tope of a reporter, a sixth or an unreadable one for a total', async () => {
    const report = await parseReport(
      reportOf([
        [undefined, undefined, undefined, undefined, 'TOPE 1. Ingresos', '1.000'],
        [undefined, undefined, undefined, undefined, 'Tope 2 - Patrimonio', 'sin dato'],
        [undefined, undefined, undefined, undefined, 'Tope 6 - Otro', 5],
        [undefined, undefined, undefined, undefined, 'Tope 1 - Ingresos', 2_000],
        ['899555101', 'A', taxpayer.number, taxpayer.name, 'Tope 3 pagado', 9],
      ]),
    );
    expect(report.topes).toEqual({ 1: 1_000n });
    expect(report.rows).toMatchObject([{ detail: 'Tope 3 pagado', amount: 9n }]);
    expect(report.warnings.map(({ code, row }) => [code, row])).toEqual([
      ['amount_not_readable', 8],
      ['unknown_tope', 9],
      ['tope_twice', 10],
    ]);
  });

  it('bounds the warnings and counts the rest', async () => {
    const { bytes } = buildPersonalReport({
      taxpayer,
      facts: Array.from({ length: 700 }, (_value, index) =>
        fact({ reportedName: 'OTRA PERSONA', amount: BigInt(index + 1) }),
      ),
    });
    const report = await parseReport(bytes);
    expect(warningsOf(report, 'name_mismatch')).toHaveLength(500);
    expect(warningsOf(report, 'warnings_omitted')).toEqual([
      { code: 'warnings_omitted', details: { of: 'name_mismatch', omitted: 200 } },
    ]);
  });
});
