import { describe, expect, it } from 'vitest';
import { openWorkbook } from '../index.ts';
import {
  buildBulkWorkbook,
  buildFormatSheets,
  buildInvoices,
  buildPersonalReport,
  buildWideReport,
  buildWorkbook,
  WIDE_HEADINGS,
} from '../testing/index.ts';
import { WarningLog } from '../workbook/warnings.ts';
import { bulkFormats } from './bulk/catalogue.ts';
import type { LayoutId } from './document-types.ts';
import { RECOGNISED } from './layout.ts';
import { parseDocument } from './parse-document.ts';
import { parseReport } from './parse-report.ts';
import { Preamble } from './preamble.ts';
import { layouts } from './registry.ts';
import { Subject } from './subject.ts';

/** Every layout that takes any row of any sheet for its header. */
async function recognisedAs(bytes: Buffer): Promise<LayoutId[]> {
  const found = new Set<LayoutId>();
  await using workbook = await openWorkbook(bytes);
  for (const { name, index } of workbook.sheets) {
    const preamble = new Preamble();
    const context = {
      sheet: name,
      preamble,
      hints: {},
      warnings: new WarningLog(),
      subject: new Subject({}),
    };
    for await (const rows of workbook.rows(index)) {
      for (const row of rows) {
        for (const layout of layouts) {
          const score = layout.recognise(row, context)?.score ?? 0;
          expect(score).toBeLessThanOrEqual(1);
          if (score >= RECOGNISED) found.add(layout.id);
        }
        preamble.add(row);
      }
    }
  }
  return [...found];
}

const bulkFiles = bulkFormats.flatMap(({ code, unsourced }): [string, LayoutId, Buffer][] => [
  [`format ${code} with headings`, 'bulk-workbook', buildBulkWorkbook({ format: code }).bytes],
  ...(unsourced
    ? []
    : ([
        [
          `format ${code} with attributes`,
          'bulk-workbook',
          buildBulkWorkbook({ format: code, header: 'attributes' }).bytes,
        ],
      ] satisfies [string, LayoutId, Buffer][])),
]);

const files: [string, LayoutId, Buffer][] = [
  ['a personal report', 'personal-report', buildPersonalReport({ seed: 4 }).bytes],
  ['a wide report', 'wide-report', buildWideReport().bytes],
  ['a wide report under another sheet name', 'wide-report', buildWideReport({ sheet: 'Hoja1' }).bytes],
  ['sheets named by format', 'format-sheets', buildFormatSheets().bytes],
  ['invoices', 'electronic-invoices', buildInvoices().bytes],
  ['invoices with short headings', 'electronic-invoices', buildInvoices({ shortHeadings: true }).bytes],
  ...bulkFiles,
];

const taxpayer = { documentType: 'CC', number: '1000000001', name: 'PEÑARANDA LUCÍA' };

describe('recognition', () => {
  it.each(files)('takes %s for %s and for nothing else', async (_label, layout, bytes) => {
    expect(await recognisedAs(bytes)).toEqual([layout]);
    expect(await parseDocument(bytes, { year: 2025, taxpayer })).toMatchObject({ layout });
  });

  it('tells formats with the same columns apart by name only, and does not guess', async () => {
    const bytes = buildBulkWorkbook({ format: '1008', header: 'attributes', sheet: 'Hoja1' }).bytes;
    await expect(parseDocument(bytes)).rejects.toMatchObject({
      code: 'unknown_layout',
      details: {
        layouts: expect.arrayContaining([
          expect.objectContaining({ layout: 'bulk-workbook', format: '1008', score: 1 }),
          expect.objectContaining({ layout: 'bulk-workbook', format: '1009', score: 1 }),
        ]),
      },
    });
    expect(await parseDocument(bytes, { format: '1009' })).toMatchObject({ sheets: [{ format: '1009' }] });
    const titled = buildBulkWorkbook({ format: '1008', header: 'attributes', sheet: 'Hoja1', headerRow: 5 });
    expect(await parseDocument(titled.bytes)).toMatchObject({
      sheets: [{ format: '1008', headerRow: 5 }],
      year: 2025,
    });
  });

  it('does not take a list of people for a format of banks unless it is named so', async () => {
    const bytes = buildBulkWorkbook({ format: '1019', sheet: 'Clientes' }).bytes;
    await expect(parseDocument(bytes)).rejects.toMatchObject({ code: 'unknown_layout' });
    expect(await parseDocument(bytes, { format: '1019' })).toMatchObject({
      sheets: [{ format: '1019', unsourced: true }],
    });
  });

  it('says what it saw and the nearest layouts, best first', async () => {
    const headings = ['Concepto', 'Tipo de documento', 'Número de identificación', 'Razón social', 'Saldo'];
    const bytes = buildWorkbook({ sheets: [{ name: 'Hoja1', rows: [{ number: 3, cells: headings }] }] });
    const error = await parseDocument(bytes).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'unknown_layout',
      details: { sheets: [{ name: 'Hoja1', headers: [{ row: 3, texts: headings }] }] },
    });
    const { layouts: near, nearest } = (
      error as { details: { layouts: { score: number }[]; nearest: unknown } }
    ).details;
    expect(near).toHaveLength(3);
    expect(near[0]).toEqual(nearest);
    expect(near.map(({ score }) => score)).toEqual(near.map(({ score }) => score).toSorted((a, b) => b - a));
  });

  it('refuses layouts that are not wanted, naming what it recognised', async () => {
    const { bytes } = buildBulkWorkbook({ format: '1001' });
    await expect(parseReport(bytes)).rejects.toMatchObject({
      code: 'unknown_layout',
      details: { recognised: { layout: 'bulk-workbook', sheet: '1001' }, wanted: ['personal-report'] },
    });
    await expect(parseReport(buildWideReport().bytes)).rejects.toMatchObject({
      details: { recognised: { layout: 'wide-report' } },
    });
    expect(await parseReport(buildWideReport().bytes, { layouts: ['wide-report'] })).toMatchObject({
      layout: 'wide-report',
    });
  });

  it('lets the better score read a sheet that two layouts know', async () => {
    const sheet = (...headings: string[]): Buffer =>
      buildWorkbook({ sheets: [{ name: '1007', rows: [{ number: 1, cells: headings }] }] });
    const company = sheet(
      'Concepto',
      'NIT',
      'Ingresos brutos recibidos',
      'Devoluciones, rebajas y descuentos',
    );
    expect((await recognisedAs(company)).toSorted()).toEqual(['bulk-workbook', 'format-sheets']);
    expect(await parseDocument(company)).toMatchObject({ layout: 'bulk-workbook' });
    const person = sheet('Concepto', 'NIT', 'Valor');
    expect(await parseDocument(person, { year: 2025, taxpayer })).toMatchObject({ layout: 'format-sheets' });
  });

  it('believes the file before the caller', async () => {
    const { bytes } = buildBulkWorkbook({ format: '1001', headerRow: 5, year: 2024 });
    expect(await parseDocument(bytes, { year: 2025 })).toMatchObject({ year: 2024 });
  });

  it('finds the wanted layout behind a sheet of another one', async () => {
    const rows = [
      ['Año gravable:', 2025],
      ['Identificación:', '1000000001'],
      ['NIT', 'NIT', 'Detalle', 'Valor'],
      ['899555101', '1000000001', 'Donaciones', 9],
    ];
    const report = { name: 'Reporte', rows: rows.map((cells, index) => ({ number: index + 1, cells })) };
    const wide = { name: 'Otra', rows: [{ number: 1, cells: [...WIDE_HEADINGS, 'Pagos por salarios'] }] };
    const bytes = buildWorkbook({ sheets: [wide, report] });
    const read = await parseReport(bytes);
    expect(read).toMatchObject({ layout: 'personal-report', sheet: 'Reporte', rowCount: 1 });
    expect(read.warnings[0]).toEqual({
      code: 'other_report_sheet',
      details: { sheet: 'Otra', layout: 'wide-report' },
    });
  });
});
