import { type Kysely, sql } from 'kysely';

/**
 * The entries of a document are written in one transaction with the document itself, which says whether it is there.
 * Asking that once more for each row took a tenth of the time of a report, and most of it as long as the tables were
 * young. A document that is removed still takes its entries with it.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table entries drop constraint entries_organization_id_document_id_fkey`.execute(db);
  await sql`
    create function delete_entries_of_documents() returns trigger language plpgsql as $$
    begin
      delete from entries using removed
        where entries.organization_id = removed.organization_id and entries.document_id = removed.id;
      return null;
    end $$
  `.execute(db);
  await sql`
    create trigger documents_delete_entries after delete on documents referencing old table as removed
      for each statement execute function delete_entries_of_documents()
  `.execute(db);
}
