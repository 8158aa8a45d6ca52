import { describe, expect, it } from 'vitest';
import {
  type BulkSheetOptions,
  type BulkWorkbook,
  buildBulkWorkbook,
  buildWorkbook,
  type CellInput,
} from '../../testing/index.ts';
import { nitCheckDigit } from '../../values/nit.ts';
import {
  isReport,
  type ParsedBulkFile,
  type ParseDocumentOptions,
  type RowBatch,
} from '../document-types.ts';
import { parseDocument } from '../parse-document.ts';
import { bulkFormats } from './catalogue.ts';

async function read(bytes: Buffer, options: ParseDocumentOptions = {}): Promise<ParsedBulkFile> {
  const document = await parseDocument(bytes, options);
  if (isReport(document)) throw new Error(`read as ${document.layout}`);
  return document;
}

function promised(file: ParsedBulkFile): unknown[] {
  const numbers = new Map(
    file.records.map(({ sheet, row, party }) => [`${sheet} ${row}`, party?.number ?? '']),
  );
  return file.rows.map(({ sheet, row, attribute, heading, amount, concept }) => ({
    sheet,
    row,
    attribute,
    heading,
    amount,
    concept,
    number: numbers.get(`${sheet} ${row}`),
  }));
}

const expectedOf = ({ amounts }: BulkWorkbook): unknown[] =>
  amounts.map(({ record: _record, ...rest }) => rest);

const codes = (file: ParsedBulkFile): unknown[] => file.warnings.map(({ code, cell }) => [code, cell]);

describe('bulk formats in workbooks', () => {
  const formats = bulkFormats.filter(({ unsourced }) => !unsourced).map(({ code }) => code);

  it.each(formats)('reads every amount of format %s under its headings', async (format) => {
    const built = buildBulkWorkbook({ format, minorAmounts: true });
    const file = await read(built.bytes);
    expect(file).toMatchObject({
      layout: 'bulk-workbook',
      sheets: [{ format, score: 1 }],
      recordCount: built.recordCount,
    });
    expect(promised(file)).toEqual(expectedOf(built));
    expect(file.warnings).toEqual([]);
  });

  it.each(formats)('reads every amount of format %s under the attribute names', async (format) => {
    const built = buildBulkWorkbook({ format, header: 'attributes', seed: 5 });
    expect(promised(await read(built.bytes)).length).toBe(built.amounts.length);
  });

  const quirks: [string, Partial<BulkSheetOptions>][] = [
    ['with headings in capitals and abbreviated', { messyHeadings: true }],
    ['with amounts as text', { textAmounts: true }],
    ['below a title', { headerRow: 6, version: 11 }],
    ['on a sheet with any name', { sheet: 'Hoja1' }],
  ];
  it.each(quirks)('reads one %s', async (_label, options) => {
    const built = buildBulkWorkbook({ format: '1001', records: 25, ...options });
    const file = await read(built.bytes);
    expect(promised(file)).toEqual(expectedOf(built));
    expect(file.warnings).toEqual([]);
  });

  it('reads all the formats of a workbook', async () => {
    const built = buildBulkWorkbook(
      { format: '1001' },
      { format: '1008', seed: 2 },
      { format: '2276', seed: 3 },
    );
    const file = await read(built.bytes);
    expect(file.sheets.map(({ sheet, format }) => [sheet, format])).toEqual([
      ['1001', '1001'],
      ['1008', '1008'],
      ['2276', '2276'],
    ]);
    expect(promised(file)).toEqual(expectedOf(built));
    expect(file.rowCount).toBe(file.sheets.reduce((sum, { rowCount }) => sum + rowCount, 0));
  });

  it('tells parties, concepts, meanings and cells', async () => {
    const header = [
      'cpt',
      'tdoc',
      'nid',
      'apl1',
      'apl2',
      'nom1',
      'nom2',
      'raz',
      'dir',
      'dpto',
      'mun',
      'pais',
      'pago',
      'pnded',
      'ided',
      'inded',
      'retp',
      'reta',
      'comun',
      'ndom',
    ];
    const rows: CellInput[][] = [
      header,
      [5005, 13, 1098765401, 'PEÑARANDA', 'MUÑETÓN', 'LUCÍA', '', '', 'CL 1', 5, 1, 169, 1000, 0, 0, 0, 35],
      [5004, 43, 222222222, '', '', '', '', 'CUANTÍAS MENORES', '', '', '', 169, 7],
      [
        5016,
        31,
        `899.555.101-${nitCheckDigit('899555101')}`,
        '',
        '',
        '',
        '',
        'TEXTILES',
        '',
        '',
        '',
        169,
        undefined,
        -9,
      ],
    ];
    const bytes = buildWorkbook({
      sheets: [{ name: '1001', rows: rows.map((cells, at) => ({ number: at + 1, cells })) }],
    });
    const file = await read(bytes, { year: 2025 });
    expect(file.year).toBe(2025);
    expect(file.records).toMatchObject([
      {
        concept: '5005',
        conceptName: 'Arrendamientos',
        party: {
          documentType: 'CC',
          documentTypeLabel: '13',
          number: '1098765401',
          checkDigit: null,
          name: 'PEÑARANDA MUÑETÓN LUCÍA',
          kind: 'identified',
        },
        secondParty: null,
        texts: new Map([
          ['dir', 'CL 1'],
          ['dpto', '5'],
          ['mun', '1'],
          ['pais', '169'],
        ]),
      },
      { party: { documentType: 'SI', kind: 'minor-amounts', name: 'CUANTÍAS MENORES' } },
      {
        party: {
          documentType: 'NIT',
          number: '899555101',
          checkDigit: nitCheckDigit('899555101'),
          kind: 'identified',
        },
      },
    ]);
    expect(
      file.rows.map(({ cell, attribute, amount, mirror }) => [
        cell,
        attribute,
        amount,
        mirror?.meaning,
        mirror?.boxes,
      ]),
    ).toEqual([
      ['M2', 'pago', 1000n, 'income', [58]],
      ['Q2', 'retp', 35n, 'withholding', [132]],
      ['M3', 'pago', 7n, 'income', [32, 43]],
      ['N4', 'pnded', -9n, 'income', [74]],
    ]);
    expect(file.rows[0]?.party).toBe(file.records[0]?.party);
    expect(file.warnings).toEqual([]);
  });

  it('gives money received for others to the one it was received for', async () => {
    const built = buildBulkWorkbook({ format: '1647', records: 3 });
    const file = await read(built.bytes);
    for (const { attribute, party, row } of file.rows) {
      const record = file.records.find((candidate) => candidate.row === row);
      expect(party).toBe(attribute === 'vtotal' ? record?.party : record?.secondParty);
      expect(party?.number).not.toBe('');
    }
  });

  it('reports check digits, repeats, bad amounts and unknown columns, and leaves totals out', async () => {
    const built = buildBulkWorkbook({
      format: '1008',
      records: 3,
      wrongCheckDigit: true,
      duplicate: true,
      totals: true,
      extraColumn: { heading: 'Valor provisión', value: 'n/a' },
    });
    const file = await read(built.bytes);
    expect(codes(file)).toEqual([
      ['column_unknown', 'O1'],
      ['nit_check_digit', 'D2'],
      ['amount_not_readable', 'O2'],
      ['amount_not_readable', 'O3'],
      ['amount_not_readable', 'O4'],
      ['nit_check_digit', 'D5'],
      ['duplicate_candidate', 'C5'],
      ['amount_not_readable', 'O5'],
      ['total_row_ignored', 'A6'],
    ]);
    expect(file.recordCount).toBe(4);
    expect(file.rows.filter(({ amountStatus }) => amountStatus === 'unreadable')).toMatchObject(
      Array.from({ length: 4 }, () => ({
        attribute: null,
        mirror: null,
        heading: 'Valor provisión',
        rawAmount: 'n/a',
      })),
    );
  });

  it('warns of minor amounts under a document type, of unknown types and of nobody', async () => {
    const header = ['tdoc', 'nid', 'dv', 'apl1', 'apl2', 'nom1', 'nom2', 'raz', 'vimp', 'ivade'];
    const rows: CellInput[][] = [
      header,
      [31, 222222222, 7, '', '', '', '', 'CUANTÍAS MENORES', 5],
      [99, 444444005, undefined, '', '', '', '', 'FOREIGN INC', 6],
      [undefined, undefined, undefined, '', '', '', '', '', 7],
      header,
      ['Elaboró: contabilidad'],
    ];
    const bytes = buildWorkbook({
      sheets: [{ name: '1005', rows: rows.map((cells, at) => ({ number: at + 1, cells })) }],
    });
    const file = await read(bytes);
    expect(file.records.map(({ party }) => party?.kind)).toEqual([
      'minor-amounts',
      'foreigner',
      'identified',
    ]);
    expect(codes(file)).toEqual([
      ['minor_amounts_document_type', 'A2'],
      ['document_type_unknown', 'A3'],
      ['party_missing', 'B4'],
      ['header_repeated', 'A5'],
      ['text_outside_table', 'A6'],
    ]);
  });

  it('takes the reporter and the year from above the table, and no note below it for a record', async () => {
    const rows: CellInput[][] = [
      ['Razón social:', 'TEXTILES SIERRA MORADA S.A.S.'],
      ['Tipo de documento:', 'NIT'],
      ['Número de identificación:', '899555101'],
      ['Nombre / Razón social:', 'TEXTILES SIERRA MORADA S.A.S.'],
      ['Año gravable:', 2024],
      ['nid', 'tdoc', 'vimp', 'ivade'],
      ['899555102', 31, 5, 0],
      ['Ley 2277 de 2022'],
      ['AB 12345', 41, 0, 0],
    ];
    const bytes = buildWorkbook({
      sheets: [{ name: '1005', rows: rows.map((cells, at) => ({ number: at + 1, cells })) }],
    });
    const file = await read(bytes);
    expect(file).toMatchObject({
      year: 2024,
      reporter: { documentType: 'NIT', number: '899555101', name: 'TEXTILES SIERRA MORADA S.A.S.' },
      rowCount: 1,
    });
    expect(file.records.map(({ party }) => [party?.documentType, party?.number])).toEqual([
      ['NIT', '899555102'],
      ['PAS', 'AB12345'],
    ]);
    expect(codes(file)).toEqual([['text_outside_table', 'A8']]);
  });

  it('gives a heading that comes twice its column once', async () => {
    const rows: CellInput[][] = [
      ['tdoc', 'nid', 'dv', 'apl1', 'apl2', 'nom1', 'nom2', 'raz', 'vimp', 'vimp', 'Nota', 'Nota'],
      [31, '899555101', undefined, '', '', '', '', 'A', 5, 6, 'x', 'y'],
    ];
    const bytes = buildWorkbook({
      sheets: [{ name: '1005', rows: rows.map((cells, at) => ({ number: at + 1, cells })) }],
    });
    const file = await read(bytes);
    expect(file.rows).toMatchObject([{ cell: 'I2', attribute: 'vimp', amount: 5n }]);
    expect(file.records[0]?.texts).toEqual(
      new Map([
        ['vimp', '6'],
        ['Nota', 'x'],
        ['Nota (L2)', 'y'],
      ]),
    );
    expect(codes(file)).toEqual(['J1', 'K1', 'L1'].map((cell) => ['column_unknown', cell]));
  });

  it('judges columns by their headings where the list has no source', async () => {
    const built = buildBulkWorkbook({
      format: '1019',
      records: 4,
      amountHeadings: ['Saldo final', 'Valor movimientos crédito'],
      extraColumn: { heading: 'Número de cuenta', value: '0012345' },
    });
    const file = await read(built.bytes);
    expect(promised(file)).toEqual(expectedOf(built));
    expect(file.sheets).toMatchObject([{ format: '1019', unsourced: true }]);
    expect(file.records[0]?.texts.get('Número de cuenta')).toBe('0012345');
    expect(new Set(file.warnings.map(({ code }) => code))).toEqual(
      new Set(['column_unknown', 'format_unsourced']),
    );
  });

  it('warns of a version that is not the one of the year', async () => {
    const { bytes } = buildBulkWorkbook({ format: '1001', headerRow: 4, version: 10, year: 2025 });
    expect((await read(bytes)).warnings).toEqual([
      {
        code: 'format_version',
        details: { sheet: '1001', format: '1001', version: 10, expected: 11, year: 2025 },
      },
    ]);
  });

  it('hands over records and rows in batches when asked to', async () => {
    const built = buildBulkWorkbook({ format: '1001', records: 3_000 });
    const batches: RowBatch[] = [];
    const file = await read(built.bytes, { onRows: (batch) => void batches.push(batch) });
    expect(file).toMatchObject({ records: [], rows: [], recordCount: 3_000, rowCount: built.amounts.length });
    const handed = batches.flatMap((batch) => (batch.kind === 'bulk' ? batch.rows : []));
    expect(handed.map(({ amount }) => amount)).toEqual(built.amounts.map(({ amount }) => amount));
    expect(batches.length).toBeGreaterThan(1);
  });
});
