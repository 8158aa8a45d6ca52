import { fold, foldedEquals, foldLabel } from '../../values/text.ts';
import { cellText, type Row } from '../../workbook/cells.ts';

/** Columns of a report, from 0. Those that some years, or a mapped sheet, lack are undefined. */
export interface ReportColumns {
  reporterNit: number | undefined;
  reporterName: number | undefined;
  reportedNumber: number | undefined;
  reportedName: number | undefined;
  detail: number;
  amount: number;
  suggestedUse: number | undefined;
  additionalInformation: number | undefined;
}

/** The headers by which the layout is known, as `foldLabel` gives them; the first spelling is DIAN's. */
export const headerLabels = {
  nit: ['nit'],
  name: ['nombrerazonsocial', 'nombresrazonsocial', 'nombreorazonsocial'],
  reportedName: ['nombrerazonsocialreportadaporeltercero', 'nombrerazonsocialreportadoporeltercero'],
  detail: ['detalle'],
  amount: ['valor'],
  suggestedUse: ['usodeclaracionsugerida', 'usodeclaracionsugerido', 'usosugeridodeclaracion', 'usosugerido'],
  additionalInformation: ['informacionadicional'],
} as const;

type HeaderLabel = keyof typeof headerLabels;

const REPORTER_GROUP = 'persona que reporta';
const REPORTED_GROUP = 'informacion reportada';

/** Which header a cell's text is, if any. */
function headerLabelOf(text: string): HeaderLabel | undefined {
  if (text.length > 80) return undefined;
  const written = foldLabel(text);
  for (const [label, spellings] of Object.entries(headerLabels)) {
    if (spellings.some((spelling) => foldedEquals(written, spelling))) return label as HeaderLabel;
  }
  return undefined;
}

/** The headers of a row with their columns, in order. */
function headerCells(row: Row): { label: HeaderLabel; column: number }[] {
  const found: { label: HeaderLabel; column: number }[] = [];
  row.cells.forEach((cell, column) => {
    const label = cell?.kind === 'text' ? headerLabelOf(cell.text) : undefined;
    if (label) found.push({ label, column });
  });
  return found;
}

/**
 * Recognises the header row by its content, wherever it stands: "Detalle", "Valor" and "NIT" twice.
 * @param groups the row of group headings, when there is one above; it tells the two NIT columns apart, otherwise their
 * order does (reporter first)
 */
export function findColumns(row: Row, groups: Row | undefined): ReportColumns | undefined {
  const cells = headerCells(row);
  const columnsOf = (label: HeaderLabel): number[] =>
    cells.filter((cell) => cell.label === label).map((cell) => cell.column);
  const [detail] = columnsOf('detail');
  const [amount] = columnsOf('amount');
  const nits = columnsOf('nit');
  const [firstNit, secondNit] = nits;
  if (detail === undefined || amount === undefined || firstNit === undefined || secondNit === undefined)
    return undefined;
  const names = columnsOf('name');
  const inGroup = (column: number): string | undefined => groupOf(groups, column);
  const pick = (columns: number[], group: string): number | undefined =>
    columns.find((column) => inGroup(column) === group);
  const reporterNit = pick(nits, REPORTER_GROUP) ?? firstNit;
  const otherNits = nits.filter((column) => column !== reporterNit);
  const reportedName = columnsOf('reportedName')[0] ?? pick(names, REPORTED_GROUP) ?? names[1];
  return {
    reporterNit,
    reporterName: pick(names, REPORTER_GROUP) ?? names.find((column) => column !== reportedName),
    reportedNumber: pick(otherNits, REPORTED_GROUP) ?? otherNits[0] ?? secondNit,
    reportedName,
    detail,
    amount,
    suggestedUse: columnsOf('suggestedUse')[0],
    additionalInformation: columnsOf('additionalInformation')[0],
  };
}

/** Whether a row holds the group headings that stand above the columns. */
export function isGroupRow(row: Row): boolean {
  return row.cells.some((cell) => groupHeading(cellText(cell)) !== undefined);
}

/** The heading of a column: that of the nearest heading at or left of it, because the heading cells are merged. */
function groupOf(groups: Row | undefined, column: number): string | undefined {
  if (!groups) return undefined;
  for (let at = column; at >= 0; at -= 1) {
    const heading = groupHeading(cellText(groups.cells[at]));
    if (heading !== undefined) return heading;
  }
  return undefined;
}

function groupHeading(text: string | undefined): string | undefined {
  if (text === undefined || text.length > 60) return undefined;
  const folded = fold(text);
  return [REPORTER_GROUP, REPORTED_GROUP].find((heading) => foldedEquals(folded, heading));
}
