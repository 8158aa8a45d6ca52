import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { InsightsTable } from '../schema/documents.ts';
import { copyInto } from '../copy.ts';
import { copyLine, copyTextArray, type CopyValue } from '../copy-text.ts';
import { prepared } from '../prepared.ts';
import type { Database } from '../schema/index.ts';
import { json } from './values.ts';

export type InsightRow = Selectable<InsightsTable>;
export type NewInsight = Omit<
  InsightRow,
  'organization_id' | 'declaration_id' | 'id' | 'run_id' | 'position'
>;

/** The columns of an insight's line of COPY, in its order, and what each says. */
const COLUMNS: Readonly<Record<keyof NewInsight, (insight: NewInsight) => CopyValue>> = {
  code: ({ code }) => code,
  kind: ({ kind }) => kind,
  severity: ({ severity }) => severity,
  title: ({ title }) => title,
  body: ({ body }) => body,
  action: ({ action }) => action,
  explanation: ({ explanation }) => explanation,
  amount: ({ amount }) => amount,
  box: ({ box }) => box,
  deadline: ({ deadline }) => deadline,
  confidence: ({ confidence }) => confidence,
  entry_ids: ({ entry_ids }) => `{${entry_ids.join(',')}}`,
  citations: ({ citations }) => json(citations),
  documents: ({ documents }) => copyTextArray(documents),
  impact_kind: ({ impact_kind }) => impact_kind,
  impact_amount: ({ impact_amount }) => impact_amount,
  impact_basis: ({ impact_basis }) => impact_basis,
  fingerprint: ({ fingerprint }) => fingerprint,
};
const NAMES = Object.keys(COLUMNS) as (keyof NewInsight)[];

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
  const { organizationId, declarationId, runId } = owner;
  const lines = insights.map((insight, position) =>
    copyLine([
      organizationId,
      declarationId,
      runId,
      position,
      ...NAMES.map((name) => COLUMNS[name](insight)),
    ]),
  );
  const columns = ['organization_id', 'declaration_id', 'run_id', 'position', ...NAMES] as const;
  await copyInto(trx, 'insights', columns, [lines.join('')]);
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
