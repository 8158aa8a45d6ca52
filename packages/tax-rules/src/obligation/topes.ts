import { parameters, roundLimit, uvtToPesos } from '../parameters/index.ts';
import type { TopeKey, TopeNumber } from '../parameters/index.ts';

/** DIAN's totals by tope number, in pesos. A tope that the report lacks is absent. */
export type TopeAmounts = { readonly [tope: number]: bigint | undefined };

export interface TopeComparison {
  readonly number: TopeNumber;
  readonly key: TopeKey;
  /** In Spanish. */
  readonly label: string;
  /** 0 when the report has no such total: see `reported`. */
  readonly amount: bigint;
  readonly reported: boolean;
  /** Exact product of UVT and number, which is what the law compares with. */
  readonly limit: bigint;
  /** The limit as DIAN's notices print it. */
  readonly roundedLimit: bigint;
  readonly limitUvt: number;
  readonly comparator: '>=' | '>';
  /** Whether the amount obliges to file, by the exact limit. */
  readonly exceeded: boolean;
  /** The same by the rounded limit; differs from `exceeded` only near the edge. */
  readonly exceededByRounded: boolean;
  /** Less than 500 pesos from the limit: show both figures rather than one verdict. */
  readonly nearEdge: boolean;
  /** For display, one decimal: 87.3 means 87.3 % of the limit. */
  readonly percentOfLimit: number;
  readonly article: '592' | '594-3';
}

const EDGE = 500n;

/**
 * Compares DIAN's five totals with the year's limits.
 * @throws {TaxRulesError} `unknown_year`
 */
export function compareTopes(topes: TopeAmounts, year: number): TopeComparison[] {
  return parameters(year).topes.map(({ number, key, label, limitUvt, comparator, article }) => {
    const reportedAmount = topes[number];
    const reported = reportedAmount !== undefined;
    const amount = reportedAmount ?? 0n;
    const limit = uvtToPesos(limitUvt, year);
    const roundedLimit = roundLimit(limit);
    const distance = amount > limit ? amount - limit : limit - amount;
    return {
      number,
      key,
      label,
      amount,
      reported,
      limit,
      roundedLimit,
      limitUvt,
      comparator,
      exceeded: reported && exceeds(amount, limit, comparator),
      exceededByRounded: reported && exceeds(amount, roundedLimit, comparator),
      nearEdge: reported && distance < EDGE,
      percentOfLimit: Number((amount * 1000n) / limit) / 10,
      article,
    };
  });
}

function exceeds(amount: bigint, limit: bigint, comparator: '>=' | '>'): boolean {
  return comparator === '>=' ? amount >= limit : amount > limit;
}
