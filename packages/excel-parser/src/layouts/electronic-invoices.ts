import { type Amount, rawAmount, readAmount } from '../values/amount.ts';
import { readDateTime } from '../values/date-time.ts';
import { matchHeadings } from '../values/heading.ts';
import { readIdentification } from '../values/nit.ts';
import { fold } from '../values/text.ts';
import { cellAddress, type Row } from '../workbook/cells.ts';
import { headingsOf } from './bulk/columns.ts';
import { DuplicateWatch } from './duplicates.ts';
import { FactChecks } from './fact-checks.ts';
import type { Layout, Recognition, ReportSheetReader, SheetContext } from './layout.ts';
import { firstFilled, leaveOut, textAt } from './melted-sheet.ts';
import type { ReportRow } from './types.ts';

/** Headings as `headingKey` gives them; several are shortened, and the invoice's number moves. */
const spellings = {
  issuerNit: ['identificacion emisor factura', 'identificacion emisor', 'nit emisor factura', 'nit emisor'],
  issuerName: ['nombre emisor factura', 'nombre emisor', 'razon social emisor'],
  issuedAt: ['fecha emision', 'fecha emision factura', 'fecha factura'],
  number: ['numero factura venta', 'numero factura'],
  invoiced: ['valor facturado'],
  creditNotes: ['valor notas credito', 'notas credito'],
  debitNotes: ['valor notas debito', 'notas debito'],
  adjusted: [
    'valor factura afectada notas debito credito',
    'valor factura afectada notas',
    'afectada notas debito credito',
    'afectada notas',
  ],
  benefit: ['valor susceptible beneficio', 'susceptible beneficio'],
  payment: ['medios pago', 'medio pago'],
  cufe: ['cufe'],
} as const;

type Field = keyof typeof spellings;

/** The facts an invoice gives, by the column that holds the amount. */
const facts: readonly (readonly [Field, string])[] = [
  ['adjusted', 'Valor factura afectada con notas débito - crédito'],
  ['benefit', 'Valor factura electrónica susceptible de beneficio'],
];

const FOOTER = /^([\d.,]+) facturas? procesadas/;

/**
 * "Informe de Facturas electrónicas adquiridas": the invoices a person bought with. Two facts for each invoice: what was
 * bought, after notes, and what counts for the deduction of 1%. Both are parts of totals that the personal report has.
 */
export const electronicInvoices: Layout = {
  id: 'electronic-invoices',
  headings: [
    'Identificación Emisor Factura',
    'Nombre Emisor Factura',
    'Fecha Emisión',
    'Valor Facturado',
    'Valor Susceptible Beneficio',
    'Medios De Pago',
    'CUFE',
  ],
  joins: [],
  recognise(row: Row, context: SheetContext): Recognition | undefined {
    const columns = matchHeadings(headingsOf(row), spellings);
    if (!columns.has('issuerNit') || !(columns.has('benefit') || columns.has('adjusted'))) return undefined;
    const total = Object.keys(spellings).length;
    return {
      score: 0.4 + (0.6 * columns.size) / total,
      reasons: [`${columns.size} of ${total} headings of the list of electronic invoices`],
      open: () => openInvoices(row, columns, context),
    };
  },
};

function openInvoices(
  header: Row,
  columns: ReadonlyMap<Field, number>,
  context: SheetContext,
): ReportSheetReader {
  const { preamble, subject, warnings, sheet } = context;
  const headings = headingsOf(header);
  const checks = new FactChecks(sheet, subject, warnings);
  const duplicates = new DuplicateWatch(warnings);
  const checked = {
    reporterNit: columns.get('issuerNit'),
    reportedNumber: undefined,
    reportedName: undefined,
    detail: undefined,
    amounts: new Set(columns.values()),
  };
  let invoices = 0;
  const years = new Set<number>();
  subject.learn(preamble);
  subject.reportedAt = preamble.date('reportedAt', warnings);

  const at = (field: Field, row: Row): string => textAt(row, columns.get(field));
  const amountAt = (field: Field, row: Row): Amount => readAmount(cellAt(field, row));
  const cellAt = (field: Field, row: Row): Row['cells'][number] => {
    const column = columns.get(field);
    return column === undefined ? undefined : row.cells[column];
  };

  const read = (row: Row): ReportRow[] => {
    const issuer = readIdentification(cellAt('issuerNit', row));
    if (!/^\d{5,}$/.test(issuer.number) && at('cufe', row) === '') return leave(row);
    invoices += 1;
    const issuedAt = readDateTime(cellAt('issuedAt', row));
    if (issuedAt !== undefined) years.add(Number(issuedAt.slice(0, 4)));
    else if (columns.has('issuedAt')) {
      checks.warn('date_not_readable', row.number, columns.get('issuedAt'), {
        field: 'issuedAt',
        raw: at('issuedAt', row).slice(0, 100),
      });
    }
    checks.checkRow(row, checked, {
      reporter: issuer,
      reported: { number: '', checkDigit: undefined },
      reportedName: '',
    });
    checkInvoice(row);
    return facts.flatMap(([field, detail]) => fact(row, field, detail, issuer.number, issuedAt) ?? []);
  };

  const fact = (
    row: Row,
    field: Field,
    detail: string,
    reporterNit: string,
    issuedAt: string | undefined,
  ): ReportRow | undefined => {
    const column = columns.get(field);
    const { pesos, status } = amountAt(field, row);
    if (column === undefined || status === 'empty' || (status !== 'unreadable' && pesos === 0n))
      return undefined;
    const raw = rawAmount(row.cells[column]);
    if (status !== 'read') {
      const code = status === 'rounded' ? 'amount_rounded' : 'amount_not_readable';
      checks.warn(code, row.number, column, { raw: raw.slice(0, 200) });
    }
    const taxpayer = subject.resolvedTaxpayer();
    return {
      sheet,
      row: row.number,
      cell: cellAddress(column, row.number),
      reporterNit,
      reporterName: at('issuerName', row),
      reportedNumber: taxpayer?.number ?? '',
      reportedName: taxpayer?.name ?? '',
      detail,
      rawDetail: headings.find((heading) => heading.at === column)?.text ?? detail,
      amount: pesos,
      amountStatus: status,
      rawAmount: raw,
      suggestedUse: '',
      boxes: [],
      topes: [],
      additionalInformation: [
        { key: 'Factura', value: at('number', row) },
        { key: 'Fecha Emisión', value: issuedAt?.slice(0, 10) ?? at('issuedAt', row) },
        { key: 'Medios De Pago', value: at('payment', row) },
        { key: 'CUFE', value: at('cufe', row) },
      ].filter(({ value }) => value !== ''),
    };
  };

  const checkInvoice = (row: Row): void => {
    const amount = (field: Field): bigint => amountAt(field, row).pesos;
    const complete = (['invoiced', 'creditNotes', 'debitNotes', 'adjusted'] as const).every((field) =>
      columns.has(field),
    );
    const expected = amount('invoiced') + amount('debitNotes') - amount('creditNotes');
    // Cents are rounded in each column by itself.
    const difference = expected - amount('adjusted');
    if (complete && (difference > 2n || difference < -2n)) {
      const details = { expected: String(expected), given: String(amount('adjusted')) };
      checks.warn('invoice_total', row.number, columns.get('adjusted'), details);
    }
    if (/^efectivo$/.test(fold(at('payment', row))) && amount('benefit') !== 0n) {
      const details = { benefit: String(amount('benefit')) };
      checks.warn('cash_with_benefit', row.number, columns.get('benefit'), details);
    }
    const cufe = at('cufe', row);
    if (cufe === '') return;
    const column = columns.get('cufe');
    duplicates.see(cufe, {
      sheet,
      row: row.number,
      cell: column === undefined ? '' : cellAddress(column, row.number),
    });
  };

  const leave = (row: Row): ReportRow[] => {
    const first = firstFilled(row);
    const stated = FOOTER.exec(fold(textAt(row, first)))?.[1]?.replace(/[.,]/g, '');
    if (stated === undefined) leaveOut(row, headings, checks);
    else if (Number(stated) !== invoices) {
      checks.warn('record_count', row.number, first, { stated, found: String(invoices) });
    }
    return [];
  };

  return {
    kind: 'report',
    read,
    finish(): void {
      const [only, ...more] = years;
      if (more.length === 0) subject.year ??= only;
    },
  };
}
