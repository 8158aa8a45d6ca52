import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WorkbookError } from '../errors.ts';
import {
  brokenFiles,
  buildPersonalReport,
  buildWorkbook,
  REPORT_HEADERS,
  reportFromCells,
} from '../testing/index.ts';
import { parseReport } from './parse-report.ts';

describe('files that are refused', () => {
  it.each(brokenFiles())('refuses $name with $code', async ({ bytes, code }) => {
    const error = await parseReport(bytes).catch((thrown: unknown) => thrown);
    expect(WorkbookError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ code });
    expect(() => JSON.stringify(error)).not.toThrow();
  });

  it('says what it saw in a workbook of another shape, and what it resembles', async () => {
    const wide = [
      'Código de Formato',
      'Nombre del Formato',
      'Código Concepto',
      'Nombre Concepto',
      'Año Vigencia',
      'NIT',
      'Reportado Como',
    ];
    const bytes = buildWorkbook({
      sheets: [{ name: 'reporteInformadoGeneralXls', rows: [{ number: 12, cells: wide }] }],
    });
    await expect(parseReport(bytes)).rejects.toMatchObject({
      code: 'unknown_layout',
      details: {
        sheets: [{ name: 'reporteInformadoGeneralXls', headers: [{ row: 12, texts: wide }] }],
        nearest: {
          layout: 'wide-report',
          matched: 7,
          missing: expect.arrayContaining(['Número de Documento']),
        },
      },
    });
  });

  it('names the missing column of a report that lost one', async () => {
    await expect(
      parseReport(reportFromCells({ rows: [], headers: REPORT_HEADERS.slice(0, 5) })),
    ).rejects.toMatchObject({
      details: { nearest: { layout: 'personal-report', missing: expect.arrayContaining(['Valor']) } },
    });
  });

  it('fails with a typed error wherever a report is cut', async () => {
    const { bytes } = buildPersonalReport({ seed: 3, facts: 5 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 1 }), async (length) => {
        const error = await parseReport(bytes.subarray(0, length)).catch((thrown: unknown) => thrown);
        expect(WorkbookError.isInstance(error)).toBe(true);
      }),
    );
  });
});
