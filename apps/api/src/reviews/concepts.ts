import { type Database, type DoubtfulWording, listDoubtfulWordings } from '@accountia/db';
import type { ReviewItem, ReviewList } from '@accountia/task-contracts/api';
import { conceptKey } from '@accountia/tax-rules';
import type { Kysely } from 'kysely';
import { knownCategory } from '../presenters/entries.ts';

/** Wordings that are looked at, the most frequent first: an organization with more has enough to do. */
const MAX_WORDINGS = 5_000;
const SAMPLES = 20;

/** Concepts that wait for a person, those with most entries first. */
export async function listReviews(
  db: Kysely<Database>,
  filter: { organizationId: string; declarationId?: string; limit: number },
): Promise<ReviewList> {
  const wordings = await listDoubtfulWordings(db, { ...filter, limit: MAX_WORDINGS });
  const groups = [...Map.groupBy(wordings, ({ detail }) => conceptKey(detail))].map(([concept, group]) =>
    toItem(concept, group),
  );
  groups.sort((first, second) => second.entries - first.entries || (first.concept < second.concept ? -1 : 1));
  return {
    items: groups.slice(0, filter.limit),
    total: groups.length,
    complete: wordings.length < MAX_WORDINGS,
  };
}

function toItem(concept: string, group: readonly DoubtfulWording[]): ReviewItem {
  const [first] = group;
  return {
    concept,
    entries: sum(group),
    amount: String(group.reduce((total, { amount }) => total + amount, 0n)),
    declarationIds: [...new Set(group.flatMap(({ declarationIds }) => declarationIds))].slice(0, SAMPLES),
    reporters: [...new Set(group.flatMap(({ reporters }) => reporters))].slice(0, SAMPLES),
    classified: [
      ...Map.groupBy(group, ({ category, rule, confidence }) => `${category} ${rule} ${confidence}`).values(),
    ].map((same) => ({
      category: knownCategory(same[0]!.category),
      rule: same[0]!.rule,
      confidence: same[0]!.confidence,
      entries: sum(same),
    })),
    example: { entryId: first!.exampleId, detail: first!.detail, suggestedUse: first!.suggestedUse },
  };
}

function sum(group: readonly DoubtfulWording[]): number {
  return group.reduce((total, { entries }) => total + entries, 0);
}
