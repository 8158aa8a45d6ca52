import { type DraftBoxJson, type DraftJson, formatPesos } from '@accountia/tax-rules';
import { style } from '../terminal/style.ts';
import { table } from '../terminal/table.ts';

/** A draft for people, in Spanish: every box that says something, or every box. */
export function draftLines(draft: DraftJson, options: { all: boolean }): string[] {
  const boxes = Object.entries(draft.boxes).filter(([, { value }]) => options.all || value !== '0');
  return [
    style('bold', `Borrador del formulario 210, año gravable ${draft.year}`),
    ...(draft.provisional
      ? [style('yellow', 'Provisional: el formulario o algún valor de ese año no es definitivo.')]
      : []),
    '',
    ...(boxes.length === 0 ? ['  Todas las casillas están en cero.'] : boxLines(boxes)),
    ...noteLines('Supuestos', draft.assumptions),
    ...noteLines('Avisos', draft.warnings),
  ];
}

function boxLines(boxes: readonly (readonly [string, DraftBoxJson])[]): string[] {
  const columns = [
    { title: 'Casilla', align: 'right' },
    { title: 'Concepto' },
    { title: 'Valor', align: 'right' },
    { title: 'Regla' },
    { title: 'Norma' },
  ] as const;
  return table(
    columns,
    boxes.map(([box, { label, value, unit, rule, citation }]) => [
      box,
      label,
      unit === 'pesos' ? formatPesos(BigInt(value)) : value,
      rule,
      citation,
    ]),
  );
}

function noteLines(title: string, notes: DraftJson['warnings']): string[] {
  if (notes.length === 0) return [];
  const line = ({ text, field }: (typeof notes)[number]) => `  ${text} ${style('dim', `(${field})`)}`;
  return ['', style('bold', title), ...notes.map(line)];
}
