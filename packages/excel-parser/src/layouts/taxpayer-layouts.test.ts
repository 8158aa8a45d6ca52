import { describe, expect, it } from 'vitest';
import {
  buildFormatSheets,
  buildInvoices,
  buildWideReport,
  buildWorkbook,
  type CellInput,
  type TaxpayerWorkbook,
  WIDE_AMOUNTS,
  WIDE_HEADINGS,
} from '../testing/index.ts';
import { isReport, type ParseDocumentOptions } from './document-types.ts';
import { parseDocument } from './parse-document.ts';
import type { ParsedReport } from './types.ts';

async function read(bytes: Buffer, options: ParseDocumentOptions = {}): Promise<ParsedReport> {
  const document = await parseDocument(bytes, options);
  if (!isReport(document)) throw new Error(`read as ${document.layout}`);
  return document;
}

const factsOf = (report: ParsedReport): TaxpayerWorkbook['facts'] =>
  report.rows.map(({ sheet, row, reporterNit, detail, amount }) => ({
    sheet,
    row,
    reporterNit,
    detail,
    amount,
  }));

const warningsOf = (report: ParsedReport, code: string): ParsedReport['warnings'] =>
  report.warnings.filter((warning) => warning.code === code);

describe('the wide report', () => {
  it.each([1, 2, 3])('melts every amount that is not zero into a fact (seed %i)', async (seed) => {
    const built = buildWideReport({ seed, rows: 30 });
    const report = await read(built.bytes);
    expect(factsOf(report)).toEqual(built.facts);
    expect(report).toMatchObject({
      year: 2025,
      taxpayer: built.taxpayer,
      headerRow: 12,
      rowCount: built.facts.length,
    });
    expect(report.warnings).toEqual([]);
  });

  it('reads the sheets named by format that come with it', async () => {
    const built = buildWideReport({ formatSheets: true, rows: 5 });
    const report = await read(built.bytes);
    expect(report).toMatchObject({ layout: 'wide-report', sheets: ['reporteInformadoGeneralXls', '1001'] });
    expect(factsOf(report)).toEqual(built.facts);
  });

  const row = (changes: Record<string, CellInput>, amounts: CellInput[]): CellInput[] => {
    const cells: Record<string, CellInput> = {
      'Código de Formato': '1008',
      'Código Concepto': '1315',
      'Nombre Concepto': 'Cuentas por pagar de clientes',
      'Año Vigencia': 2025,
      NIT: '899555101',
      'Nombre / Razón Social': 'TEXTILES SIERRA MORADA S.A.S.',
      'Tipo de Documento': 'Cédula de Ciudadanía',
      'Número de Documento': '1098765401',
      'Razón Social': 'PEÑARANDA MUÑETÓN LUCÍA',
      Estado: 'Activa',
      ...changes,
    };
    return [...WIDE_HEADINGS.map((heading) => cells[heading]), ...amounts];
  };
  const workbook = (...rows: CellInput[][]): Buffer =>
    buildWorkbook({
      sheets: [
        {
          name: 'reporteInformadoGeneralXls',
          rows: [
            [...WIDE_HEADINGS, ...WIDE_AMOUNTS.map(([heading]) => heading), 'Número de cuenta'],
            ...rows,
          ].map((cells, index) => ({ number: 12 + index, cells })),
        },
      ],
    });
  const receivable = WIDE_AMOUNTS.findIndex(([heading]) => heading.startsWith('Saldo cuentas'));
  const amounts = (value: CellInput): CellInput[] =>
    WIDE_AMOUNTS.map((_amount, at) => (at === receivable ? value : undefined));

  it('says of each fact where it comes from and what it means for the taxpayer', async () => {
    const report = await read(workbook(row({}, [...amounts(5_000), '0123'])));
    expect(report.rows).toMatchObject([
      {
        cell: 'Z13',
        detail: 'Cuentas por pagar de clientes (1315)',
        rawDetail: 'Saldo cuentas por Cobrar al 31 de diciembre',
        suggestedUse: '',
        boxes: [],
        source: {
          format: '1008',
          concept: '1315',
          attribute: 'sal',
          mirror: { meaning: 'debt', boxes: [30] },
        },
        additionalInformation: [
          { key: 'Concepto', value: 'Cuentas por pagar de clientes' },
          { key: 'Estado', value: 'Activa' },
          { key: 'Número de cuenta', value: '0123' },
        ],
      },
    ]);
  });

  it('keeps what cannot be read and warns of it, of other names, years and check digits, and of repeats', async () => {
    const report = await read(
      workbook(
        row({}, amounts(5_000)),
        row({}, amounts(5_000)),
        row({}, amounts('por definir')),
        row({ 'Razón Social': 'OTRA PERSONA DISTINTA', 'Número de Documento': '52000111' }, amounts(6)),
        row({ 'Año Vigencia': 2024 }, amounts(7)),
        row({ 'Dígito de Verificación': '9' }, amounts(8)),
        ['Total', ...row({}, amounts(26)).slice(1)].map((cell, at) =>
          at < WIDE_HEADINGS.length && at > 0 ? undefined : cell,
        ),
      ),
    );
    expect(report.rows.map(({ amount, amountStatus }) => [amount, amountStatus])).toEqual([
      [5_000n, 'read'],
      [5_000n, 'read'],
      [0n, 'unreadable'],
      [6n, 'read'],
      [7n, 'read'],
      [8n, 'read'],
    ]);
    const sheet = 'reporteInformadoGeneralXls';
    expect(report.warnings.map(({ code, cell }) => [code, cell])).toEqual([
      ['duplicate_candidate', 'Z14'],
      ['amount_not_readable', 'Z15'],
      ['number_mismatch', 'L16'],
      ['name_mismatch', 'N16'],
      ['other_year', 'E17'],
      ['nit_check_digit', 'L18'],
      ['total_row_ignored', 'A19'],
    ]);
    expect(warningsOf(report, 'duplicate_candidate')).toMatchObject([{ details: { sheet, first: 'Z13' } }]);
  });
});

describe('rows that lack something', () => {
  it('are kept when they have an amount: nobody who reports, or an issuer without name', async () => {
    const header = [...WIDE_HEADINGS, 'Pagos por salarios'];
    const bare: CellInput[] = WIDE_HEADINGS.map((heading) =>
      heading === 'Número de Documento' ? '1098765401' : heading === 'Año Vigencia' ? 2025 : undefined,
    );
    const rows = [header, [...bare, 77]].map((cells, index) => ({ number: index + 1, cells }));
    const wide = await read(buildWorkbook({ sheets: [{ name: 'Hoja1', rows }] }));
    expect(wide.rows).toMatchObject([{ cell: 'U2', reporterNit: '', amount: 77n }]);
    expect(wide.warnings.map(({ code, cell }) => [code, cell])).toEqual([
      ['reporter_missing', 'I2'],
      ['taxpayer_name_missing', undefined],
    ]);

    const invoices = [
      [
        'Identificación Emisor Factura',
        'Nombre Emisor Factura',
        'Valor Susceptible Beneficio',
        'Medios De Pago',
        'CUFE',
      ],
      ['899555101', undefined, 10, 'Tarjeta', 'aa'],
    ].map((cells, index) => ({ number: index + 1, cells }));
    const taxpayer = { documentType: 'CC', number: '1000000001', name: 'X Y' };
    const report = await read(buildWorkbook({ sheets: [{ name: 'Sheet1', rows: invoices }] }), {
      year: 2025,
      taxpayer,
    });
    expect(report.rows).toMatchObject([{ reporterNit: '899555101', reporterName: '', amount: 10n }]);
  });
});

describe('columns whose headings do not tell', () => {
  it('are amounts where they hold numbers, and descriptions where they hold words', async () => {
    const header = [...WIDE_HEADINGS, 'Zona', 'Pagos por salarios'];
    const of = (zone: CellInput, amount: CellInput): CellInput[] => [
      ...WIDE_HEADINGS.map((heading) =>
        heading === 'Número de Documento' ? '1098765401' : heading === 'NIT' ? '899555101' : undefined,
      ),
      zone,
      amount,
    ];
    const rows = [header, of('Norte', 7), of(9, 8)].map((cells, index) => ({ number: index + 1, cells }));
    const report = await read(buildWorkbook({ sheets: [{ name: 'Hoja1', rows }] }), { year: 2025 });
    expect(report.rows.map(({ cell, amount }) => [cell, amount])).toEqual([
      ['V2', 7n],
      ['U3', 9n],
      ['V3', 8n],
    ]);
    expect(report.rows[0]?.additionalInformation).toEqual([{ key: 'Zona', value: 'Norte' }]);
    expect(report.rows[1]?.additionalInformation).toEqual([]);
  });
});

describe('sheets named by format', () => {
  it('gives a fact for each amount, for the taxpayer that the caller names', async () => {
    const built = buildFormatSheets({ seed: 2 });
    const report = await read(built.bytes, { year: 2025, taxpayer: built.taxpayer });
    expect(report).toMatchObject({
      layout: 'format-sheets',
      sheets: ['1001', '1008'],
      taxpayer: built.taxpayer,
      year: 2025,
    });
    expect(factsOf(report)).toEqual(built.facts);
  });

  it('asks for the year and the taxpayer when nobody says them', async () => {
    await expect(read(buildFormatSheets().bytes)).rejects.toMatchObject({
      code: 'incomplete_report',
      details: { missing: ['year', 'taxpayer.number'], sheet: '1001' },
    });
  });

  it('reads "Formato 2276" and concept, value, withholding without a reporter', async () => {
    const rows = [
      ['Concepto', 'Descripción concepto', 'Valor', 'Retención'],
      ['5002', 'Honorarios', 100, 11],
      ['Total', undefined, 100, 11],
      ['Nota: sujeto a cambios'],
    ].map((cells, index) => ({ number: index + 1, cells }));
    const bytes = buildWorkbook({ sheets: [{ name: 'Formato 1001', rows }] });
    const taxpayer = { documentType: 'CC', number: '1000000001', name: 'X Y' };
    const report = await read(bytes, { year: 2024, taxpayer });
    expect(report.rows.map(({ cell, detail, amount }) => [cell, detail, amount])).toEqual([
      ['C2', 'Honorarios (5002)', 100n],
      ['D2', 'Retención (1001)', 11n],
    ]);
    expect(report.warnings.map(({ code, row }) => [code, row])).toEqual([
      ['total_row_ignored', 3],
      ['text_outside_table', 4],
    ]);
  });
});

describe('electronic invoices', () => {
  it.each([{}, { shortHeadings: true }, { headerRow: 9 }])(
    'reads each invoice as its two facts (%o)',
    async (options) => {
      const built = buildInvoices({ seed: 3, ...options });
      const report = await read(built.bytes);
      expect(factsOf(report)).toEqual(built.facts);
      expect(report).toMatchObject({ layout: 'electronic-invoices', year: 2025, taxpayer: built.taxpayer });
      expect(report.warnings).toEqual([]);
      expect(report.rows[0]?.additionalInformation.map(({ key }) => key)).toEqual([
        'Factura',
        'Fecha Emisión',
        'Medios De Pago',
        'CUFE',
      ]);
    },
  );

  it('takes the taxpayer from the caller when the file does not say it', async () => {
    const { bytes, taxpayer } = buildInvoices({ anonymous: true });
    await expect(read(bytes)).rejects.toMatchObject({ details: { missing: ['taxpayer.number'] } });
    const report = await read(bytes, { taxpayer });
    expect(report.taxpayer).toMatchObject(taxpayer);
    expect(new Set(report.rows.map(({ reportedNumber }) => reportedNumber))).toEqual(
      new Set([taxpayer.number]),
    );
  });

  it('compares the footer, the sum of each invoice, cash with benefit and repeated CUFE', async () => {
    const header = [
      'Identificación Emisor Factura',
      'Nombre Emisor Factura',
      'Fecha Emisión',
      'Valor Facturado',
      'Valor Notas Crédito',
      'Valor Notas Débito',
      'Valor Factura / Afectada con Notas Débito - Crédito',
      'Valor Susceptible Beneficio',
      'Medios De Pago',
      'CUFE',
    ];
    const rows = [
      ['Año gravable:', 2025],
      header,
      ['899555101', 'A', '2025-02-01', 100, 10, 0, 100, 90, 'Tarjeta', 'aa'],
      ['899555101', 'A', '2025-02-01', 100, 10, 0, 90, 90, 'Efectivo', 'bb'],
      ['899555101', 'A', 'ayer', 100, 0, 0, 100, 0, 'Efectivo', 'bb'],
      ['4 Facturas procesadas disponibles'],
    ].map((cells, index) => ({ number: index + 1, cells }));
    const taxpayer = { documentType: 'CC', number: '1000000001', name: 'X Y' };
    const report = await read(buildWorkbook({ sheets: [{ name: 'Sheet1', rows }] }), { taxpayer });
    expect(report.warnings.map(({ code, cell, details }) => [code, cell, details])).toEqual([
      ['invoice_total', 'G3', { expected: '90', given: '100' }],
      ['cash_with_benefit', 'H4', { benefit: '90' }],
      ['date_not_readable', 'C5', { field: 'issuedAt', raw: 'ayer' }],
      ['duplicate_candidate', 'J5', { sheet: 'Sheet1', first: 'J4' }],
      ['record_count', 'A6', { stated: '4', found: '3' }],
    ]);
  });
});
