import { inventCedula, inventCompanyName, inventNit, inventPersonName } from './people.ts';
import { createRandom, type Random } from './random.ts';
import type { ExpectedFact, TaxpayerWorkbook } from './wide-report.ts';
import { buildWorkbook, type CellInput, type RowInput } from './workbook-writer.ts';

export interface InvoicesOptions {
  seed?: number | undefined;
  /** Default 2025. */
  year?: number | undefined;
  /** Default 12. */
  invoices?: number | undefined;
  /** Default 25, as seen. */
  headerRow?: number | undefined;
  /** Shortened headings without accents, and the invoice's number first. */
  shortHeadings?: boolean | undefined;
  /** What the footer says. Default: how many there are. */
  footerCount?: number | undefined;
  /** Leaves out who asked, for when the caller knows. */
  anonymous?: boolean | undefined;
}

const headings = [
  'Identificación Emisor Factura',
  'Nombre Emisor Factura',
  'Fecha Emisión',
  'Num_factura_venta',
  'Valor Facturado',
  'Valor Notas Crédito',
  'Valor Notas Débito',
  'Valor Factura / Afectada con Notas Débito - Crédito',
  'Valor Susceptible Beneficio',
  'Medios De Pago',
  'CUFE',
];
const shortHeadings = [
  'Identificacion Emisor Factura',
  'Nombre Emisor Factura',
  'Fecha Emision',
  'Num_factura_venta',
  'Valor Facturado',
  'Valor Notas Credito',
  'Valor Notas Debito',
  'Afectada con Notas',
  'Valor Susceptible Beneficio',
  'Medios de Pago',
  'CUFE',
];

/** Writes an "Informe de Facturas electrónicas adquiridas". Deterministic. */
export function buildInvoices(options: InvoicesOptions = {}): TaxpayerWorkbook {
  const random = createRandom(options.seed ?? 1);
  const year = options.year ?? 2025;
  const headerRow = options.headerRow ?? 25;
  const count = options.invoices ?? 12;
  const taxpayer = { documentType: 'CC', number: inventCedula(random), name: inventPersonName(random) };
  const facts: ExpectedFact[] = [];
  // The number of the invoice stands first in the shortened form.
  const order = options.shortHeadings
    ? [3, 0, 1, 2, 4, 5, 6, 7, 8, 9, 10]
    : headings.map((_heading, at) => at);
  const arrange = (cells: readonly CellInput[]): CellInput[] => order.map((at) => cells[at]);
  const rows: RowInput[] = [
    { number: 1, cells: ['Informe de Facturas electrónicas adquiridas'] },
    { number: 3, cells: ['Año gravable', year] },
  ];
  if (!options.anonymous) {
    rows.push({ number: 4, cells: ['Tipo de documento', 'Cédula de ciudadanía'] });
    rows.push({ number: 5, cells: ['Número de identificación', taxpayer.number] });
    rows.push({ number: 6, cells: ['Nombres / Razón social', taxpayer.name] });
  }
  rows.push({ number: headerRow, cells: arrange(options.shortHeadings ? shortHeadings : headings) });
  for (let index = 0; index < count; index += 1) {
    const number = headerRow + 1 + index;
    rows.push({ number, cells: arrange(invoice(random, { year, number, facts })) });
  }
  rows.push({
    number: headerRow + 2 + count,
    cells: [`${options.footerCount ?? count} Facturas procesadas disponibles`],
  });
  return { bytes: buildWorkbook({ sheets: [{ name: 'Sheet1', rows }] }), year, taxpayer, facts };
}

function invoice(
  random: Random,
  place: { year: number; number: number; facts: ExpectedFact[] },
): CellInput[] {
  const reporterNit = inventNit(random);
  const invoiced = BigInt(random.integer(5_000, 3_000_000));
  const credit = random.chance(0.2) ? invoiced / 4n : 0n;
  const debit = random.chance(0.1) ? invoiced / 8n : 0n;
  const adjusted = invoiced + debit - credit;
  const cash = random.chance(0.3);
  const benefit = cash ? 0n : adjusted;
  const fact = { sheet: 'Sheet1', row: place.number, reporterNit };
  place.facts.push({
    ...fact,
    detail: 'Valor factura afectada con notas débito - crédito',
    amount: adjusted,
  });
  if (benefit !== 0n) {
    place.facts.push({
      ...fact,
      detail: 'Valor factura electrónica susceptible de beneficio',
      amount: benefit,
    });
  }
  const day = String(random.integer(1, 28)).padStart(2, '0');
  const month = String(random.integer(1, 12)).padStart(2, '0');
  const cufe = Array.from({ length: 24 }, () => random.integer(0, 0xffff).toString(16).padStart(4, '0')).join(
    '',
  );
  return [
    reporterNit,
    inventCompanyName(random),
    `${place.year}-${month}-${day}`,
    `FE${random.integer(1, 99_999)}`,
    invoiced,
    credit,
    debit,
    adjusted,
    benefit,
    cash ? 'Efectivo' : 'Tarjeta Débito',
    cufe,
  ];
}
