import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { InsightsTable } from '../schema/documents.ts';
import type { Database } from '../schema/index.ts';
import { json } from './values.ts';

export type InsightRow = Selectable<InsightsTable>;
export type NewInsight = Omit<
  InsightRow,
  'organization_id' | 'declaration_id' | 'id' | 'run_id' | 'position'
>;

/**
 * Replaces the insights of a declaration by those of a newer analysis, in the order given. After `saveAnalysis`, which
 * keeps other analyses waiting: of two at the same time neither would see what the other one writes.
 */
export async function replaceInsights(
  trx: Transaction<Database>,
  owner: { organizationId: string; declarationId: string; runId: string },
  insights: readonly NewInsight[],
): Promise<void> {
  await trx
    .deleteFrom('insights')
    .where('organization_id', '=', owner.organizationId)
    .where('declaration_id', '=', owner.declarationId)
    .execute();
  if (insights.length === 0) return;
  await trx
    .insertInto('insights')
    .values(
      insights.map((insight, position) => ({
        ...insight,
        organization_id: owner.organizationId,
        declaration_id: owner.declarationId,
        run_id: owner.runId,
        position,
        citations: json(insight.citations),
      })),
    )
    .execute();
}

/** An insight with what was said of it, or of the same one of an earlier analysis; null when nothing was. */
export interface ListedInsight extends InsightRow {
  feedback_verdict: 'useful' | 'wrong' | null;
  feedback_reason: string | null;
  feedback_at: Date | null;
  feedback_by: string | null;
  feedback_by_name: string | null;
}

export async function listInsights(
  db: Kysely<Database>,
  organizationId: string,
  declarationId: string,
): Promise<ListedInsight[]> {
  return await insightsOf(db, organizationId, declarationId).orderBy('insights.position').execute();
}

export async function findInsight(
  db: Kysely<Database>,
  organizationId: string,
  declarationId: string,
  insightId: string,
): Promise<ListedInsight | null> {
  const row = await insightsOf(db, organizationId, declarationId)
    .where('insights.id', '=', insightId)
    .executeTakeFirst();
  return row ?? null;
}

/** What feedback is kept under. */
export function feedbackKey({ fingerprint, id }: Pick<InsightRow, 'fingerprint' | 'id'>): string {
  return fingerprint === '' ? id : fingerprint;
}

function insightsOf(db: Kysely<Database>, organizationId: string, declarationId: string) {
  return db
    .selectFrom('insights')
    .leftJoin('insight_feedback as feedback', (join) =>
      join
        .onRef('feedback.organization_id', '=', 'insights.organization_id')
        .onRef('feedback.declaration_id', '=', 'insights.declaration_id')
        // As `feedbackKey` says.
        .on(
          'feedback.fingerprint',
          '=',
          sql<string>`coalesce(nullif(insights.fingerprint, ''), insights.id::text)`,
        ),
    )
    .leftJoin('api_keys as judge', (join) =>
      join
        .onRef('judge.organization_id', '=', 'feedback.organization_id')
        .onRef('judge.id', '=', 'feedback.judged_by'),
    )
    .selectAll('insights')
    .select([
      'feedback.verdict as feedback_verdict',
      'feedback.reason as feedback_reason',
      'feedback.judged_at as feedback_at',
      'feedback.judged_by as feedback_by',
      'judge.name as feedback_by_name',
    ])
    .where('insights.organization_id', '=', organizationId)
    .where('insights.declaration_id', '=', declarationId);
}
