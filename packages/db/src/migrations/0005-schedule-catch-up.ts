import { type Kysely, sql } from 'kysely';

/**
 * What a schedule does about slots that nobody was there for, and a row for each slot whatever became of it: an operator
 * must be able to tell a slot that was left out on purpose from one that was forgotten.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table schedules
      add column catch_up text not null default 'once' check (catch_up in ('skip', 'once', 'all')),
      add column catch_up_limit integer check (catch_up_limit between 1 and 1000),
      add constraint schedules_limit_of_all_check check ((catch_up = 'all') = (catch_up_limit is not null))
  `.execute(db);
  await sql`
    alter table schedule_slots
      add column outcome text not null default 'started' check (outcome in ('started', 'skipped')),
      alter column organization_id drop not null,
      alter column run_id drop not null,
      add constraint schedule_slots_run_check check ((outcome = 'started') = (run_id is not null))
  `.execute(db);
  await sql`create index schedule_slots_age on schedule_slots (slot_at)`.execute(db);
}
