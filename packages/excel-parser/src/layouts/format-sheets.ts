import { headingKey, headingSense, matchHeadings } from '../values/heading.ts';
import type { Row } from '../workbook/cells.ts';
import { bulkFormat } from './bulk/catalogue.ts';
import { headingsOf } from './bulk/columns.ts';
import type { Layout, Recognition, SheetContext } from './layout.ts';
import { openMeltedSheet, otherColumns } from './melted-sheet.ts';

/** Headings as `headingKey` gives them. */
const spellings = {
  reporterNit: ['nit informante', 'identificacion informante', 'numero identificacion informante'],
  reporterName: [
    'razon social informante',
    'nombre informante',
    'nombre razon social informante',
    'informante',
  ],
  concept: ['concepto'],
  conceptName: ['descripcion concepto', 'nombre concepto', 'concepto descripcion'],
  year: ['ano', 'ano vigencia', 'ano gravable', 'vigencia'],
  reportedNumber: [
    'numero identificacion reportado',
    'identificacion reportada',
    'numero documento reportado',
  ],
  reportedName: ['nombre reportado', 'razon social reportada', 'nombre razon social reportada'],
} as const;

/** In a sheet known to be of this layout, headings that elsewhere may be a third party's are the reporter's. */
const readSpellings = {
  ...spellings,
  reporterNit: [...spellings.reporterNit, 'nit'],
  reporterName: [...spellings.reporterName, 'nombre razon social', 'razon social', 'nombre'],
};

/** Columns that tell a third party apart: a sheet that has them lists many people, not one taxpayer. */
const thirdParty = new Set([
  'tipo documento',
  'numero documento',
  'numero identificacion',
  'primer apellido',
  'tdoc',
  'nid',
]);

/**
 * Layout C: sheets named by format ("1001"), with what was reported of one taxpayer: who reports, the concept, and one
 * or more columns of amounts. They come alone or beside the wide report, and say neither the year nor the taxpayer.
 */
export const formatSheets: Layout = {
  id: 'format-sheets',
  headings: ['NIT Informante', 'Razón Social Informante', 'Cód. Concepto', 'Desc. Concepto'],
  joins: ['format-sheets', 'wide-report'],
  recognise(row: Row, context: SheetContext): Recognition | undefined {
    const format = formatOfSheet(context.sheet);
    if (format === undefined) return undefined;
    const headings = headingsOf(row);
    const known = matchHeadings(headings, spellings);
    const columns = matchHeadings(headings, readSpellings);
    const reporter = known.has('reporterNit') || known.has('reporterName');
    const concept = columns.has('concept') || columns.has('conceptName');
    const lists = headings.some(({ text }) => thirdParty.has(headingKey(text)));
    const unnamed = otherColumns(row, columns);
    const amounts = unnamed.filter(({ text }) => headingSense(text) === 'money');
    if (amounts.length === 0 || !(reporter || (concept && !lists))) return undefined;
    return {
      score: 0.6 + (reporter ? 0.2 : 0) + (concept ? 0.15 : 0),
      reasons: [
        `the sheet is named by format ${format}`,
        ...(reporter ? ['a column says who reports'] : []),
        ...(concept ? ['a column has the concept'] : []),
        `${amounts.length} columns of amounts`,
      ],
      open: () => {
        const others = unnamed.filter((column) => !amounts.includes(column));
        return openMeltedSheet(
          { header: row, columns, amounts, unsure: [], others, format, described: [] },
          context,
        );
      },
    };
  },
};

/** The format that a sheet's name starts with ("1001", "F1001", "Formato 2276 v4"), if it is one that is known. */
function formatOfSheet(name: string): string | undefined {
  const code = /^(?:f|fto|formato)?[\s._-]*0?(\d{4})(?!\d)/i.exec(name.trim())?.[1];
  const format = code === undefined ? undefined : bulkFormat(code);
  // A format without third parties (1011) tells nobody anything of a taxpayer.
  return format?.columns.some(({ kind }) => kind === 'identity') ? format.code : undefined;
}
