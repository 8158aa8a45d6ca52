import { describe, expect, it } from 'vitest';
import { buildBulkWorkbook, buildWorkbook, type CellInput } from '../../testing/index.ts';
import { nitCheckDigit } from '../../values/nit.ts';
import { isReport, type ParsedDocument } from '../document-types.ts';
import { parseDocument } from '../parse-document.ts';
import { MappingError } from './mapping-error.ts';
import type { Mapping } from './mapping.ts';

const taxpayer = { documentType: 'CC', number: '1098765401', name: 'PEÑARANDA MUÑETÓN LUCÍA' };
const hints = { year: 2025, taxpayer };

function sheetOf(
  rows: readonly CellInput[][],
  name = 'Datos',
  from = 1,
): { name: string; rows: { number: number; cells: CellInput[] }[] } {
  return { name, rows: rows.map((cells, index) => ({ number: from + index, cells })) };
}

const ledger = sheetOf([
  ['Cliente importante', 'Hoja de trabajo'],
  ['Tercero', 'Nombre', 'Qué es', 'IVA', 'Plata'],
  [`899.555.101-${nitCheckDigit('899555101')}`, 'TEXTILES', 'Servicios (5004)', 19, '$ 1.000'],
  ['899555102', 'BANCO', 'Saldo CDT (1020)', 0, 'pendiente'],
  ['Total', undefined, undefined, undefined, 1000],
]);
const bytes = buildWorkbook({ sheets: [sheetOf([['Portada', 'vacía']], 'Portada'), ledger] });

const mapped: Mapping = {
  as: 'report',
  columns: { reporterNit: 'Tercero', reporterName: 'NOMBRE', detail: 'que es', amount: { header: 'Plata' } },
};

const read = (mapping: Mapping, source = bytes): Promise<ParsedDocument> =>
  parseDocument(source, { ...hints, mapping });

describe('mapped workbooks', () => {
  it('reads facts by heading, wherever the header stands', async () => {
    const document = await read(mapped);
    expect(document).toMatchObject({
      layout: 'mapped-report',
      sheet: 'Datos',
      headerRow: 2,
      year: 2025,
      taxpayer,
    });
    if (!isReport(document)) throw new Error('no report');
    expect(document.rows).toMatchObject([
      {
        row: 3,
        cell: 'E3',
        reporterNit: '899555101',
        detail: 'Servicios (5004)',
        amount: 1_000n,
        amountStatus: 'read',
      },
      { row: 4, cell: 'E4', reporterNit: '899555102', amount: 0n, amountStatus: 'unreadable' },
    ]);
    expect(document.warnings.map(({ code, row }) => [code, row])).toEqual([
      ['amount_not_readable', 4],
      ['text_outside_table', 5],
    ]);
  });

  it('reads by letters below a header row, or without one', async () => {
    const columns = { reporterNit: 'A', detail: { letter: 'c' }, amount: 'E' } as const;
    const below = await read({ as: 'report', sheet: 'Datos', headerRow: 2, columns });
    expect(below).toMatchObject({ headerRow: 2, rowCount: 2, rows: [{ row: 3 }, { row: 4 }] });
    const bare = buildWorkbook({ sheets: [sheetOf([['899555101', 'x', 'Servicios (5004)', 0, 5]])] });
    expect(await read({ as: 'report', headerRow: 0, columns }, bare)).toMatchObject({
      headerRow: 0,
      rows: [{ row: 1, cell: 'E1', amount: 5n }],
    });
  });

  it('prefers a heading to letters of the same name', async () => {
    const columns = { reporterNit: 'Tercero', detail: 'Qué es', amount: 'IVA' } as const;
    expect(await read({ as: 'report', columns })).toMatchObject({
      rows: [{ cell: 'D3', amount: 19n }, { cell: 'D4' }],
    });
  });

  it('reads without anyone who reports', async () => {
    const document = await read({ as: 'report', columns: { detail: 'Qué es', amount: 'Plata' } });
    expect(document).toMatchObject({ rows: [{ reporterNit: '', amount: 1_000n }] });
  });

  it('reads a sheet as a bulk format, with amounts beyond its list', async () => {
    const source = buildWorkbook({
      sheets: [
        sheetOf([
          ['Doc', 'Cédula', 'Razón', 'Por cobrar', 'Provisión'],
          [13, '1098765401', 'PEÑARANDA LUCÍA', 500, 20],
        ]),
      ],
    });
    const mapping: Mapping = {
      as: 'bulk',
      format: '1008',
      columns: { tdoc: 'Doc', nid: 'Cédula', raz: 'Razón', sal: 'Por cobrar' },
      amounts: ['Provisión'],
    };
    expect(await parseDocument(source, { mapping })).toMatchObject({
      layout: 'mapped-bulk',
      year: null,
      sheets: [{ format: '1008', headerRow: 1, recordCount: 1, rowCount: 2 }],
      records: [{ party: { documentType: 'CC', number: '1098765401', name: 'PEÑARANDA LUCÍA' } }],
      rows: [
        { cell: 'D2', attribute: 'sal', amount: 500n, mirror: { meaning: 'debt' } },
        { cell: 'E2', attribute: null, heading: 'Provisión', amount: 20n, mirror: null },
      ],
    });
  });

  it('mentions another sheet that has the mapped headings', async () => {
    const source = buildWorkbook({ sheets: [ledger, { ...ledger, name: 'Copia' }] });
    expect(await read(mapped, source)).toMatchObject({
      sheet: 'Datos',
      warnings: expect.arrayContaining([
        { code: 'other_report_sheet', details: { sheet: 'Copia', layout: 'mapped-report' } },
      ]),
    });
  });

  it('keeps keys of headings away from prototypes', async () => {
    const source = buildWorkbook({
      sheets: [
        sheetOf(
          [
            ['__proto__', 'constructor', 'nid', 'sal'],
            ['a', 'b', '899555101', 5],
          ],
          '1008',
        ),
      ],
    });
    const document = await parseDocument(source, {
      mapping: {
        as: 'bulk',
        format: '1008',
        columns: { nid: 'nid', sal: 'sal' },
        amounts: [{ header: '__proto__' }],
      },
    });
    expect(document).toMatchObject({
      rows: [{ attribute: 'sal' }, { heading: '__proto__', amountStatus: 'unreadable' }],
    });
    expect(Object.prototype).not.toHaveProperty('nid');
  });

  const refused: [string, Mapping, string, Record<string, unknown>][] = [
    [
      'an unknown field',
      { as: 'report', columns: { detail: 'a', amount: 'b', wrong: 'c' } } as Mapping,
      'mapping_field_unknown',
      { field: 'wrong' },
    ],
    [
      'a field of the prototype',
      { as: 'bulk', format: '1008', columns: { constructor: 'a', nid: 'b', sal: 'c' } } as unknown as Mapping,
      'mapping_field_unknown',
      { field: 'constructor' },
    ],
    [
      'no amount',
      { as: 'report', columns: { detail: 'Qué es' } },
      'mapping_field_missing',
      { missing: ['amount'] },
    ],
    [
      'no third party',
      { as: 'bulk', format: '1008', columns: { sal: 'Saldo' } },
      'mapping_field_missing',
      { missing: ['nid'] },
    ],
    [
      'no amount of the format',
      { as: 'bulk', format: '1008', columns: { nid: 'Número' } },
      'mapping_field_missing',
      { missing: ['sal'] },
    ],
    [
      'an unknown format',
      { as: 'bulk', format: '7777', columns: {} },
      'mapping_format_unknown',
      { format: '7777' },
    ],
    [
      'a blank reference',
      { as: 'report', columns: { detail: ' ', amount: 'Plata' } },
      'mapping_reference_invalid',
      {},
    ],
    [
      'letters that are no column',
      { as: 'report', columns: { detail: { letter: 'XFE' }, amount: 'Plata' } },
      'mapping_reference_invalid',
      {},
    ],
    [
      'letters without a row',
      { as: 'report', columns: { detail: 'A', amount: 'B' } },
      'mapping_header_row_needed',
      {},
    ],
    [
      'one column twice',
      { as: 'report', columns: { detail: 'Qué es', amount: 'QUE ES' } },
      'mapping_column_twice',
      { fields: ['detail', 'amount'] },
    ],
    [
      'a sheet that is not there',
      { ...mapped, sheet: 'Otra' },
      'mapping_sheet_missing',
      { sheets: ['Portada', 'Datos'] },
    ],
    [
      'headings that are nowhere',
      { as: 'report', columns: { detail: 'Concepto raro', amount: 'Plata' } },
      'mapping_header_missing',
      { missing: ['Concepto raro', 'Plata'] },
    ],
    [
      'a heading that looks like letters and is nowhere',
      { as: 'report', columns: { reporterNit: 'NIT', detail: 'Qué es', amount: 'Plata' } },
      'mapping_header_missing',
      {},
    ],
    [
      'headings that are not in the row',
      { ...mapped, sheet: 1, headerRow: 1 },
      'mapping_header_missing',
      { row: 1, seen: ['Cliente importante', 'Hoja de trabajo'] },
    ],
  ];
  it.each(refused)('refuses %s', async (_label, mapping, code, details) => {
    const error = await read(mapping).catch((thrown: unknown) => thrown);
    expect(MappingError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ code, details });
    expect(() => JSON.stringify(error)).not.toThrow();
  });

  it('asks for the year and the taxpayer like any other report', async () => {
    await expect(parseDocument(bytes, { mapping: mapped })).rejects.toMatchObject({
      code: 'incomplete_report',
      details: { missing: ['year', 'taxpayer.number'] },
    });
  });

  it('reads a known format under a mapping that knows better', async () => {
    const built = buildBulkWorkbook({ format: '1001', records: 2 });
    const document = await parseDocument(built.bytes, {
      mapping: {
        as: 'bulk',
        format: '1001',
        columns: { nid: 'Número de identificación', pago: 'Pago o abono en cuenta' },
      },
    });
    expect(document).toMatchObject({ layout: 'mapped-bulk', recordCount: 2 });
  });
});
