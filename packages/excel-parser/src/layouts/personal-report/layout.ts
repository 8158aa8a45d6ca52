import type { Row } from '../../workbook/cells.ts';
import type { Layout, Recognition, ReportSheetReader, SheetContext } from '../layout.ts';
import type { ReportRow } from '../types.ts';
import { findColumns, headerLabels, type ReportColumns } from './columns.ts';
import { RowReader } from './rows.ts';
import { TopeSums } from './tope-sums.ts';
import { Topes } from './topes.ts';

/**
 * Layout A, "Consulta de Información reportada por terceros": one fact a row, known by its headings "Detalle" and
 * "Valor" beside two called "NIT", which the group headings above them tell apart.
 */
export const personalReport: Layout = {
  id: 'personal-report',
  headings: [
    'NIT',
    'Nombre / Razón Social',
    'Nombre/Razón Social reportada por el tercero',
    'Detalle',
    'Valor',
    'Uso declaración Sugerida',
    'Información Adicional',
  ],
  joins: [],
  recognise(row: Row, context: SheetContext): Recognition | undefined {
    const columns = findColumns(row, context.preamble.groups);
    if (!columns) return undefined;
    const found = Object.values(columns).filter((column) => column !== undefined).length;
    return {
      score: 0.7 + (0.3 * found) / COLUMN_COUNT,
      reasons: [`${found} of ${COLUMN_COUNT} headings of the personal report`],
      open: () => openReport(row, columns, context),
    };
  },
};

/** NIT and name occur twice. */
const COLUMN_COUNT = Object.keys(headerLabels).length + 1;

function openReport(header: Row, columns: ReportColumns, context: SheetContext): ReportSheetReader {
  const { preamble, subject, warnings, sheet } = context;
  subject.year = preamble.year();
  subject.taxpayer = preamble.taxpayer(warnings);
  subject.require({ sheet, headerRow: header.number });
  const reader = new RowReader(columns, context);
  const topes = new Topes(warnings);
  const sums = new TopeSums();
  for (const row of preamble.topeRows) topes.take(row, columns);
  return {
    kind: 'report',
    read(row: Row): ReportRow[] {
      if (topes.take(row, columns)) return [];
      const fact = reader.read(row);
      if (!fact) return [];
      sums.add(fact);
      return [fact];
    },
    finish(): void {
      subject.topes = topes.values;
      sums.compare(topes, warnings);
      subject.reportedAt = preamble.date('reportedAt', warnings);
      subject.cutoffAt = preamble.date('cutoffAt', warnings);
    },
  };
}
