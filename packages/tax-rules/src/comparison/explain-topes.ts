import { classify } from '../classification/classify.ts';
import { byId } from '../findings/order.ts';
import { groupBy, sumOf } from '../findings/select.ts';
import { participationOf, propertyOf } from '../findings/additional-information.ts';
import type { EntryId, ReviewEntry, RuledEntry } from '../findings/types.ts';
import { formatPesos } from '../money.ts';
import type { TopeAmounts } from '../obligation/topes.ts';
import type { TopeNumber } from '../parameters/index.ts';
import { atLeastZero } from '../draft/arithmetic.ts';
import { shareOfPercent } from '../proposal/reported-twice.ts';

export type TopeReasonCode =
  | 'property_valued_twice'
  | 'property_share'
  | 'severance_reported_twice'
  | 'total_beside_holders'
  | 'support_documents_overlap'
  | 'negative_amounts'
  | 'prior_patrimony';

/** Why DIAN's total may differ from the plain sum of the rows. */
export interface TopeReason<Id extends EntryId = EntryId> {
  readonly code: TopeReasonCode;
  readonly entries: readonly Id[];
  /** What it takes from the plain sum; zero when it only explains. */
  readonly amount: bigint;
  /** In Spanish. */
  readonly text: string;
}

export interface TopeExplanation<Id extends EntryId = EntryId> {
  readonly tope: TopeNumber;
  /** DIAN's total; undefined when the report has none. */
  readonly reported: bigint | undefined;
  /** Plain sum of the rows that count for it. */
  readonly sum: bigint;
  /** The sum once what is told twice counts once. */
  readonly adjusted: bigint;
  readonly reasons: readonly TopeReason<Id>[];
  /** DIAN's total less the adjusted sum; undefined without a total. */
  readonly unexplained: bigint | undefined;
  readonly entries: readonly Id[];
}

type Row<Id extends EntryId> = RuledEntry<Id>;

const TOPES: readonly TopeNumber[] = [1, 2, 3, 4, 5];
const NOT_SUMMED: ReadonlySet<string> = new Set(['prior_return', 'reference', 'liabilities']);
const EMPLOYER = /^severance\.(paid_by_employer|deposited_by_employer|old_regime)$/;
const FUND = /^severance\.(credited_by_fund|fund_balance)$/;

/**
 * DIAN's five totals against the rows that count for them, with the reasons that explain the difference.
 * DIAN takes the greater of some items and adds data it does not list, so a difference is never an error.
 */
export function explainTopes<Id extends EntryId>(
  entries: readonly ReviewEntry<Id>[],
  topes: TopeAmounts,
): TopeExplanation<Id>[] {
  const rows = entries.map(withRule).sort(byId);
  return TOPES.map((tope) => explainTope(tope, rows, topes[tope]));
}

function explainTope<Id extends EntryId>(
  tope: TopeNumber,
  rows: readonly Row<Id>[],
  reported: bigint | undefined,
): TopeExplanation<Id> {
  const ofTope = rows.filter(({ effectiveTopes }) => effectiveTopes.includes(tope));
  const counted = ofTope.filter(({ category }) => !NOT_SUMMED.has(category));
  const sum = sumOf(counted);
  const reasons = [
    ...propertyReasons(counted),
    ...severanceReasons(counted),
    ...yieldReasons(counted),
    ...negativeReasons(counted),
    ...supportReasons(ofTope),
    ...(tope === 2 ? patrimonyReasons(ofTope) : []),
  ];
  const adjusted = sum - reasons.reduce((total, { amount }) => total + amount, 0n);
  return {
    tope,
    reported,
    sum,
    adjusted,
    reasons,
    unexplained: reported === undefined ? undefined : reported - adjusted,
    entries: counted.map(({ id }) => id),
  };
}

function propertyReasons<Id extends EntryId>(rows: readonly Row<Id>[]): TopeReason<Id>[] {
  const values = rows.filter(({ rule }) => /^assets\.(cadastral_value|property_tax_base)$/.test(rule));
  const keyOf = (row: Row<Id>) => JSON.stringify([row.reporterNit, propertyOf(row) ?? '']);
  return [...groupBy(values, keyOf).values()].flatMap((ofProperty) => {
    const cadastral = sumOf(ofProperty.filter(({ rule }) => rule === 'assets.cadastral_value'));
    const base = sumOf(ofProperty) - cadastral;
    const [lesser, greater] = cadastral < base ? [cadastral, base] : [base, cadastral];
    const share = ofProperty.map(participationOf).find((percent) => percent !== undefined) ?? 100;
    const others = greater - shareOfPercent(greater, share);
    return [
      reason(
        'property_valued_twice',
        ofProperty,
        lesser,
        'Del mismo inmueble cuenta el mayor entre el avalúo y la base del predial',
      ),
      reason('property_share', ofProperty, others, 'Del inmueble cuenta solo la participación'),
    ].filter(({ amount }) => amount > 0n);
  });
}

function severanceReasons<Id extends EntryId>(rows: readonly Row<Id>[]): TopeReason<Id>[] {
  const employer = rows.filter(({ rule }) => EMPLOYER.test(rule));
  const fund = rows.filter(({ rule }) => FUND.test(rule));
  const [first, second] = [sumOf(employer), sumOf(fund)];
  const repeated = first < second ? first : second;
  return repeated > 0n
    ? [
        reason(
          'severance_reported_twice',
          [...employer, ...fund],
          repeated,
          'La cesantía la reportan el empleador y el fondo',
        ),
      ]
    : [];
}

function yieldReasons<Id extends EntryId>(rows: readonly Row<Id>[]): TopeReason<Id>[] {
  const yields = rows.filter(({ rule }) => /^capital\.(?!rent$|royalties$)/.test(rule));
  return [...groupBy(yields, ({ reporterNit }) => reporterNit).values()].flatMap((ofReporter) => {
    const totals = ofReporter.filter(({ rule }) => rule === 'capital.total_yields');
    if (totals.length === 0 || totals.length === ofReporter.length) return [];
    return [
      reason(
        'total_beside_holders',
        ofReporter,
        sumOf(totals),
        'El total de rendimientos repite las filas por titular',
      ),
    ];
  });
}

function negativeReasons<Id extends EntryId>(rows: readonly Row<Id>[]): TopeReason<Id>[] {
  const negative = rows.filter(({ amount }) => amount < 0n);
  return negative.length === 0
    ? []
    : [reason('negative_amounts', negative, sumOf(negative), 'Los valores negativos no restan en el total')];
}

/** Rows of support documents are not summed: DIAN takes the greater of them and the other income. */
function supportReasons<Id extends EntryId>(rows: readonly Row<Id>[]): TopeReason<Id>[] {
  const documents = rows.filter(({ rule }) => rule === 'reference.support_documents');
  if (documents.length === 0) return [];
  const text = `Los documentos soporte (${formatPesos(sumOf(documents))}) cuentan solo si superan lo que reportaron los compradores`;
  return [reason('support_documents_overlap', documents, 0n, text)];
}

function patrimonyReasons<Id extends EntryId>(rows: readonly Row<Id>[]): TopeReason<Id>[] {
  const declared = rows.filter(({ category }) => category === 'prior_return');
  if (declared.length === 0) return [];
  const text = `El tope mira también el patrimonio declarado el año anterior (${formatPesos(atLeastZero(sumOf(declared)))})`;
  return [reason('prior_patrimony', declared, 0n, text)];
}

function reason<Id extends EntryId>(
  code: TopeReasonCode,
  rows: readonly Row<Id>[],
  amount: bigint,
  text: string,
): TopeReason<Id> {
  return { code, entries: rows.map(({ id }) => id), amount, text: `${text}.` };
}

function withRule<Id extends EntryId>(entry: ReviewEntry<Id>): Row<Id> {
  const { rule, topes } = classify(entry);
  return { ...entry, rule, effectiveTopes: topes };
}
