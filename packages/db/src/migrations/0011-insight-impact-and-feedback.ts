import { type Kysely, sql } from 'kysely';

/**
 * What an insight is worth and what proves it, and what people say of it. Insights are replaced whole by each analysis, so
 * what was said is kept apart: under the fingerprint of the insight, which the same facts have again, with a copy of what
 * was judged. Insights stored by a program that knows no fingerprint have none, and are called by their id.
 *
 * Who judged is named without a foreign key: a judgement outlives the key it was made with.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table insights
      add column documents text[] not null default '{}',
      add column impact_kind text check (impact_kind in ('saving', 'risk')),
      add column impact_amount bigint check (impact_amount >= 0),
      add column impact_basis text,
      add column fingerprint text not null default '',
      add constraint insights_impact_whole check (
        (impact_kind is null) = (impact_basis is null) and (impact_kind is not null or impact_amount is null)
      )
  `.execute(db);

  await sql`
    create table insight_feedback (
      organization_id uuid not null,
      declaration_id uuid not null,
      fingerprint text not null check (fingerprint <> ''),
      code text not null,
      verdict text not null check (verdict in ('useful', 'wrong')),
      reason text,
      judged jsonb not null,
      judged_by uuid,
      judged_at timestamptz not null default now(),
      primary key (organization_id, declaration_id, fingerprint),
      foreign key (organization_id, declaration_id) references declarations (organization_id, id) on delete cascade
    )
  `.execute(db);
  await sql`create index insight_feedback_code on insight_feedback (organization_id, code, judged_at)`.execute(
    db,
  );
}
