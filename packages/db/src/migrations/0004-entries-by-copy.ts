import { type Kysely, sql } from 'kysely';

/**
 * An entry's declaration is its document's: checking it again for each row cost a quarter of the time in which a large
 * file is written. Removing a document still removes its entries.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table entries drop constraint entries_organization_id_declaration_id_fkey`.execute(db);
}
