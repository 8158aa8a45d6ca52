import { type Kysely, sql } from 'kysely';

/**
 * What a caller says about a file that does not say it itself: its year, its taxpayer, which column is which field. The
 * same bytes read another way are another document, or a wrong mapping could never be put right.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table documents add column reading jsonb`.execute(db);
  await sql`drop index documents_content`.execute(db);
  // The text of a jsonb is the same for equal values; hashed, because an index row has a limit.
  await sql`
    create unique index documents_content on documents (organization_id, sha256, md5(coalesce(reading::text, '')))
    where state in ('uploaded', 'processing', 'processed')
  `.execute(db);
}
