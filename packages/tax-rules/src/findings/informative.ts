import { KNOWN_YEARS, parameters, uvtToPesos } from '../parameters/index.ts';
import { idsOf, sumOf, withRule } from './select.ts';
import type { FindingRule } from './types.ts';

const BASIS_POINTS = 10_000n;
const THRESHOLD_CATEGORIES: ReadonlySet<string> = new Set([
  'card_spending',
  'deposits_investments',
  'purchases',
]);
/** Carry a tope code without being one of its items: last year's patrimony, averages, debts. */
const NOT_SUMMED: ReadonlySet<string> = new Set(['prior_return', 'reference', 'liabilities']);

/** Needed to tell how much severance is exempt; adding it would invent income. */
export const sixMonthAverage: FindingRule = (entries) => {
  const averages = withRule(entries, 'reference.six_month_average');
  if (averages.length === 0) return [];
  return [
    {
      code: 'six_month_average',
      severity: 'info',
      entries: idsOf(averages),
      params: { amount: String(sumOf(averages)) },
      articles: ['206'],
    },
  ];
};

/** Card spending, account movements and purchases only oblige to file; they are neither income nor costs. */
export const thresholdsAreNotIncome: FindingRule = (entries) => {
  const thresholds = entries.filter(({ category }) => THRESHOLD_CATEGORIES.has(category));
  if (thresholds.length === 0) return [];
  return [
    {
      code: 'thresholds_are_not_income',
      severity: 'info',
      entries: idsOf(thresholds),
      params: { amount: String(sumOf(thresholds)) },
      articles: ['594-3', '107'],
    },
  ];
};

/**
 * DIAN reports the base; the deduction is a percentage of it, with a limit. Years whose law lacks it say
 * nothing.
 */
export const eInvoiceBenefit: FindingRule = (entries, { year }) => {
  const bases = entries.filter(({ category }) => category === 'e_invoice_benefit');
  const limit = KNOWN_YEARS.includes(year) ? parameters(year).limits.eInvoicePurchases : undefined;
  if (bases.length === 0 || !limit) return [];
  const base = sumOf(bases);
  const maximum = uvtToPesos(limit.uvt ?? 0, year);
  const share = (base * BigInt(limit.basisPoints ?? 0)) / BASIS_POINTS;
  return [
    {
      code: 'e_invoice_benefit',
      severity: 'info',
      entries: idsOf(bases),
      params: {
        base: String(base),
        deduction: String(share < maximum ? share : maximum),
        maximum: String(maximum),
      },
      articles: ['336'],
    },
  ];
};

/**
 * DIAN's total against the sum of the rows that count for it. Never an error: DIAN takes the greater of
 * some items and adds data it does not list.
 */
export const topeDifference: FindingRule = (entries, { topes }) =>
  [1, 2, 3, 4, 5].flatMap((tope) => {
    const reported = topes[tope];
    if (reported === undefined) return [];
    const counted = entries.filter(
      ({ effectiveTopes, category }) => effectiveTopes.includes(tope) && !NOT_SUMMED.has(category),
    );
    const sum = sumOf(counted);
    if (sum === reported) return [];
    return [
      {
        code: 'tope_difference',
        severity: 'info',
        entries: idsOf(counted),
        params: { tope, reported: String(reported), sum: String(sum), difference: String(reported - sum) },
        articles: [tope <= 2 ? '592' : '594-3'],
      } as const,
    ];
  });
