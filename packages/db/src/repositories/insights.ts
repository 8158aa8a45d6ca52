import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { InsightsTable } from '../schema/documents.ts';
import { prepared } from '../prepared.ts';
import type { Database } from '../schema/index.ts';
import { json } from './values.ts';

export type InsightRow = Selectable<InsightsTable>;
export type NewInsight = Omit<
  InsightRow,
  'organization_id' | 'declaration_id' | 'id' | 'run_id' | 'position'
>;

/** What an insight consists of, with PostgreSQL's types. */
const FIELDS: Readonly<Record<keyof NewInsight | 'position', string>> = {
  position: 'integer',
  code: 'text',
  kind: 'text',
  severity: 'text',
  title: 'text',
  body: 'text',
  action: 'text',
  explanation: 'text',
  amount: 'bigint',
  box: 'integer',
  deadline: 'date',
  confidence: 'text',
  entry_ids: 'uuid[]',
  citations: 'jsonb',
  documents: 'text[]',
  impact_kind: 'text',
  impact_amount: 'bigint',
  impact_basis: 'text',
  fingerprint: 'text',
};

// One text however many there are: a list of values would be planned anew for each number of insights.
const insert = prepared(
  'insert_insights',
  `insert into insights (organization_id, declaration_id, run_id, ${Object.keys(FIELDS).join(', ')})
  select $1, $2, $3, ${Object.keys(FIELDS).join(', ')}
  from jsonb_to_recordset($4::jsonb) as insight (
    ${Object.entries(FIELDS)
      .map(([name, type]) => `${name} ${type}`)
      .join(', ')}
  )`,
);

const deleteInsights = prepared(
  'delete_insights',
  'delete from insights where organization_id = $1 and declaration_id = $2',
);

/**
 * Replaces the insights of a declaration by those of a newer analysis, in the order given. After `saveAnalysis`, which
 * keeps other analyses waiting: of two at the same time neither would see what the other one writes.
 */
export async function replaceInsights(
  trx: Transaction<Database>,
  owner: { organizationId: string; declarationId: string; runId: string },
  insights: readonly NewInsight[],
): Promise<void> {
  await deleteInsights(trx, [owner.organizationId, owner.declarationId]);
  if (insights.length === 0) return;
  const rows = insights.map((insight, position) => ({
    ...insight,
    position,
    // JSON has no integers of this size.
    amount: insight.amount?.toString() ?? null,
    impact_amount: insight.impact_amount?.toString() ?? null,
  }));
  await insert(trx, [owner.organizationId, owner.declarationId, owner.runId, json(rows)]);
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
