import { type Kysely, sql } from 'kysely';

const TABLES = [
  'declaration_questions',
  'declarations',
  'documents',
  'entries',
  'insights',
  'run_children',
  'run_events',
  'runs',
] as const;

/**
 * Every index begins with the organization. Of one that PostgreSQL's statistics have not seen yet it believes that it has
 * one row, so that all these indexes seem equally good: it found the entries of one document by reading all of the
 * organization, the more the more of its files had been read, until the tables were analyzed again. Without statistics of that column it
 * assumes that any organization has one row in 200, and takes the index that says more.
 */
export async function up(db: Kysely<never>): Promise<void> {
  for (const table of TABLES) {
    await sql`alter table ${sql.id(table)} alter column organization_id set statistics 0`.execute(db);
    // Those gathered so far would stay. Before PostgreSQL 18 only a superuser can remove them.
    await sql`
      do $$ begin
        if to_regproc('pg_clear_attribute_stats') is not null then
          perform pg_clear_attribute_stats(current_schema(), ${sql.lit(table)}, 'organization_id', false);
        end if;
      end $$
    `.execute(db);
  }
}
