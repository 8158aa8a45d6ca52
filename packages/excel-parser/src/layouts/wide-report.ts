import { type HeadingSense, headingSense, matchHeadings } from '../values/heading.ts';
import type { Row } from '../workbook/cells.ts';
import { type Heading, headingsOf } from './bulk/columns.ts';
import type { Layout, Recognition, SheetContext } from './layout.ts';
import { openMeltedSheet, otherColumns } from './melted-sheet.ts';

const SHEET_NAME = /^reporteinformadogeneral/i;

/** Its headings, as `headingKey` gives them. "NIT" and "Nombre" are the reporter's. */
const spellings = {
  format: ['formato'],
  formatName: ['nombre formato'],
  concept: ['concepto'],
  conceptName: ['nombre concepto', 'descripcion concepto'],
  year: ['ano vigencia', 'vigencia', 'ano gravable'],
  period: ['periodo'],
  request: ['numero solicitud'],
  state: ['estado'],
  reporterNit: ['nit', 'nit informante'],
  reporterName: ['nombre razon social', 'nombre o razon social', 'razon social informante'],
  documentType: ['tipo documento'],
  reportedNumber: ['numero documento', 'numero identificacion'],
  checkDigit: ['digito verificacion', 'dv'],
  reportedName: ['razon social', 'nombre reportado', 'nombre razon social reportado'],
  role: ['rol persona'],
  country: ['pais'],
  department: ['departamento'],
  municipality: ['municipio'],
  address: ['direccion'],
  reportedAs: ['reportado como'],
} as const;

type Field = keyof typeof spellings;

/** Descriptions that go with each fact, under their usual names. */
const described: readonly (readonly [Field, string])[] = [
  ['formatName', 'Formato'],
  ['conceptName', 'Concepto'],
  ['period', 'Periodo'],
  ['state', 'Estado'],
  ['role', 'Rol Persona'],
  ['reportedAs', 'Reportado Como'],
];

/**
 * Layout B, sheet `reporteInformadoGeneralXls`: a row for each reporter, format and concept, and from about the 21st
 * column on one column for each kind of amount. Known by the headings of format and reporter together.
 */
export const wideReport: Layout = {
  id: 'wide-report',
  headings: [
    'Código de Formato',
    'Nombre del Formato',
    'Código Concepto',
    'Nombre Concepto',
    'Año Vigencia',
    'NIT',
    'Nombre / Razón Social',
    'Tipo de Documento',
    'Número de Documento',
    'Razón Social',
    'Reportado Como',
  ],
  joins: ['format-sheets'],
  recognise(row: Row, context: SheetContext): Recognition | undefined {
    const columns = matchHeadings(headingsOf(row), spellings);
    const needed: Field[] = ['format', 'reporterNit', 'reportedNumber'];
    if (!needed.every((field) => columns.has(field))) return undefined;
    const rest = otherColumns(row, columns);
    const bySense = (sense: HeadingSense): Heading[] =>
      rest.filter(({ text }) => headingSense(text) === sense);
    const [amounts, unsure, others] = [bySense('money'), bySense('unknown'), bySense('text')];
    if (amounts.length + unsure.length === 0) return undefined;
    const named = SHEET_NAME.test(context.sheet.replace(/\s/g, ''));
    const total = Object.keys(spellings).length;
    return {
      score: Math.min(1, 0.3 + (0.5 * columns.size) / total + (named ? 0.2 : 0)),
      reasons: [
        `${columns.size} of ${total} headings of the wide report`,
        `${amounts.length} columns of amounts`,
        ...(named ? ['the name of the sheet'] : []),
      ],
      open: () =>
        openMeltedSheet(
          { header: row, columns, amounts, unsure, others, format: undefined, described },
          context,
        ),
    };
  },
};
