import type { Kysely, Selectable, Transaction } from 'kysely';
import type { InsightsTable } from '../schema/documents.ts';
import type { Database } from '../schema/index.ts';
import { json } from './values.ts';

export type InsightRow = Selectable<InsightsTable>;
export type NewInsight = Omit<
  InsightRow,
  'organization_id' | 'declaration_id' | 'id' | 'run_id' | 'position'
>;

/** Replaces the insights of a declaration by those of a newer analysis, in the order given. */
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

export async function listInsights(
  db: Kysely<Database>,
  organizationId: string,
  declarationId: string,
): Promise<InsightRow[]> {
  return await db
    .selectFrom('insights')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('declaration_id', '=', declarationId)
    .orderBy('position')
    .execute();
}
