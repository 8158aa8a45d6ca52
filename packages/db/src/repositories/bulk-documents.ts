import { type Kysely, sql, type Transaction } from 'kysely';
import type { StoredBulkFile } from '../schema/bulk.ts';
import type { StoredWarning } from '../schema/documents.ts';
import type { Database } from '../schema/index.ts';
import { deleteBulkRecords, totalBulkRecords } from './bulk-records.ts';
import { chooseCurrentDocument } from './documents.ts';
import { json } from './values.ts';

interface Owner {
  readonly organizationId: string;
  readonly documentId: string;
}

export interface ProcessedBulkFile extends Owner {
  readonly layout: string;
  readonly taxableYear: number | null;
  readonly warnings: readonly StoredWarning[];
  readonly bulk: StoredBulkFile;
}

/** Records what was read of a file that companies file. It belongs to no declaration, and none supersedes it. */
export async function markBulkProcessed(
  trx: Transaction<Database>,
  { organizationId, documentId, layout, taxableYear, warnings, bulk }: ProcessedBulkFile,
): Promise<void> {
  const marked = await trx
    .updateTable('documents')
    .set({
      state: 'processed',
      layout,
      taxable_year: taxableYear,
      warnings: json(warnings),
      bulk: json(bulk),
      processed_at: sql<Date>`now()`,
      error: null,
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', documentId)
    .returning('id')
    .executeTakeFirst();
  // Its records refer to it without a constraint.
  if (marked === undefined) throw new Error(`There is no document ${documentId} to say what was read in it`);
}

/**
 * Takes a document out of its declaration, with its entries: it was read as a report once and is now known to be
 * something else. Another document of the declaration speaks for it then.
 */
export async function leaveDeclaration(
  trx: Transaction<Database>,
  { organizationId, documentId, declarationId }: Owner & { readonly declarationId: string },
): Promise<void> {
  await trx
    .deleteFrom('entries')
    .where('organization_id', '=', organizationId)
    .where('document_id', '=', documentId)
    .execute();
  await trx
    .updateTable('documents')
    .set({
      declaration_id: null,
      superseded_by: null,
      topes: '{}',
      entry_count: 0,
      reported_at: null,
      cutoff_at: null,
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', documentId)
    .execute();
  await chooseCurrentDocument(trx, organizationId, declarationId);
}

/** The reverse: what was read as a bulk file once is now known to be a report. */
export async function forgetBulkFile(
  trx: Transaction<Database>,
  { organizationId, documentId }: Owner,
): Promise<void> {
  await deleteBulkRecords(trx, organizationId, documentId);
  await trx
    .updateTable('documents')
    .set({ bulk: null })
    .where('organization_id', '=', organizationId)
    .where('id', '=', documentId)
    .execute();
}

/** Whether a total is the sum of one of a document's columns, or of all of them. Which ones a header adds up differs by format. */
export async function isSumOfColumns(db: Kysely<Database>, owner: Owner, total: bigint): Promise<boolean> {
  const { columns } = await totalBulkRecords(db, owner, 0);
  const sums = columns.map(({ amount }) => BigInt(amount));
  return [sums.reduce((all, sum) => all + sum, 0n), ...sums].includes(total);
}
