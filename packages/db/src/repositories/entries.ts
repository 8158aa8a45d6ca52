import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { copyInto, type CopyValue } from '../copy.ts';
import type { EntriesTable } from '../schema/documents.ts';
import type { Database } from '../schema/index.ts';
import { decodeNumberCursor, type Page, toPage } from './cursor.ts';
import { json } from './values.ts';

export type EntryRow = Selectable<EntriesTable>;

export type NewEntry = Omit<EntryRow, 'organization_id' | 'id' | 'document_id' | 'declaration_id'>;

const COLUMNS = [
  'organization_id',
  'document_id',
  'declaration_id',
  'row_number',
  'cell',
  'reporter_nit',
  'reporter_name',
  'reported_number',
  'reported_name',
  'detail',
  'amount',
  'category',
  'boxes',
  'topes',
  'candidate_boxes',
  'rule',
  'confidence',
  'suggested_use',
  'additional_information',
] as const;

/** Replaces all entries of a document, in the caller's transaction. */
export async function replaceEntries(
  trx: Transaction<Database>,
  owner: { organizationId: string; documentId: string; declarationId: string },
  entries: readonly NewEntry[],
): Promise<void> {
  await trx
    .deleteFrom('entries')
    .where('organization_id', '=', owner.organizationId)
    .where('document_id', '=', owner.documentId)
    .execute();
  await copyInto(trx, 'entries', COLUMNS, rowsOf(owner, entries));
}

function* rowsOf(
  owner: { organizationId: string; documentId: string; declarationId: string },
  entries: readonly NewEntry[],
): Generator<readonly CopyValue[]> {
  for (const entry of entries) {
    yield [
      owner.organizationId,
      owner.documentId,
      owner.declarationId,
      entry.row_number,
      entry.cell,
      entry.reporter_nit,
      entry.reporter_name,
      entry.reported_number,
      entry.reported_name,
      entry.detail,
      entry.amount,
      entry.category,
      entry.boxes,
      entry.topes,
      entry.candidate_boxes,
      entry.rule,
      entry.confidence,
      entry.suggested_use,
      json(entry.additional_information),
    ];
  }
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
    query = query.where(sql<boolean>`(row_number, id) > (${number}, ${id}::uuid)`);
  }
  const rows = await query
    .orderBy('row_number')
    .orderBy('id')
    .limit(filter.limit + 1)
    .execute();
  return toPage(
    rows,
    filter.limit,
    (row) => [String(row.row_number), row.id],
    (row) => row,
  );
}

/** All current entries of a declaration, for the rules that need to see them together. */
export async function allDeclarationEntries(
  db: Kysely<Database>,
  organizationId: string,
  declarationId: string,
): Promise<EntryRow[]> {
  return await filteredEntries(db, { organizationId, declarationId })
    .orderBy('document_id')
    .orderBy('row_number')
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
