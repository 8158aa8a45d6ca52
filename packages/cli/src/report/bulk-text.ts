import { formatPesos } from '@accountia/tax-rules';
import { style } from '../terminal/style.ts';
import { table } from '../terminal/table.ts';
import type { BulkFile } from './read-report.ts';
import { warningLines } from './report-text.ts';

/** A bulk format for people, in Spanish. */
export function bulkLines(file: BulkFile, options: { rows: boolean }): string[] {
  const { year, reporter } = file;
  return [
    style('bold', `Medios magnéticos${year === null ? '' : `, año gravable ${year}`}`),
    ...(reporter === null
      ? []
      : [`Informante  ${reporter.documentType} ${reporter.number}  ${reporter.name}`]),
    ...file.sheets.map(
      (sheet) =>
        `Formato ${sheet.format} ${sheet.formatName}${sheet.version === null ? '' : `, versión ${sheet.version}`}: ` +
        `${sheet.recordCount} registros en "${sheet.sheet}"${sheet.unsourced ? ' (columnas juzgadas por sus títulos)' : ''}`,
    ),
    '',
    style('bold', 'Totales por columna'),
    ...totalLines(file),
    ...minorAmounts(file),
    ...(options.rows ? ['', style('bold', 'Valores'), ...rowLines(file)] : []),
    '',
    style('bold', 'Avisos'),
    ...warningLines(file.warnings),
  ];
}

function totalLines(file: BulkFile): string[] {
  const columns = [
    { title: '' },
    { title: 'Columna' },
    { title: 'Valores', align: 'right' },
    { title: 'Total', align: 'right' },
  ] as const;
  const groups = Map.groupBy(file.rows, (row) => `${row.format}\n${row.heading}`);
  return table(
    columns,
    [...groups.values()].map((rows) => [
      `  ${rows[0]!.format}`,
      rows[0]!.heading,
      String(rows.length),
      formatPesos(rows.reduce((sum, row) => sum + row.amount, 0n)),
    ]),
  );
}

function minorAmounts(file: BulkFile): string[] {
  const count = file.records.filter(({ party }) => party?.kind === 'minor-amounts').length;
  return count === 0 ? [] : ['', `${count} registros de cuantías menores (NIT 222222222)`];
}

/** Of a table with an amount of a bulk file in each line. */
export const AMOUNT_COLUMNS = [
  { title: 'Celda', align: 'right' },
  { title: 'Tercero' },
  { title: 'Concepto' },
  { title: 'Columna' },
  { title: 'Valor', align: 'right' },
] as const;

function rowLines(file: BulkFile): string[] {
  return table(
    AMOUNT_COLUMNS,
    file.rows.map((row) => [
      row.cell,
      row.party === null ? '' : `${row.party.documentType} ${row.party.number} ${row.party.name}`.trim(),
      `${row.concept} ${row.conceptName}`.trim(),
      row.heading,
      formatPesos(row.amount),
    ]),
  );
}
