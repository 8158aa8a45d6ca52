import { describeFinding, formatPesos } from '@accountia/tax-rules';
import { total } from '../../insights/context.ts';
import { categoryFact, entryFact, insightFact } from '../facts.ts';
import type { Book } from '../book.ts';
import type { Statement } from '../types.ts';
import { advice, listed, statement, type Topic } from './topic.ts';

const ofFund = ['severance.credited_by_fund'];
const ofEmployer = [
  'severance.paid_by_employer',
  'severance.deposited_by_employer',
  'severance.old_regime',
  'severance.other',
];

const severance: Topic = {
  id: 'severance',
  asks: ['cesantia', 'cesantias dos|doble|repet|duplic vece|veces', 'cesantias dos|doble|repet|duplic'],
  cites: ['et-206-n4', 'et-27'],
  say(book) {
    const entries = book.inCategory('severance');
    if (entries.length === 0) return [statement(`Nadie le reportó cesantías en ${book.year}.`)];
    const [employer, fund] = [book.ofRule(...ofEmployer), book.ofRule(...ofFund)];
    const said: Statement[] = [];
    if (employer.length > 0 && fund.length > 0)
      said.push(
        statement(
          `Las cesantías aparecen dos veces porque las informan dos: el empleador (${formatPesos(total(employer))}) y el fondo (${formatPesos(total(fund))}). ` +
            'Es el mismo dinero: se declara una sola vez, y el borrador toma el mayor valor mientras no decida otra cosa.',
          categoryFact('severance', entries),
        ),
      );
    else
      said.push(
        statement(
          `De cesantías e intereses le reportaron ${formatPesos(total(entries))} en ${book.year}:`,
          categoryFact('severance', entries),
        ),
      );
    return [...said, ...listed(entries), ...advice(book, ['severance_exempt'])];
  },
};

const REPEATED = [
  'duplicate_candidate',
  'severance_reported_twice',
  'voluntary_savings_reported_twice',
  'total_beside_holders',
  'property_valued_twice',
  'support_documents_overlap',
];

const repeated: Topic = {
  id: 'repeated',
  general: true,
  asks: ['dos|doble vece|veces', 'repet', 'duplic', 'doble'],
  cites: [],
  say: (book) =>
    found(book, REPEATED, 'No se ven datos repetidos en lo reportado.', 'Estos datos parecen repetidos:'),
};

const DOUBTS = [
  'another_name',
  'unknown_concept',
  'joint_holder',
  'negative_amount',
  'negative_balance',
  'tope_difference',
  ...REPEATED,
];

const toReview: Topic = {
  id: 'to_review',
  general: true,
  asks: [
    'revisar',
    'error',
    'raro|mal|sospechos',
    'inconsist',
    'advertencia',
    'alerta',
    'problema',
    'pendiente',
  ],
  cites: [],
  say: (book) =>
    found(
      book,
      DOUBTS,
      'No se ve nada que deba revisarse en lo reportado.',
      'Esto es lo que conviene revisar:',
    ),
};

/** What tax-rules finds in the entries, in its own words. */
function found(book: Book, codes: readonly string[], none: string, some: string): Statement[] {
  const findings = book.findings().filter(({ code }) => codes.includes(code));
  if (findings.length === 0) return [statement(none)];
  const entries = new Map(book.asked.entries.map((entry) => [entry.id, entry]));
  return [
    statement(some),
    ...findings.slice(0, 5).map((finding) => {
      const { title, explanation, action } = describeFinding(finding);
      const behind = finding.entries.flatMap((id) => entries.get(id) ?? []).slice(0, 4);
      return statement(`• ${title}. ${explanation} ${action}`, ...behind.map(entryFact));
    }),
  ];
}

const warnings: Topic = {
  id: 'insights',
  general: true,
  asks: [
    'importante',
    'resumen',
    'resum',
    'que debo saber',
    'hallazgo',
    'recomendacion',
    'que hago',
    'que dice declaracion|reporte|analisis',
  ],
  cites: [],
  say(book) {
    const insights = book.asked.insights.slice(0, 5);
    if (insights.length === 0)
      return [statement('Todavía no hay un análisis de la declaración: pídalo y pregunte de nuevo.')];
    return [
      statement('Lo más importante del análisis de la declaración:'),
      ...insights.map((insight) => statement(`• ${insight.title}. ${insight.action}`, insightFact(insight))),
    ];
  },
};

export const DOUBT_TOPICS: readonly Topic[] = [severance, repeated, toReview, warnings];
