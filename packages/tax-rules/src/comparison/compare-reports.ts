import type { Category } from '../categories.ts';
import { groupBy } from '../findings/select.ts';
import type { EntryId, ReviewEntry } from '../findings/types.ts';
import { byId } from '../findings/order.ts';
import { readConcept } from '../text/normalize.ts';

export interface ChangedEntry<Id extends EntryId = EntryId> {
  readonly before: ReviewEntry<Id>;
  readonly after: ReviewEntry<Id>;
  /** After less before. */
  readonly difference: bigint;
}

export interface ReportComparison<Id extends EntryId = EntryId> {
  readonly added: readonly ReviewEntry<Id>[];
  readonly removed: readonly ReviewEntry<Id>[];
  readonly changed: readonly ChangedEntry<Id>[];
  readonly unchangedCount: number;
  /** Signed change of the total of each category that changed. */
  readonly differenceByCategory: Partial<Record<Category, bigint>>;
}

/**
 * What changed between two downloads of a report. Rows are the same fact when reporter, wording and further
 * information coincide, whatever their order, spacing or accents; ids do not matter.
 */
export function compareReports<Id extends EntryId>(
  before: readonly ReviewEntry<Id>[],
  after: readonly ReviewEntry<Id>[],
): ReportComparison<Id> {
  const earlier = groupBy([...before].sort(byId), factOf);
  const later = groupBy([...after].sort(byId), factOf);
  const added: ReviewEntry<Id>[] = [];
  const removed: ReviewEntry<Id>[] = [];
  const changed: ChangedEntry<Id>[] = [];
  let unchangedCount = 0;
  for (const key of new Set([...earlier.keys(), ...later.keys()])) {
    const same = matchAmounts(earlier.get(key) ?? [], later.get(key) ?? []);
    unchangedCount += same.count;
    const pairs = Math.min(same.before.length, same.after.length);
    for (let index = 0; index < pairs; index += 1) {
      const [first, second] = [same.before[index], same.after[index]];
      if (first && second)
        changed.push({ before: first, after: second, difference: second.amount - first.amount });
    }
    removed.push(...same.before.slice(pairs));
    added.push(...same.after.slice(pairs));
  }
  return {
    added: added.sort(byId),
    removed: removed.sort(byId),
    changed: changed.sort((first, second) => byId(first.before, second.before)),
    unchangedCount,
    differenceByCategory: differences(before, after),
  };
}

function factOf({ reporterNit, detail, additionalInformation }: ReviewEntry): string {
  const { text, codes } = readConcept(detail);
  return JSON.stringify([reporterNit, text, codes, additionalInformation ?? []]);
}

/** Takes away the rows of equal amount; what is left is in the order of the amounts. */
function matchAmounts<Id extends EntryId>(
  before: readonly ReviewEntry<Id>[],
  after: readonly ReviewEntry<Id>[],
): { readonly count: number; readonly before: ReviewEntry<Id>[]; readonly after: ReviewEntry<Id>[] } {
  const unmatched = [...after];
  const left = before.filter(({ amount }) => {
    const index = unmatched.findIndex((candidate) => candidate.amount === amount);
    if (index >= 0) unmatched.splice(index, 1);
    return index < 0;
  });
  return {
    count: before.length - left.length,
    before: left.sort(byAmount),
    after: unmatched.sort(byAmount),
  };
}

function byAmount(first: { readonly amount: bigint }, second: { readonly amount: bigint }): number {
  return first.amount < second.amount ? -1 : first.amount > second.amount ? 1 : 0;
}

function differences(
  before: readonly ReviewEntry[],
  after: readonly ReviewEntry[],
): Partial<Record<Category, bigint>> {
  const totals: Partial<Record<Category, bigint>> = {};
  for (const { category, amount } of after) totals[category] = (totals[category] ?? 0n) + amount;
  for (const { category, amount } of before) totals[category] = (totals[category] ?? 0n) - amount;
  for (const category of Object.keys(totals) as Category[]) {
    if (totals[category] === 0n) delete totals[category];
  }
  return totals;
}
