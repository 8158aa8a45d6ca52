import { type Kysely, sql } from 'kysely';

/**
 * What organizations use of a language model, month by month, and the answers it gave. Answers are kept as they came, with the
 * masks of people in place of their names, and belong to the declaration whose facts were asked about.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table organizations add column monthly_token_budget bigint check (monthly_token_budget >= 0)
  `.execute(db);
  await sql`
    create table model_usage (
      organization_id uuid not null references organizations (id) on delete cascade,
      month date not null check (extract(day from month) = 1),
      provider text not null,
      model text not null,
      purpose text not null check (purpose in ('analysis', 'question')),
      calls bigint not null check (calls >= 0),
      cached bigint not null default 0 check (cached >= 0),
      input_tokens bigint not null check (input_tokens >= 0),
      output_tokens bigint not null check (output_tokens >= 0),
      cost_micros bigint check (cost_micros >= 0),
      primary key (organization_id, month, provider, model, purpose)
    )
  `.execute(db);
  await sql`
    create table model_reservations (
      organization_id uuid not null references organizations (id) on delete cascade,
      id uuid not null default time_ordered_uuid(),
      tokens bigint not null check (tokens > 0),
      expires_at timestamptz not null,
      primary key (organization_id, id)
    )
  `.execute(db);
  await sql`
    create table model_answers (
      organization_id uuid not null,
      hash text not null,
      declaration_id uuid not null,
      provider text not null,
      model text not null,
      prompt_version text not null,
      answer text not null,
      input_tokens bigint not null check (input_tokens >= 0),
      output_tokens bigint not null check (output_tokens >= 0),
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      primary key (organization_id, declaration_id, hash),
      foreign key (organization_id, declaration_id) references declarations (organization_id, id) on delete cascade
    )
  `.execute(db);
  await sql`create index model_answers_expiry on model_answers (expires_at)`.execute(db);
}
