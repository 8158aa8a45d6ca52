import type { BulkFile, BulkTotals, Document } from '@accountia/sdk';
import { formatPesos } from '@accountia/tax-rules';
import { style } from '../terminal/style.ts';
import { table } from '../terminal/table.ts';

/** Places named in one line of warnings. */
const MAX_PLACES = 8;

/** An uploaded bulk file for people, in Spanish: what it is, what it adds up to, what should be looked at. */
export function bulkDocumentLines(document: Document, totals: BulkTotals): string[] {
  const { bulk, taxableYear } = document;
  if (bulk === null) return ['El documento no es un archivo de medios magnéticos.'];
  return [
    style('bold', `Medios magnéticos${taxableYear === null ? '' : `, año gravable ${taxableYear}`}`),
    ...(bulk.reporter === null
      ? []
      : [`Informante  ${bulk.reporter.documentType} ${bulk.reporter.number}  ${bulk.reporter.name}`]),
    ...bulk.sheets.map(
      (sheet) =>
        `Formato ${sheet.format} ${sheet.formatName}${sheet.version === null ? '' : `, versión ${sheet.version}`}: ` +
        `${sheet.recordCount} registros en "${sheet.sheet}"${sheet.unsourced ? ' (columnas juzgadas por sus títulos)' : ''}`,
    ),
    ...headerLines(bulk),
    '',
    ...totalLines(totals),
    '',
    style('bold', 'Avisos'),
    ...warningLines(document),
    '',
    style('dim', `Los registros: npm run -s accountia -- records ${document.id}`),
  ];
}

function headerLines({ header }: BulkFile): string[] {
  if (header === null) return [];
  const verdict = (matches: boolean | null) =>
    matches === null ? '' : matches ? style('green', ' coincide') : style('red', ' no coincide');
  const total = header.total === null ? 'sin valor total' : `total ${pesos(header.total)}`;
  const count = header.recordCount === null ? 'sin cantidad de registros' : `${header.recordCount} registros`;
  return [
    `Encabezado  ${total}${verdict(header.totalMatches)}, ${count}${verdict(header.recordCountMatches)}`,
  ];
}

/** By column, and by concept within each. */
export function totalLines(totals: BulkTotals): string[] {
  const columns = [
    { title: 'Formato' },
    { title: 'Columna y concepto' },
    { title: 'Valores', align: 'right' },
    { title: 'Total', align: 'right' },
  ] as const;
  const rows = totals.columns.flatMap((column) => [
    [
      column.format,
      style('bold', column.heading),
      String(column.amountCount),
      style('bold', pesos(column.amount)),
    ],
    ...totals.concepts
      .filter((concept) => concept.concept !== '' && isOf(concept, column))
      .map(({ concept, conceptName, amountCount, amount }) => [
        '',
        `  ${concept} ${conceptName}`.trimEnd(),
        String(amountCount),
        pesos(amount),
      ]),
  ]);
  return [
    style('bold', `Totales por columna y concepto, ${totals.recordCount} registros`),
    ...table(columns, rows),
    ...(totals.moreConcepts ? ['Hay más conceptos: pida los totales de uno con --concept.'] : []),
  ];
}

type ColumnTotal = BulkTotals['columns'][number];

function isOf(concept: ColumnTotal, column: ColumnTotal): boolean {
  return (['sheet', 'attribute', 'heading'] as const).every((key) => concept[key] === column[key]);
}

function pesos(amount: string): string {
  return formatPesos(BigInt(amount));
}

function warningLines({ warnings, bulk }: Document): string[] {
  if (warnings.length === 0) return ['  Ninguno.'];
  return [...Map.groupBy(warnings, ({ message }) => message)].map(([message, same]) => {
    const places = same.flatMap(({ cell, row, details }) => {
      const place = cell ?? row;
      if (place === null) return [];
      // An address says nothing where there are several sheets.
      return bulk !== null && bulk.sheets.length > 1 ? `${details['sheet']}!${place}` : String(place);
    });
    if (places.length === 0) return `  ${message}`;
    const more = places.length > MAX_PLACES ? ` y ${places.length - MAX_PLACES} más` : '';
    return `  ${message} ${style('dim', `(${places.slice(0, MAX_PLACES).join(', ')}${more})`)}`;
  });
}
