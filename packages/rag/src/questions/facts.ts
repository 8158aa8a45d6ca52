import {
  type Category,
  categoryLabel,
  describeFilingReason,
  formatPesos,
  type TopeComparison,
} from '@accountia/tax-rules';
import { longDate, uvt } from '../insights/phrases.ts';
import { total } from '../insights/context.ts';
import { cleanCellText } from '../model/clean-text.ts';
import type { Book } from './book.ts';
import type { AskedEntry, AskedInsight, Fact } from './types.ts';

export function entryFact(entry: AskedEntry): Fact {
  return {
    kind: 'entry',
    id: entry.id,
    text: `${cleanCellText(entry.reporterName)} reportó ${formatPesos(entry.amount)} por «${cleanCellText(entry.detail)}» (fila ${entry.row}).`,
    amount: entry.amount,
    entryIds: [entry.id],
  };
}

export function categoryFact(category: Category, entries: readonly AskedEntry[]): Fact {
  return {
    kind: 'category',
    id: category,
    text: `${categoryLabel(category)}: ${formatPesos(total(entries))} en ${count(entries.length, 'dato')}.`,
    amount: total(entries),
    entryIds: entries.slice(0, MOST_ENTRIES).map(({ id }) => id),
  };
}

export function topeFact(tope: TopeComparison): Fact {
  return {
    kind: 'tope',
    id: String(tope.number),
    text: `Tope ${tope.number}. ${topeSentence(tope)}`,
    amount: tope.reported ? tope.amount : null,
    entryIds: [],
  };
}

export function topeSentence(tope: TopeComparison): string {
  const limit = `${formatPesos(tope.limit)} (${uvt(tope.limitUvt)})`;
  if (!tope.reported) return `${tope.label}: el reporte no trae este total; el tope es ${limit}.`;
  const passed = tope.comparator === '>=' ? 'alcanza o supera' : 'supera';
  return `${tope.label}: ${formatPesos(tope.amount)}, que ${tope.exceeded ? '' : 'no '}${passed} el tope de ${limit}.`;
}

export function filingFact({ asked, obligation, year }: Book): Fact | null {
  if (obligation === null) return null;
  const verdict = VERDICTS[String(obligation.obligated) as keyof typeof VERDICTS](year);
  return {
    kind: 'filing',
    id: asked.id,
    text: `${verdict} ${obligation.reasons.map(describeFilingReason).join(' ')}`,
    amount: null,
    entryIds: [],
  };
}

const VERDICTS = {
  true: (year: number) => `Sí está obligado a declarar renta por el año gravable ${year}.`,
  false: (year: number) =>
    `No está obligado a declarar renta por el año gravable ${year}, según lo que reportaron los terceros.`,
  unknown: (year: number) =>
    `Con lo que trae el reporte no se puede asegurar si debe declarar renta por el año gravable ${year}.`,
} as const;

export function dueDateFact({ asked, due, year }: Book): Fact | null {
  if (due === null) return null;
  const verb = due.date < asked.today ? 'venció' : 'vence';
  return {
    kind: 'due_date',
    id: asked.id,
    text:
      `El plazo para declarar y pagar la renta del año gravable ${year} ${verb} el ${longDate(due.date)}, para los números terminados en ` +
      `${due.digits.replace('-', ' y ')}.${due.provisional ? ' La fecha está por confirmar en el decreto de plazos.' : ''}`,
    amount: null,
    entryIds: [],
  };
}

/** Null when there is no draft, or its form has no such box. */
export function boxFact({ asked }: Book, number: number): Fact | null {
  const box = asked.draft?.boxes.get(number);
  if (asked.draft === null || box === undefined) return null;
  const value = box.unit === 'pesos' ? formatPesos(box.value) : String(box.value);
  return {
    kind: 'box',
    id: String(number),
    text: `Casilla ${number}, ${box.label}: ${value} en la versión ${asked.draft.version} del borrador (${box.citation}).`,
    amount: box.unit === 'pesos' ? box.value : null,
    entryIds: [],
  };
}

export function insightFact(insight: AskedInsight): Fact {
  return {
    kind: 'insight',
    id: insight.id,
    text: `${insight.title}. ${insight.body} ${insight.action}`,
    amount: insight.amount,
    entryIds: insight.entryIds.slice(0, MOST_ENTRIES),
  };
}

/** `1 dato`, `3 datos`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A fact may rest on thousands of entries; so many lead to the rest. */
const MOST_ENTRIES = 20;
