import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema/index.ts';
import { feedbackKey, type InsightRow } from './insights.ts';
import { json } from './values.ts';

export interface Judgement {
  verdict: 'useful' | 'wrong';
  reason: string | null;
  /** The API key that it came with. */
  judgedBy: string | null;
}

/** Says what a person makes of an insight; a newer word replaces the one before. */
export async function saveInsightFeedback(
  db: Kysely<Database>,
  insight: InsightRow,
  { verdict, reason, judgedBy }: Judgement,
): Promise<void> {
  const said = {
    code: insight.code,
    verdict,
    reason,
    judged: json({
      title: insight.title,
      amount: insight.amount?.toString() ?? null,
      box: insight.box,
    }),
    judged_by: judgedBy,
  };
  await db
    .insertInto('insight_feedback')
    .values({
      organization_id: insight.organization_id,
      declaration_id: insight.declaration_id,
      fingerprint: feedbackKey(insight),
      ...said,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'declaration_id', 'fingerprint'])
        .doUpdateSet({ ...said, judged_at: sql`now()` }),
    )
    .execute();
}

/** Takes back what was said. Nothing is no error: it may have been taken back before. */
export async function deleteInsightFeedback(db: Kysely<Database>, insight: InsightRow): Promise<void> {
  await db
    .deleteFrom('insight_feedback')
    .where('organization_id', '=', insight.organization_id)
    .where('declaration_id', '=', insight.declaration_id)
    .where('fingerprint', '=', feedbackKey(insight))
    .execute();
}

export interface FeedbackReason {
  verdict: 'useful' | 'wrong';
  reason: string;
  title: string;
  declarationId: string;
  judgedAt: string;
}

export interface FeedbackByCode {
  code: string;
  useful: number;
  wrong: number;
  /** The newest, at most so many as asked for. */
  reasons: FeedbackReason[];
}

/**
 * What was said of each kind of insight, those most often wrong first. Without an organization, of all of them, which only
 * an operator may ask.
 */
export async function reportInsightFeedback(
  db: Kysely<Database>,
  { organizationId, reasonsPerCode }: { organizationId?: string; reasonsPerCode: number },
): Promise<FeedbackByCode[]> {
  const ofOrganization = organizationId === undefined ? sql`true` : sql`organization_id = ${organizationId}`;
  const { rows } = await sql<FeedbackByCode>`
    select code,
      (count(*) filter (where verdict = 'useful'))::integer as useful,
      (count(*) filter (where verdict = 'wrong'))::integer as wrong,
      coalesce(
        jsonb_agg(
          jsonb_build_object(
            'verdict', verdict, 'reason', reason, 'title', judged ->> 'title', 'declarationId', declaration_id,
            'judgedAt', to_char(judged_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
          ) order by judged_at desc
        ) filter (where reason is not null and turn <= ${reasonsPerCode}),
        '[]'
      ) as reasons
    from (
      select *, row_number() over (partition by code, reason is null order by judged_at desc) as turn
      from insight_feedback where ${ofOrganization}
    ) as said
    group by code
    order by wrong desc, useful desc, code
  `.execute(db);
  return rows;
}
