import type { Category } from '@accountia/task-contracts';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database } from '../../schema/index.ts';
import type { ClassifiedBefore, ReviewDecisionsTable } from '../../schema/reviews.ts';
import { decodeTimeCursor, type Page, toPage } from '../cursor.ts';
import { prepared } from '../../prepared.ts';
import { json } from '../values.ts';

export interface ReviewDecisionRow extends Selectable<ReviewDecisionsTable> {
  /** Name of the API key that decided, of the one that reverted. */
  decided_by_name: string | null;
  reverted_by_name: string | null;
}

/** A rule as the tax rules apply it. */
export interface StoredOrganizationRule {
  readonly id: string;
  readonly concept: string;
  readonly category: Category;
}

/** Locks of different organizations may meet on one number: they wait for each other, which costs a moment. */
const lockOf = (organizationId: string) =>
  sql`hashtextextended('review_decisions ' || ${organizationId}::text, 0)`;

const lockShared = prepared(
  'share_review_decisions',
  `select pg_advisory_xact_lock_shared(hashtextextended('review_decisions ' || $1::text, 0))`,
);

const rulesInForce = prepared<StoredOrganizationRule>(
  'organization_rules',
  `select id, concept, category from review_decisions
  where organization_id = $1 and replaced_at is null and reverted_at is null
  order by id`,
);

/**
 * The rules in force, to apply to entries that the caller stores in the same transaction. Until it ends no decision of
 * the organization can be made or reverted: none misses the new entries.
 */
export async function organizationRules(
  trx: Transaction<Database>,
  organizationId: string,
): Promise<StoredOrganizationRule[]> {
  await lockShared(trx, [organizationId]);
  return await rulesInForce(trx, [organizationId]);
}

/** Waits until nobody stores entries or decides for the organization, and keeps both waiting until the end. */
export async function lockReviewDecisions(trx: Transaction<Database>, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockOf(organizationId)})`.execute(trx);
}

export interface NewReviewDecision {
  readonly organizationId: string;
  readonly concept: string;
  readonly category: Category;
  readonly note: string | null;
  readonly example: string;
  readonly before: readonly ClassifiedBefore[];
  readonly apiKeyId: string;
}

/** Stores a decision in the place of the one in force about the same concept. Needs `lockReviewDecisions`. */
export async function insertReviewDecision(
  trx: Transaction<Database>,
  decision: NewReviewDecision,
): Promise<string> {
  const replaced = await trx
    .updateTable('review_decisions')
    .set({ replaced_at: sql<Date>`now()` })
    .where('organization_id', '=', decision.organizationId)
    .where('concept', '=', decision.concept)
    .where('replaced_at', 'is', null)
    .where('reverted_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  const { id } = await trx
    .insertInto('review_decisions')
    .values({
      organization_id: decision.organizationId,
      concept: decision.concept,
      category: decision.category,
      note: decision.note,
      example: decision.example,
      before: json(decision.before),
      affected_entries: decision.before.reduce((sum, { entries }) => sum + entries, 0),
      replaces: replaced?.id ?? null,
      decided_by: decision.apiKeyId,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * Takes a decision back. What it had replaced is in force again and comes as the answer; null when it replaced none.
 * Needs `lockReviewDecisions`, and a decision in force.
 */
export async function revertReviewDecision(
  trx: Transaction<Database>,
  decision: { organizationId: string; id: string; replaces: string | null; apiKeyId: string },
): Promise<StoredOrganizationRule | null> {
  await trx
    .updateTable('review_decisions')
    .set({ reverted_at: sql<Date>`now()`, reverted_by: decision.apiKeyId })
    .where('organization_id', '=', decision.organizationId)
    .where('id', '=', decision.id)
    .execute();
  if (decision.replaces === null) return null;
  return await trx
    .updateTable('review_decisions')
    .set({ replaced_at: null })
    .where('organization_id', '=', decision.organizationId)
    .where('id', '=', decision.replaces)
    .returning(['id', 'concept', 'category'])
    .executeTakeFirstOrThrow();
}

function decisions(db: Kysely<Database>) {
  return db
    .selectFrom('review_decisions')
    .leftJoin('api_keys as decider', (join) =>
      join
        .onRef('decider.organization_id', '=', 'review_decisions.organization_id')
        .onRef('decider.id', '=', 'review_decisions.decided_by'),
    )
    .leftJoin('api_keys as reverter', (join) =>
      join
        .onRef('reverter.organization_id', '=', 'review_decisions.organization_id')
        .onRef('reverter.id', '=', 'review_decisions.reverted_by'),
    )
    .selectAll('review_decisions')
    .select(['decider.name as decided_by_name', 'reverter.name as reverted_by_name']);
}

export async function findReviewDecision(
  db: Kysely<Database>,
  organizationId: string,
  id: string,
): Promise<ReviewDecisionRow | null> {
  const row = await decisions(db)
    .where('review_decisions.organization_id', '=', organizationId)
    .where('review_decisions.id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** All that was ever decided, newest first, or only what is in force. Throws InvalidCursorError. */
export async function listReviewDecisions(
  db: Kysely<Database>,
  filter: { organizationId: string; inForce?: boolean; limit: number; cursor?: string },
): Promise<Page<ReviewDecisionRow>> {
  let query = decisions(db).where('review_decisions.organization_id', '=', filter.organizationId);
  if (filter.inForce === true) {
    query = query.where('replaced_at', 'is', null).where('reverted_at', 'is', null);
  }
  if (filter.cursor !== undefined) {
    query = query.where('review_decisions.id', '<', decodeTimeCursor(filter.cursor).id);
  }
  const rows = await query
    .orderBy('review_decisions.id', 'desc')
    .limit(filter.limit + 1)
    .execute();
  return toPage(
    rows,
    filter.limit,
    (row) => [row.decided_at.toISOString(), row.id],
    (row) => row,
  );
}
