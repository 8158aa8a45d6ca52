import { type Kysely, sql } from 'kysely';

/**
 * What an organization should hear of without asking. The key holds all that makes two notices the same, so that a task
 * may say it again as often as it runs.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table notifications (
      organization_id uuid not null,
      id uuid not null default time_ordered_uuid(),
      kind text not null check (kind in ('filing_due')),
      declaration_id uuid not null,
      due_date date not null,
      stage_days integer not null check (stage_days >= 0),
      days_left integer not null check (days_left between 0 and stage_days),
      provisional boolean not null default false,
      created_at timestamptz not null default now(),
      primary key (organization_id, id),
      unique (organization_id, declaration_id, kind, due_date, stage_days),
      foreign key (organization_id, declaration_id) references declarations (organization_id, id) on delete cascade
    )
  `.execute(db);
  await sql`create index notifications_age on notifications (created_at)`.execute(db);
  // The reminders of a day look at one or two years over all organizations.
  await sql`create index declarations_year on declarations (taxable_year, organization_id, id)`.execute(db);
}
