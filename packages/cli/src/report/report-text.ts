import type { ReportWarning } from '@accountia/excel-parser';
import { categoryLabel, compareTopes, type Category, formatPesos, KNOWN_YEARS } from '@accountia/tax-rules';
import { style } from '../terminal/style.ts';
import { table } from '../terminal/table.ts';
import { warningMessage } from '@accountia/excel-parser/messages';
import type { ClassifiedReport } from './read-report.ts';

/** Rows named in one line of warnings; a report of thousands may repeat the same thing in each. */
const MAX_PLACES = 8;

/** A report for people, in Spanish. */
export function reportLines(report: ClassifiedReport, options: { rows: boolean }): string[] {
  const { taxpayer, year } = report;
  return [
    style('bold', `Información exógena del año gravable ${year}`),
    `Contribuyente  ${taxpayer.documentType} ${taxpayer.number}  ${taxpayer.name}`.trimEnd(),
    `Reporte        ${report.layout}, ${report.rowCount} datos, ${report.sheets.length === 1 ? 'hoja' : 'hojas'} ${report.sheets.map((sheet) => `"${sheet}"`).join(', ')}${report.reportedAt === null ? '' : `, generado ${report.reportedAt.replace('T', ' ')}`}`,
    '',
    ...(Object.keys(report.topes).length === 0 ? [] : [style('bold', 'Topes'), ...topeLines(report), '']),
    style('bold', 'Totales por categoría'),
    ...totalLines(report),
    ...(options.rows ? ['', style('bold', 'Filas'), ...rowLines(report)] : []),
    '',
    style('bold', 'Avisos'),
    ...warningLines(report.warnings),
  ];
}

function topeLines(report: ClassifiedReport): string[] {
  if (!KNOWN_YEARS.includes(report.year)) {
    const reported = Object.entries(report.topes).map(
      ([number, amount]) => `  ${number}  ${formatPesos(amount)}`,
    );
    return [...reported, `  No se conocen los límites del año ${report.year}.`];
  }
  const columns = [
    { title: '' },
    { title: '' },
    { title: 'Según la DIAN', align: 'right' },
    { title: 'Límite', align: 'right' },
    { title: '' },
  ] as const;
  const rows = compareTopes(report.topes, report.year).map((tope) => [
    ` ${tope.number}`,
    tope.label,
    tope.reported ? formatPesos(tope.amount) : 'no informado',
    formatPesos(tope.limit),
    tope.nearEdge
      ? style('yellow', 'al filo del límite')
      : tope.exceeded
        ? style('yellow', 'supera: obliga a declarar')
        : '',
  ]);
  return table(columns, rows);
}

function totalLines(report: ClassifiedReport): string[] {
  const columns = [
    { title: '' },
    { title: 'Filas', align: 'right' },
    { title: 'Total', align: 'right' },
  ] as const;
  const { totalsByCategory, countsByCategory } = report.summary;
  const categories = Object.keys(totalsByCategory) as Category[];
  return table(
    columns,
    categories.map((category) => [
      `  ${categoryLabel(category)}`,
      String(countsByCategory[category] ?? 0),
      formatPesos(totalsByCategory[category] ?? 0n),
    ]),
  );
}

function rowLines(report: ClassifiedReport): string[] {
  const columns = [
    { title: report.layout === 'personal-report' ? 'Fila' : 'Celda', align: 'right' },
    { title: 'NIT' },
    { title: 'Detalle' },
    { title: 'Valor', align: 'right' },
    { title: 'Casillas' },
    { title: 'Categoría' },
  ] as const;
  return table(
    columns,
    report.rows.map((row) => [
      report.layout === 'personal-report' ? String(row.row) : row.cell,
      row.reporterNit,
      row.detail,
      formatPesos(row.amount),
      row.boxes.map((box) => `R${box}`).join(' '),
      categoryLabel(row.category),
    ]),
  );
}

export function warningLines(warnings: readonly ReportWarning[]): string[] {
  if (warnings.length === 0) return ['  Ninguno.'];
  const byText = Map.groupBy(warnings, (warning) => warningMessage(warning.code, warning.details));
  return [...byText].map(([text, group]) => {
    const places = group
      .map((warning) => warning.cell ?? warning.row?.toString())
      .filter((place) => place !== undefined);
    if (places.length === 0) return `  ${text}`;
    const more = places.length > MAX_PLACES ? ` y ${places.length - MAX_PLACES} más` : '';
    return `  ${text} ${style('dim', `(${places.slice(0, MAX_PLACES).join(', ')}${more})`)}`;
  });
}
