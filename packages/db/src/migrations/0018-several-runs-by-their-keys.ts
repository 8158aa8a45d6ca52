import { type Kysely, sql } from 'kysely';

/**
 * Several runs in one statement are named by arrays. PostgreSQL plans for ten rows of an array whose length it does not
 * know, and reads a table that is still small from end to end for them, also when it has grown; if it knows the length, it
 * plans anew each time, which takes longer than the work. Of this function it believes that it answers with one row.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create function asked_runs(
      organizations uuid[], ids uuid[], numbers integer[], results text[] default null, progresses text[] default null
    ) returns table (organization_id uuid, id uuid, number integer, result text, progress text)
      language plpgsql stable rows 1 as $$
    begin
      return query select * from unnest(organizations, ids, numbers, results, progresses);
    end $$
  `.execute(db);
}
