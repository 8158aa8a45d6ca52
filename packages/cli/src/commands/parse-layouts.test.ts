import { writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  buildBulkWorkbook,
  buildBulkXml,
  buildFormatSheets,
  buildInvoices,
  buildWideReport,
  buildWorkbook,
} from '@accountia/excel-parser/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { callCommand } from '../testing/run-command.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';

const directory = temporaryDirectory();
afterAll(() => directory[Symbol.dispose]());

function write(name: string, bytes: Uint8Array): string {
  const file = path.join(directory.path, name);
  writeFileSync(file, bytes);
  return file;
}

async function parse(...args: string[]): Promise<{ exitCode: number | null; json: Record<string, unknown> }> {
  const { exitCode, output } = await callCommand(['parse', ...args, '--json']);
  return { exitCode, json: JSON.parse(output) as Record<string, unknown> };
}

describe('parse --json of the other layouts', () => {
  test.each([
    ['wide-report', buildWideReport()],
    ['electronic-invoices', buildInvoices()],
  ])('of a %s gives each fact with its sheet and cell', async (layout, built) => {
    const { exitCode, json } = await parse(write(`${layout}.xlsx`, built.bytes));
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({ layout, year: built.year, taxpayer: { number: built.taxpayer.number } });
    const rows = json['rows'] as { amount: string; sheet: string; cell: string }[];
    expect(rows.map(({ amount }) => amount)).toEqual(built.facts.map(({ amount }) => String(amount)));
    expect(new Set(rows.map(({ sheet, cell }) => `${sheet}!${cell}`)).size).toBe(rows.length);
  });

  test('of sheets by format asks for what they do not say, and takes it from the caller', async () => {
    const built = buildFormatSheets();
    const file = write('formatos.xlsx', built.bytes);
    expect(await parse(file)).toMatchObject({ exitCode: 1, json: { error: { code: 'incomplete_report' } } });
    const { json } = await parse(file, '--year', '2025', '--taxpayer', 'CC:1125414788:PEÑA ANA');
    expect(json).toMatchObject({
      layout: 'format-sheets',
      taxpayer: { number: '1125414788', name: 'PEÑA ANA' },
    });
  });

  test('of a bulk format gives the same amounts from a workbook and from XML', async () => {
    const workbook = buildBulkWorkbook({ format: '1001' });
    const xml = buildBulkXml({ format: '1001' });
    const amounts = (json: Record<string, unknown>) =>
      (json['rows'] as { amount: string }[]).map(({ amount }) => amount);
    const fromWorkbook = await parse(write('1001.xlsx', workbook.bytes));
    const fromXml = await parse(write(xml.fileName, xml.bytes));
    expect(fromWorkbook.json).toMatchObject({ layout: 'bulk-workbook', recordCount: workbook.recordCount });
    expect(fromXml.json).toMatchObject({ layout: 'bulk-xml', year: 2025, recordCount: xml.recordCount });
    expect(amounts(fromWorkbook.json)).toEqual(workbook.amounts.map(({ amount }) => String(amount)));
    expect(amounts(fromXml.json)).toEqual(xml.amounts.map(({ amount }) => String(amount)));
  });

  test("of a firm's own workbook takes the columns that the mapping names", async () => {
    const file = write(
      'propio.xlsx',
      buildWorkbook({
        sheets: [
          {
            name: 'Datos',
            rows: [
              { number: 1, cells: ['Empresa', 'Id', 'Qué', 'Cuánto'] },
              { number: 2, cells: ['BANCO INVENTADO S.A.', '860034313', 'Saldo CDT (1020)', 1_250_000] },
            ],
          },
        ],
      }),
    );
    const mapping = write(
      'mapping.json',
      new TextEncoder().encode(
        JSON.stringify({
          as: 'report',
          columns: { reporterName: 'Empresa', reporterNit: 'Id', detail: 'Qué', amount: 'Cuánto' },
        }),
      ),
    );
    const hints = ['--year', '2025', '--taxpayer', 'CC:1098765401:PEÑA ANA'];
    const { json } = await parse(file, '--mapping', mapping, ...hints);
    expect(json).toMatchObject({
      layout: 'mapped-report',
      rows: [{ reporterNit: '860034313', amount: '1250000', category: 'assets', sheet: 'Datos', cell: 'D2' }],
    });
    const wrong = write(
      'wrong.json',
      new TextEncoder().encode('{"as":"report","columns":{"amount":"Otra"}}'),
    );
    const refused = await parse(file, '--mapping', wrong, ...hints);
    expect(refused.exitCode).toBe(1);
    expect((refused.json['error'] as { code: string }).code).toMatch(/^mapping_/);
  });

  test('of a workbook of another shape says what it comes nearest to, and the titles that it has', async () => {
    const titles = [
      'NIT',
      'Nombre / Razón social',
      'Detalle',
      'Valor',
      'Uso declaración Sugerida',
      'Información Adicional',
    ];
    const file = write(
      'otro.xlsx',
      buildWorkbook({ sheets: [{ name: 'Hoja 1', rows: [{ number: 1, cells: titles }] }] }),
    );
    const { exitCode, output, errors } = await callCommand(['parse', file]);
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: '' });
    expect(errors).toContain('Se parece al reporte de un contribuyente: tiene 6 de sus 7 títulos; falta «');
    expect(errors).toContain('(unknown_layout)');
    expect(errors).toContain(`  Hoja 1, row 1: ${titles.join(' | ')}`);
  });
});
