import { inventCedula, inventCompanyName, inventNit, inventPersonName } from './people.ts';
import { createRandom, type Random } from './random.ts';
import { nitCheckDigit } from '../values/nit.ts';
import { buildWorkbook, type CellInput, type RowInput, type SheetInput } from './workbook-writer.ts';

/** The headings before the columns of amounts, in order. */
export const WIDE_HEADINGS: readonly string[] = [
  'Código de Formato',
  'Nombre del Formato',
  'Código Concepto',
  'Nombre Concepto',
  'Año Vigencia',
  'Periodo',
  'Número de Solicitud',
  'Estado',
  'NIT',
  'Nombre / Razón Social',
  'Tipo de Documento',
  'Número de Documento',
  'Dígito de Verificación',
  'Razón Social',
  'Rol Persona',
  'País',
  'Departamento',
  'Municipio',
  'Dirección',
  'Reportado Como',
];

/** Headings of amounts, with the format that fills each. */
export const WIDE_AMOUNTS: readonly (readonly [heading: string, format: string, detail: string])[] = [
  ['CDT Rendimientos Pagados', '1020', 'CDT Rendimientos Pagados (1020)'],
  ['CDT Retención prácticada', '1020', 'CDT Retención prácticada (1020)'],
  [
    'Total Ingresos brutos por rentas de trabajo y pensiones',
    '2276',
    'Total Ingresos brutos por rentas de trabajo y pensiones (2276)',
  ],
  ['Pagos por salarios', '2276', 'Pagos por salarios (2276)'],
  ['Saldo final de la cuenta', '1019', 'Saldo final de la cuenta (1019)'],
  ['Saldo cuentas por Cobrar al 31 de diciembre', '1008', 'Cuentas por pagar de clientes (1315)'],
  ['Pago o abono en cuenta', '1001', 'Servicios (5004)'],
];

export interface WideReportOptions {
  seed?: number | undefined;
  /** Default 2025. */
  year?: number | undefined;
  /** Rows below the header. Default 10. */
  rows?: number | undefined;
  /** Default 12, as seen. */
  headerRow?: number | undefined;
  /** Default 'reporteInformadoGeneralXls'. */
  sheet?: string | undefined;
  /** Adds sheets named by format, as the portal does. */
  formatSheets?: boolean | undefined;
}

export interface ExpectedFact {
  sheet: string;
  row: number;
  reporterNit: string;
  detail: string;
  amount: bigint;
}

export interface TaxpayerWorkbook {
  bytes: Buffer;
  year: number;
  taxpayer: { documentType: string; number: string; name: string };
  facts: ExpectedFact[];
}

/** Writes a wide general report (layout B). Deterministic. */
export function buildWideReport(options: WideReportOptions = {}): TaxpayerWorkbook {
  const random = createRandom(options.seed ?? 1);
  const year = options.year ?? 2025;
  const sheet = options.sheet ?? 'reporteInformadoGeneralXls';
  const headerRow = options.headerRow ?? 12;
  const taxpayer = { documentType: 'CC', number: inventCedula(random), name: inventPersonName(random) };
  const facts: ExpectedFact[] = [];
  const rows: RowInput[] = [
    { number: 1, cells: ['Reporte de información exógena'] },
    { number: 3, cells: ['Fecha de generación', '2026-07-28'] },
    { number: headerRow, cells: [...WIDE_HEADINGS, ...WIDE_AMOUNTS.map(([heading]) => heading)] },
  ];
  for (let index = 0; index < (options.rows ?? 10); index += 1) {
    const number = headerRow + 1 + index;
    rows.push({ number, cells: wideRow(random, { year, taxpayer, sheet, number, facts }) });
  }
  const sheets: SheetInput[] = [{ name: sheet, rows }];
  if (options.formatSheets) sheets.push(formatSheet('1001', random, facts));
  return { bytes: buildWorkbook({ sheets }), year, taxpayer, facts };
}

function wideRow(
  random: Random,
  row: {
    year: number;
    taxpayer: TaxpayerWorkbook['taxpayer'];
    sheet: string;
    number: number;
    facts: ExpectedFact[];
  },
): CellInput[] {
  const [, format] = random.pick(WIDE_AMOUNTS);
  const concept = { '1001': '5004', '1008': '1315' }[format] ?? '';
  const conceptName = { '1001': 'Servicios', '1008': 'Cuentas por pagar de clientes' }[format];
  const reporterNit = inventNit(random);
  const { taxpayer, year } = row;
  const amounts = WIDE_AMOUNTS.map(([, of, detail], at): CellInput => {
    // Columns of other formats hold zeros and blanks.
    if (of !== format) return at % 2 === 0 ? 0 : undefined;
    const amount = BigInt(random.integer(1_000, 80_000_000));
    row.facts.push({ sheet: row.sheet, row: row.number, reporterNit, detail, amount });
    return amount;
  });
  return [
    Number(format),
    `Formato ${format}`,
    concept === '' ? undefined : Number(concept),
    conceptName,
    year,
    '1',
    '900000001',
    'Activa',
    Number(reporterNit),
    inventCompanyName(random),
    'Cédula de Ciudadanía',
    taxpayer.number,
    nitCheckDigit(taxpayer.number),
    taxpayer.name,
    'Informado',
    'COLOMBIA',
    'BOGOTÁ',
    'BOGOTÁ',
    'CL 1 2 3',
    'Tercero',
    ...amounts,
  ];
}

export interface FormatSheetsOptions {
  seed?: number | undefined;
  /** Formats, one sheet each. Default 1001 and 1008. */
  formats?: readonly string[] | undefined;
}

/**
 * Writes sheets named by format (layout C). They say neither the year nor the taxpayer: give both to the reader.
 * Deterministic.
 */
export function buildFormatSheets(options: FormatSheetsOptions = {}): TaxpayerWorkbook {
  const random = createRandom(options.seed ?? 1);
  const facts: ExpectedFact[] = [];
  const taxpayer = { documentType: 'CC', number: inventCedula(random), name: inventPersonName(random) };
  const sheets = (options.formats ?? ['1001', '1008']).map((format) => formatSheet(format, random, facts));
  return { bytes: buildWorkbook({ sheets }), year: 2025, taxpayer, facts };
}

function formatSheet(format: string, random: Random, facts: ExpectedFact[]): SheetInput {
  const headings = [
    'NIT Informante',
    'Razón Social Informante',
    'Cód. Concepto',
    'Desc. Concepto',
    'Valor',
    'Retención casilla 40',
  ];
  const rows: RowInput[] = [{ number: 1, cells: headings }];
  for (let number = 2; number < 6; number += 1) {
    const reporterNit = inventNit(random);
    const amount = BigInt(random.integer(1_000, 80_000_000));
    const withheld = random.chance(0.5) ? amount / 10n : 0n;
    const cells = [reporterNit, inventCompanyName(random), '5004', 'Servicios', amount, withheld];
    rows.push({ number, cells });
    const fact = { sheet: format, row: number, reporterNit };
    facts.push({ ...fact, detail: 'Servicios (5004)', amount });
    if (withheld !== 0n)
      facts.push({ ...fact, detail: `Retención casilla 40 (${format})`, amount: withheld });
  }
  return { name: format, rows };
}
