import { type Kysely, sql } from 'kysely';

/**
 * What companies file about their third parties. A document says what such a file is (`bulk`), and its records stand beside
 * the entries that other documents have. As with entries, a trigger takes the place of the foreign key: records are written
 * in one transaction with their document.
 *
 * A record is named by its place in the file, so that nothing else has to be made, stored and indexed for it. The amounts
 * are arrays: a row for each would repeat three ids that are longer than the amount. A document is a range of the key, in which
 * whatever is looked for is found by reading it: an index more would cost each file what few questions save.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table documents add column bulk jsonb`.execute(db);
  await sql`
    create table bulk_records (
      organization_id uuid not null,
      document_id uuid not null,
      position integer not null,
      sheet text not null,
      row_number integer not null,
      format text not null,
      concept text not null,
      party_document_type text,
      party_document_type_label text,
      party_number text,
      party_check_digit text,
      party_check_digit_right boolean,
      party_kind text,
      party_first_surname text,
      party_second_surname text,
      party_first_name text,
      party_other_names text,
      party_company_name text,
      second_party jsonb,
      texts jsonb not null,
      amount_columns integer[] not null,
      amounts bigint[] not null check (cardinality(amounts) = cardinality(amount_columns)),
      raw_amounts jsonb,
      primary key (organization_id, document_id, position)
    )
  `.execute(db);
  // Why: 0016-no-statistics-of-tenants.
  await sql`alter table bulk_records alter column organization_id set statistics 0`.execute(db);
  await sql`
    create function delete_bulk_records_of_documents() returns trigger language plpgsql as $$
    begin
      delete from bulk_records using removed
        where bulk_records.organization_id = removed.organization_id and bulk_records.document_id = removed.id;
      return null;
    end $$
  `.execute(db);
  await sql`
    create trigger documents_delete_bulk_records after delete on documents referencing old table as removed
      for each statement execute function delete_bulk_records_of_documents()
  `.execute(db);
}
