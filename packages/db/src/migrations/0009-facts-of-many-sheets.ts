import { type Kysely, sql } from 'kysely';

/**
 * Layouts with a column for each kind of amount give several facts a row, and some spread over several sheets: what
 * identifies an entry within its document is its place in the order of reading.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table entries add column sheet text not null default ''`.execute(db);
  await sql`alter table entries add column position integer`.execute(db);
  await sql`update entries set position = row_number`.execute(db);
  await sql`alter table entries alter column position set not null`.execute(db);
  await sql`alter table entries drop constraint entries_organization_id_document_id_row_number_key`.execute(
    db,
  );
  await sql`
    alter table entries add constraint entries_place unique (organization_id, document_id, position)
  `.execute(db);
}
