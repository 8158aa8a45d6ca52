import { REPORT_HEADERS } from './personal-report.ts';
import { buildWorkbook, type CellInput } from './workbook-writer.ts';

/** The taxpayer of `reportFromCells`. */
export const cellsTaxpayer = {
  documentTypeLabel: 'C. C.',
  documentType: 'CC',
  number: '1098765401',
  name: 'PEÑARANDA MUÑETÓN LUCÍA',
};

export interface ReportCells {
  /** Rows below the header. */
  rows: readonly CellInput[][];
  /** Default: the four facts that a report cannot do without, in rows 1 to 4. */
  preamble?: readonly CellInput[][] | undefined;
  /** Group headings, in the row before the headers. */
  groups?: CellInput[] | undefined;
  headers?: readonly CellInput[] | undefined;
}

/** A report given cell by cell, for what no generator would write. With the default preamble the rows start at 7. */
export function reportFromCells(report: ReportCells): Buffer {
  const preamble = report.preamble ?? [
    ['Año al que se refiere la consulta:', undefined, '2025'],
    ['Tipo de documento:', undefined, cellsTaxpayer.documentTypeLabel],
    ['Identificación:', undefined, cellsTaxpayer.number],
    ['Nombres / Razón social:', undefined, cellsTaxpayer.name],
  ];
  const all = [...preamble, report.groups ?? [], [...(report.headers ?? REPORT_HEADERS)], ...report.rows];
  return buildWorkbook({
    sheets: [{ name: 'Reporte', rows: all.map((cells, index) => ({ number: index + 1, cells })) }],
  });
}
