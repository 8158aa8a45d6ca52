import { type Kysely, sql } from 'kysely';

/**
 * An event is written by the statement that changes its run, an insight by a transaction that holds its declaration. Asking
 * for each row whether that is there took a third of the time that the insights of an analysis take, and three questions a
 * run. As with entries (0017), triggers take them away with what they belong to.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table run_events drop constraint run_events_organization_id_run_id_fkey`.execute(db);
  await sql`
    create function delete_events_of_runs() returns trigger language plpgsql as $$
    begin
      delete from run_events using removed
        where run_events.organization_id = removed.organization_id and run_events.run_id = removed.id;
      return null;
    end $$
  `.execute(db);
  await sql`
    create trigger runs_delete_events after delete on runs referencing old table as removed
      for each statement execute function delete_events_of_runs()
  `.execute(db);

  await sql`
    alter table insights drop constraint insights_organization_id_declaration_id_fkey
  `.execute(db);
  await sql`
    create function delete_insights_of_declarations() returns trigger language plpgsql as $$
    begin
      delete from insights using removed
        where insights.organization_id = removed.organization_id and insights.declaration_id = removed.id;
      return null;
    end $$
  `.execute(db);
  await sql`
    create trigger declarations_delete_insights after delete on declarations referencing old table as removed
      for each statement execute function delete_insights_of_declarations()
  `.execute(db);
}
