import type { Category } from '../categories.ts';
import type { ReportedFact } from './types.ts';

export interface SuggestedCodes {
  readonly boxes: readonly number[];
  readonly topes: readonly number[];
}

/**
 * Which category an amount has when DIAN places it in a box. Boxes that several categories share are
 * absent.
 */
const CATEGORY_OF_BOX: ReadonlyMap<number, Category> = new Map(
  (
    [
      ['labour_income', [32, 355]],
      ['fees_income', [43, 356]],
      ['capital_income', [58]],
      ['non_labour_income', [74]],
      ['pension_income', [99]],
      ['dividends', [104, 105, 106, 107, 108, 109]],
      ['occasional_gains', [112]],
      ['mandatory_contributions', [33, 44, 76, 100]],
      ['voluntary_savings', [35, 47, 63, 80]],
      ['severance', [36]],
      ['deductions', [38, 39]],
      ['e_invoice_benefit', [28, 297]],
      ['assets', [29]],
      ['liabilities', [30]],
      ['withholdings', [132]],
      ['tax_credits', [122, 123, 124]],
      ['prior_return', [130, 131]],
    ] as const
  ).flatMap(([category, boxes]) => boxes.map((box) => [box, category] as const)),
);

const CATEGORY_OF_TOPE: ReadonlyMap<number, Category> = new Map([
  [3, 'card_spending'],
  [4, 'deposits_investments'],
  [5, 'purchases'],
]);

/**
 * The inflationary part of a yield travels with the yield; alone it tells nothing, since contributions
 * share the box.
 */
const INFLATIONARY_BOX = 59;

/** Codes of the row, read from the raw text when the row brings none. */
export function suggestedCodes(fact: ReportedFact): SuggestedCodes {
  if (fact.boxes.length > 0 || fact.topes.length > 0 || !fact.suggestedUse) {
    return { boxes: fact.boxes, topes: fact.topes };
  }
  const numbers = (pattern: RegExp) => [
    ...new Set([...(fact.suggestedUse ?? '').matchAll(pattern)].map((found) => Number(found[1]))),
  ];
  return { boxes: numbers(/\bR\s*(\d{2,3})\b/giu), topes: numbers(/\btope\s*([1-5])\b/giu) };
}

/** The only category the codes allow, or undefined when they name none or several. */
export function categoryOfCodes(codes: SuggestedCodes, amount: bigint): Category | undefined {
  const votes = new Set<Category>();
  for (const box of codes.boxes) {
    const category = CATEGORY_OF_BOX.get(box);
    if (category) votes.add(category);
    else if (box !== INFLATIONARY_BOX) return undefined;
  }
  for (const tope of codes.topes) {
    const category = CATEGORY_OF_TOPE.get(tope);
    if (category) votes.add(category);
  }
  // DIAN writes "R29 if positive, R30 if negative": the sign has the last word.
  if (votes.size === 2 && votes.has('assets') && votes.has('liabilities'))
    return amount < 0n ? 'liabilities' : 'assets';
  const [only, ...others] = votes;
  return others.length === 0 ? only : undefined;
}
