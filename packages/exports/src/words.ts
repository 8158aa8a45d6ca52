import type { DraftContent, Entry } from '@accountia/task-contracts/api';
import { FACT_FIELDS, formatPesos } from '@accountia/tax-rules';
import type { ReportedDraft } from './report.ts';

const MONTHS = [
  'enero',
  'febrero',
  'marzo',
  'abril',
  'mayo',
  'junio',
  'julio',
  'agosto',
  'septiembre',
  'octubre',
  'noviembre',
  'diciembre',
];

/** `2026-10-21` → `21 de octubre de 2026`. Not `Intl`, whose Spanish changes between versions. */
export function longDate(date: string): string {
  const [year = '', month = '', day = ''] = date.slice(0, 10).split('-');
  return `${Number(day)} de ${MONTHS[Number(month) - 1] ?? month} de ${year}`;
}

const COLOMBIA_OFFSET_MS = 5 * 3_600_000;

/** A moment as clocks in Colombia show it, which have no summer time: `12 de agosto de 2026, 10:04`. */
export function longTime(moment: Date): string {
  const local = new Date(moment.getTime() - COLOMBIA_OFFSET_MS).toISOString();
  return `${longDate(local)}, ${local.slice(11, 16)}`;
}

export const CONFIDENCE_WORDS: Readonly<Record<Entry['confidence'], string>> = {
  high: 'Alta',
  medium: 'Media',
  low: 'Baja',
};

export const SEVERITY_WORDS = { critical: 'Importante', warning: 'Revisar', info: 'Informativo' } as const;

export const BOX_KIND_WORDS = { input: 'Informada', adjusted: 'Ajustada', computed: 'Calculada' } as const;

/** Who said what a fact is. */
export function provenance(rule: string): string {
  if (rule.startsWith('organization.')) return 'Decisión de su organización';
  if (rule === 'codes') return 'Uso sugerido por la DIAN';
  if (rule === 'none') return 'Sin clasificar';
  return 'Regla de Accountia';
}

/** Whether the taxpayer must file, in a sentence. */
export function obligationWords(obligated: boolean | 'unknown'): string {
  if (obligated === 'unknown') return 'No se puede saber con lo reportado';
  return obligated ? 'Debe declarar' : 'No está obligado a declarar según lo reportado';
}

/** Options of the draft's choices, as people read them. */
const OPTION_WORDS: Readonly<Record<string, string>> = {
  include: 'contar',
  exclude: 'no contar',
  larger: 'el mayor',
  greater: 'el valor mayor',
  sum: 'sumar todo',
  employer: 'lo del empleador',
  fund: 'lo del fondo',
  holders: 'las filas por titular',
  totals: 'la fila del total',
  without_costs: 'sin costos',
  with_costs: 'con costos',
  non_labour: 'rentas no laborales',
  by_income: 'según cada ingreso',
  labour: 'rentas de trabajo',
  fees: 'honorarios',
  capital: 'rentas de capital',
  pensions: 'pensiones',
  apply: 'restarla',
  omit: 'no tomarlo',
  occasional_gain: 'ganancia ocasional',
  ordinary_income: 'renta ordinaria',
  paragraph_2: 'parágrafo 2 del art. 49',
  numeral_3: 'numeral 3 del art. 49',
  home_loan: 'es crédito de vivienda',
};

export function optionWords(option: string): string {
  return OPTION_WORDS[option] ?? option;
}

/** What a note of the draft is about: `facts.dependants`, `boxes.36`. */
export function fieldWords(field: string): string {
  const [kind, name = ''] = field.split('.');
  if (kind === 'boxes') return `Casilla ${name}`;
  const facts: Readonly<Record<string, { readonly title: string } | undefined>> = FACT_FIELDS;
  return facts[name]?.title ?? 'Formulario';
}

/** What there is to pay, or to get back. */
export function balanceWords({ boxes }: Pick<DraftContent, 'boxes'>): string {
  const [due, credit] = ['136', '137'].map((box) => BigInt(boxes[box]?.value ?? '0')) as [bigint, bigint];
  if (due > 0n) return `saldo a pagar ${formatPesos(due)}`;
  return credit > 0n ? `saldo a favor ${formatPesos(credit)}` : 'sin saldo a pagar ni a favor';
}

/** What the draft is, in a sentence. */
export function draftWords(draft: ReportedDraft): string {
  if ('unavailable' in draft) return draft.unavailable;
  const { content, version } = draft;
  const stored = version === null ? 'Calculado ahora, sin guardar como versión' : `Versión ${version}`;
  return `${stored}: ${balanceWords(content)}${content.provisional ? ` (${PROVISIONAL})` : ''}`;
}

export const PROVISIONAL = 'provisional: el formulario o algún valor del año no es definitivo';

export const DISCLAIMER =
  'Borrador calculado con lo que terceros reportaron a la DIAN y con lo que usted informó. No reemplaza la revisión de un ' +
  'contador ni es la declaración presentada.';
