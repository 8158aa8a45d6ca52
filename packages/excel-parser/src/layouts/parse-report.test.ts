import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildPersonalReport,
  buildWorkbook,
  type CellInput,
  cellsTaxpayer as taxpayer,
  type PersonalReport,
  type PersonalReportOptions,
  REPORT_HEADERS,
  type ReportCells,
  reportFromCells,
} from '../testing/index.ts';
import { parseReport } from './parse-report.ts';
import type { ParsedReport, ReportRow } from './types.ts';

const reportOf = (rows: CellInput[][], others: Omit<ReportCells, 'rows'> = {}): Buffer =>
  reportFromCells({ rows, ...others });

/** What the writer promised, in the reader's terms. */
function promised(parsed: ParsedReport): PersonalReport['expected'] {
  return {
    fileName: `reporteExogena${parsed.year}.xlsx`,
    year: parsed.year,
    taxpayer: parsed.taxpayer,
    topes: parsed.topes,
    headerRow: parsed.headerRow,
    rowCount: parsed.rowCount,
    rows: parsed.rows.map(({ row, reporterNit, detail, amount, boxes, topes }) => ({
      row,
      reporterNit,
      detail,
      amount,
      boxes,
      topes,
    })),
  };
}

const warningsOf = (report: ParsedReport, code: string): ParsedReport['warnings'] =>
  report.warnings.filter((warning) => warning.code === code);

describe('personal reports as they come', () => {
  const variants: [string, PersonalReportOptions][] = [
    ['with prefixed XML and shared strings', {}],
    ['without prefix, with inline strings', { prefix: '', strings: 'inline' }],
    ['without references of cells', { references: false, headerRow: 11 }],
    ['with topes at the bottom', { topesAt: 'bottom', notes: ['Fin del reporte.'] }],
    ['with topes above the header', { topesAt: 'above', headerRow: 20 }],
    ['without topes', { topes: false }],
    ['with the header far below', { headerRow: 400 }],
    ['with the year as a number', { yearAs: 'number', year: 2023 }],
    ['with amounts as text', { textAmounts: true, facts: 60 }],
    ['with NITs as text', { textNits: true, facts: 60 }],
    ['with messy details', { messyDetails: true, facts: 60 }],
    ['with lost letters', { replacementCharacters: true, facts: 60 }],
    ['without rows', { facts: 0 }],
    ['with an exact range', { dimension: 'exact' }],
  ];

  it.each(variants)('reads one %s', async (_label, options) => {
    const { bytes, expected } = buildPersonalReport({ seed: 11, ...options });
    expect(promised(await parseReport(bytes))).toEqual(expected);
  });

  it('reads any mix of quirks', async () => {
    const mixes = fc.record({
      seed: fc.nat(),
      facts: fc.integer({ min: 0, max: 25 }),
      headerRow: fc.integer({ min: 17, max: 40 }),
      prefix: fc.constantFrom('', 'x', 'ss'),
      strings: fc.constantFrom('shared' as const, 'inline' as const),
      references: fc.boolean(),
      topesAt: fc.constantFrom('above' as const, 'top' as const, 'bottom' as const),
      textAmounts: fc.boolean(),
      textNits: fc.boolean(),
      messyDetails: fc.boolean(),
      replacementCharacters: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(mixes, async (options) => {
        const { bytes, expected } = buildPersonalReport(options);
        expect(promised(await parseReport(bytes))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('writes the same bytes for the same seed', () => {
    expect(buildPersonalReport({ seed: 5 }).bytes.equals(buildPersonalReport({ seed: 5 }).bytes)).toBe(true);
    expect(buildPersonalReport({ seed: 5 }).bytes.equals(buildPersonalReport({ seed: 6 }).bytes)).toBe(false);
  });

  it('keeps what the cells say beside what it made of them', async () => {
    const row = [
      '899.555.101-2',
      ' TEXTILES  S.A.S.',
      '1.098.765.401',
      taxpayer.name,
      'CERTIFICADO - PAGOS\u00A0POR SALARIOS (2276)',
      '$ 1.234',
      'Tope 1.  Ingresos | R32',
      'Documento: 12:30 | nota |',
    ];
    const report = await parseReport(reportOf([row]));
    expect(report.rows).toEqual([
      {
        sheet: 'Reporte',
        row: 7,
        cell: 'F7',
        reporterNit: '899555101',
        reporterName: 'TEXTILES S.A.S.',
        reportedNumber: taxpayer.number,
        reportedName: taxpayer.name,
        detail: 'Pagos por salarios (2276)',
        rawDetail: String(row[4]),
        amount: 1_234n,
        amountStatus: 'read',
        rawAmount: '$ 1.234',
        suggestedUse: 'Tope 1. Ingresos | R32',
        boxes: [32],
        topes: [1],
        additionalInformation: [
          { key: 'Documento', value: '12:30' },
          { key: '', value: 'nota' },
        ],
      },
    ] satisfies ReportRow[]);
  });

  it('restores lost letters of headers, labels and details', async () => {
    const lost = (text: string): string => text.replace(/[ñáéíóú]/gi, '\uFFFD');

    const bytes = reportOf(
      [
        [
          '899555101',
          'A',
          taxpayer.number,
          lost(taxpayer.name),
          'Retenci\uFFFDn rendimientos (1301)',
          5,
          'R132',
        ],
      ],
      {
        headers: REPORT_HEADERS.map(lost),
        preamble: [
          [lost('Año al que se refiere la consulta: 2024')],
          ['Tipo de documento:', 'C\uFFFDdula de Ciudadan\uFFFDa'],
          [lost('Identificación:'), Number(taxpayer.number)],
          [lost('Nombres / Razón social:'), lost(taxpayer.name)],
        ],
      },
    );
    const report = await parseReport(bytes);
    expect(report).toMatchObject({ year: 2024, taxpayer: { documentType: 'CC', number: taxpayer.number } });
    expect(report.rows).toMatchObject([{ detail: 'Retención rendimientos (1301)', boxes: [132] }]);
    expect(warningsOf(report, 'name_mismatch')).toEqual([]);
    expect(warningsOf(report, 'replacement_character')).not.toEqual([]);
  });

  it('tells the two NIT columns apart by their group headings, not by their letters', async () => {
    const bytes = reportOf([[taxpayer.number, taxpayer.name, 'Donaciones', 7, '899555101', 'FUNDACIÓN']], {
      groups: ['Información reportada', undefined, undefined, undefined, 'Persona que reporta'],
      headers: ['NIT', 'Nombre / Razón Social', 'Detalle', 'Valor', 'NIT', 'Nombre / Razón Social'],
    });
    expect((await parseReport(bytes)).rows).toMatchObject([
      {
        cell: 'D7',
        reporterNit: '899555101',
        reporterName: 'FUNDACIÓN',
        reportedNumber: taxpayer.number,
        reportedName: taxpayer.name,
      },
    ]);
  });

  it('finds the report behind a cover sheet and mentions a second report', async () => {
    const cover = { name: 'Portada', rows: [{ number: 1, cells: ['Hola', 'mundo'] }] };
    const header = { number: 3, cells: ['NIT', 'NIT', 'Detalle', 'Valor'] };
    const bytes = buildWorkbook({
      sheets: [
        cover,
        {
          name: 'Reporte',
          rows: [
            { number: 1, cells: ['Año al que se refiere la consulta:', 2025] },
            { number: 2, cells: ['Identificación:', taxpayer.number] },
            header,
            { number: 4, cells: ['899555101', taxpayer.number, 'Donaciones', 9] },
          ],
        },
        { name: 'Otro', rows: [header] },
      ],
    });
    const report = await parseReport(bytes);
    expect(report).toMatchObject({
      sheet: 'Reporte',
      rowCount: 1,
      taxpayer: { documentType: 'OTHER', name: '' },
    });
    expect(report.warnings.map(({ code }) => code)).toEqual([
      'document_type_unknown',
      'taxpayer_name_missing',
      'other_report_sheet',
    ]);
  });
});
