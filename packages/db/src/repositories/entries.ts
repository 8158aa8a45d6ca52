import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { copyInto } from '../copy.ts';
import { prepared } from '../prepared.ts';
import { ENTRY_COLUMNS } from '../entry-lines.ts';
import { prefixed } from '../prefixed-lines.ts';
import type { EntriesTable } from '../schema/documents.ts';
import type { Database } from '../schema/index.ts';
import { decodeNumberCursor, type Page, toPage } from './cursor.ts';

export type EntryRow = Selectable<EntriesTable>;

const deleteEntries = prepared(
  'delete_document_entries',
  'delete from entries where organization_id = $1 and document_id = $2',
);

/** Forgets what was read in a document before it is read again. */
export async function deleteDocumentEntries(
  trx: Transaction<Database>,
  organizationId: string,
  documentId: string,
): Promise<void> {
  await deleteEntries(trx, [organizationId, documentId]);
}

/**
 * Adds the entries of a document that has none, in the caller's transaction. `lines` are those of `entryLine`, whole, in
 * pieces of any size; who they belong to is added here. Answers with their number.
 */
export async function insertEntries(
  trx: Transaction<Database>,
  owner: { organizationId: string; documentId: string; declarationId: string },
  lines: Iterable<string> | AsyncIterable<string>,
): Promise<number> {
  const columns = ['organization_id', 'document_id', 'declaration_id', ...ENTRY_COLUMNS] as const;
  const prefix = `${owner.organizationId}\t${owner.documentId}\t${owner.declarationId}\t`;
  return await copyInto(trx, 'entries', columns, prefixed(lines, prefix));
}

export interface EntryFilter {
  readonly organizationId: string;
  readonly documentId?: string;
  /** Of all current (not superseded) documents of the declaration. */
  readonly declarationId?: string;
  readonly category?: string;
  readonly box?: number;
  readonly tope?: number;
  readonly reporterNit?: string;
  readonly text?: string;
}

/** In the order of the sheet. Throws InvalidCursorError. */
export async function listEntries(
  db: Kysely<Database>,
  filter: EntryFilter & { limit: number; cursor?: string },
): Promise<Page<EntryRow>> {
  let query = filteredEntries(db, filter);
  if (filter.cursor !== undefined) {
    const { number, id } = decodeNumberCursor(filter.cursor);
    query = query.where(sql<boolean>`(position, id) > (${number}, ${id}::uuid)`);
  }
  const rows = await query
    .orderBy('position')
    .orderBy('id')
    .limit(filter.limit + 1)
    .execute();
  return toPage(
    rows,
    filter.limit,
    (row) => [String(row.position), row.id],
    (row) => row,
  );
}

/** What the rules look at; who only shows an entry needs more of it. */
const FACT_COLUMNS = [
  'id',
  'document_id',
  'row_number',
  'reporter_nit',
  'reporter_name',
  'reported_number',
  'reported_name',
  'detail',
  'amount',
  'category',
  'boxes',
  'topes',
  'additional_information',
] as const satisfies readonly (keyof EntryRow)[];

/** An entry as a fact of a declaration. */
export type FactRow = Pick<EntryRow, (typeof FACT_COLUMNS)[number]>;

const facts = prepared<FactRow>(
  'declaration_facts',
  `select ${FACT_COLUMNS.join(', ')} from entries
  where organization_id = $1 and declaration_id = $2 and document_id in (
    select id from documents where organization_id = $1 and declaration_id = $2 and superseded_by is null
  )
  order by document_id, position`,
);

/** All current entries of a declaration, for the rules that need to see them together. */
export async function declarationFacts(
  db: Kysely<Database>,
  organizationId: string,
  declarationId: string,
): Promise<FactRow[]> {
  return await facts(db, [organizationId, declarationId]);
}

/** As `declarationFacts`, with all there is to show of each. */
export async function allDeclarationEntries(
  db: Kysely<Database>,
  organizationId: string,
  declarationId: string,
): Promise<EntryRow[]> {
  return await filteredEntries(db, { organizationId, declarationId })
    .orderBy('document_id')
    .orderBy('position')
    .execute();
}

function filteredEntries(db: Kysely<Database>, filter: EntryFilter) {
  let query = db.selectFrom('entries').selectAll().where('organization_id', '=', filter.organizationId);
  if (filter.documentId !== undefined) query = query.where('document_id', '=', filter.documentId);
  if (filter.declarationId !== undefined) {
    query = query
      .where('declaration_id', '=', filter.declarationId)
      .where('document_id', 'in', (eb) =>
        eb
          .selectFrom('documents')
          .select('documents.id')
          .whereRef('documents.organization_id', '=', 'entries.organization_id')
          .whereRef('documents.declaration_id', '=', 'entries.declaration_id')
          .where('documents.superseded_by', 'is', null),
      );
  }
  if (filter.category !== undefined) query = query.where('category', '=', filter.category);
  if (filter.box !== undefined) query = query.where(sql<boolean>`${filter.box} = any (boxes)`);
  if (filter.tope !== undefined) query = query.where(sql<boolean>`${filter.tope} = any (topes)`);
  if (filter.reporterNit !== undefined) query = query.where('reporter_nit', '=', filter.reporterNit);
  if (filter.text !== undefined) {
    const pattern = `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`;
    query = query.where((eb) =>
      eb.or([
        eb(sql`unaccent(detail)`, 'ilike', sql`unaccent(${pattern})`),
        eb(sql`unaccent(reporter_name)`, 'ilike', sql`unaccent(${pattern})`),
      ]),
    );
  }
  return query;
}
