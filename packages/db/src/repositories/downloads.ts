import type { Kysely } from 'kysely';
import type { Database } from '../schema/index.ts';
import type { EntryRow } from './entries.ts';

/** All entries of one document, also of one that a newer download replaced, in the order of the sheet. */
export async function allDocumentEntries(
  db: Kysely<Database>,
  organizationId: string,
  documentId: string,
): Promise<EntryRow[]> {
  return await db
    .selectFrom('entries')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('document_id', '=', documentId)
    .orderBy('position')
    .execute();
}

/** The newest download that this one replaced and that still has its entries; null when there is none. */
export async function previousDownload(
  db: Kysely<Database>,
  organizationId: string,
  documentId: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('documents')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('superseded_by', '=', documentId)
    .where('state', '=', 'processed')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The same taxpayer's declaration of another year; null when there is none. */
export async function findDeclarationOfYear(
  db: Kysely<Database>,
  taxpayer: { organizationId: string; documentType: string; number: string; taxableYear: number },
): Promise<string | null> {
  const row = await db
    .selectFrom('declarations')
    .select('id')
    .where('organization_id', '=', taxpayer.organizationId)
    .where('taxable_year', '=', taxpayer.taxableYear)
    .where('taxpayer_document_type', '=', taxpayer.documentType)
    .where('taxpayer_number', '=', taxpayer.number)
    .executeTakeFirst();
  return row?.id ?? null;
}
