import { type Kysely, sql } from 'kysely';

/**
 * What was asked about declarations and what was answered, with the law and the facts behind it: an answer that somebody
 * acted on can be looked at again. It names the taxpayer, so it goes with the declaration.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table declaration_questions (
      organization_id uuid not null,
      declaration_id uuid not null,
      id uuid not null default time_ordered_uuid(),
      question text not null check (question <> ''),
      answer jsonb not null,
      asked_by uuid,
      created_at timestamptz not null default now(),
      primary key (organization_id, declaration_id, id),
      foreign key (organization_id, declaration_id) references declarations (organization_id, id) on delete cascade
    )
  `.execute(db);
}
