import type { Category } from '../categories.ts';
import { CATEGORIES } from '../categories.ts';

export interface CategorizedAmount {
  readonly category: Category;
  /** Whole pesos, with sign. */
  readonly amount: bigint;
}

export interface Summary {
  /**
   * Signed sum of the amounts of each category present: an overdraft of −100 and a debt of 300 add to 200
   * in `liabilities`, as reported.
   * A draft that needs the debt owed takes the absolute value entry by entry.
   */
  readonly totalsByCategory: Partial<Record<Category, bigint>>;
  readonly countsByCategory: Partial<Record<Category, number>>;
  readonly entryCount: number;
}

/** Totals and counts by category, in the order of `CATEGORIES`, whatever the order of the entries. */
export function summarize(entries: Iterable<CategorizedAmount>): Summary {
  const totals = new Map<Category, bigint>();
  const counts = new Map<Category, number>();
  let entryCount = 0;
  for (const { category, amount } of entries) {
    totals.set(category, (totals.get(category) ?? 0n) + amount);
    counts.set(category, (counts.get(category) ?? 0) + 1);
    entryCount += 1;
  }
  return { totalsByCategory: inOrder(totals), countsByCategory: inOrder(counts), entryCount };
}

function inOrder<Value>(values: ReadonlyMap<Category, Value>): Partial<Record<Category, Value>> {
  const ordered: Partial<Record<Category, Value>> = {};
  for (const category of CATEGORIES) {
    const value = values.get(category);
    if (value !== undefined) ordered[category] = value;
  }
  return ordered;
}
