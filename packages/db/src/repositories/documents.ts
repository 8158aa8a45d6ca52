import type { SerializedTaskError } from '@accountia/task-contracts';
import type { DocumentState, ReadingInstructions } from '@accountia/task-contracts/api';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { DocumentsTable, StoredWarning } from '../schema/documents.ts';
import type { Database } from '../schema/index.ts';
import { deleteBulkRecords } from './bulk-records.ts';
import { decodeTimeCursor, type Page, toPage } from './cursor.ts';
import { prepared } from '../prepared.ts';
import { json } from './values.ts';

export type DocumentRow = Selectable<DocumentsTable>;

const COLUMNS = [
  'organization_id',
  'id',
  'declaration_id',
  'superseded_by',
  'filename',
  'content_type',
  'size_bytes',
  'sha256',
  'object_name',
  'object_generation',
  'reading',
  'layout',
  'taxable_year',
  'topes',
  'warnings',
  'entry_count',
  'bulk',
  'error',
  'reported_at',
  'cutoff_at',
  'created_at',
  'processed_at',
  'expires_at',
] as const;

/** The state a document is in when seen from outside: `processing` is a fact of its run, not of the document. */
const SEEN_STATE = `case when documents.state = 'uploaded' and exists (
  select from runs where runs.organization_id = documents.organization_id
    and runs.document_id = documents.id and runs.state = 'running'
) then 'processing' else documents.state end`;

export interface NewDocument {
  readonly organizationId: string;
  readonly id: string;
  readonly filename: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly objectName: string;
  readonly objectGeneration: string;
  readonly reading?: ReadingInstructions | null | undefined;
}

/** A document that keeps the same bytes, to be read the same way, unless it was rejected or purged. */
export async function findDocumentByContent(
  db: Kysely<Database>,
  organizationId: string,
  sha256: string,
  reading: ReadingInstructions | null,
): Promise<DocumentRow | null> {
  const row = await documents(db)
    .where('organization_id', '=', organizationId)
    .where('sha256', '=', sha256)
    .where(
      'reading',
      'is not distinct from',
      reading === null ? null : sql<ReadingInstructions>`${json(reading)}::jsonb`,
    )
    .where('state', 'in', ['uploaded', 'processing', 'processed'])
    .executeTakeFirst();
  return row ?? null;
}

const insert = prepared<DocumentRow>(
  'insert_document',
  `insert into documents (
    organization_id, id, filename, content_type, size_bytes, sha256, object_name, object_generation, reading, state, topes,
    warnings, expires_at
  ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'uploaded', '{}', '[]',
    (select now() + retention_days * interval '1 day' from organizations where id = $1)
  )
  on conflict do nothing
  returning ${COLUMNS.join(', ')}, state`,
);

/** Stores an uploaded document. Null when another request stored the same bytes, to be read the same way, in the meantime. */
export async function insertDocument(
  trx: Transaction<Database>,
  document: NewDocument,
): Promise<DocumentRow | null> {
  const [row] = await insert(trx, [
    document.organizationId,
    document.id,
    document.filename,
    document.contentType,
    document.sizeBytes,
    document.sha256,
    document.objectName,
    document.objectGeneration,
    document.reading == null ? null : json(document.reading),
  ]);
  return row ?? null;
}

const find = prepared<DocumentRow>(
  'find_document',
  `select ${COLUMNS.join(', ')}, ${SEEN_STATE} as state from documents where organization_id = $1 and id = $2`,
);

export async function findDocument(
  db: Kysely<Database>,
  organizationId: string,
  id: string,
): Promise<DocumentRow | null> {
  const [row] = await find(db, [organizationId, id]);
  return row ?? null;
}

function documents(db: Kysely<Database>) {
  return db
    .with('seen', (eb) =>
      eb.selectFrom('documents').selectAll().select(sql.raw<DocumentState>(SEEN_STATE).as('seen_state')),
    )
    .selectFrom('seen')
    .select(COLUMNS)
    .select('seen_state as state');
}

export interface DocumentFilter {
  readonly organizationId: string;
  readonly state?: DocumentState;
  readonly declarationId?: string;
  /** What was read; nothing that was not is of either kind. */
  readonly kind?: 'report' | 'bulk';
  readonly limit: number;
  readonly cursor?: string;
}

/** Newest first. Throws InvalidCursorError. */
export async function listDocuments(
  db: Kysely<Database>,
  filter: DocumentFilter,
): Promise<Page<DocumentRow>> {
  let query = documents(db).where('organization_id', '=', filter.organizationId);
  if (filter.state !== undefined) query = query.where('seen_state', '=', filter.state);
  if (filter.declarationId !== undefined) query = query.where('declaration_id', '=', filter.declarationId);
  if (filter.kind === 'bulk') query = query.where('bulk', 'is not', null);
  if (filter.kind === 'report') query = query.where('layout', 'is not', null).where('bulk', 'is', null);
  if (filter.cursor !== undefined) query = query.where('id', '<', decodeTimeCursor(filter.cursor).id);
  const rows = await query
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute();
  return toPage(
    rows,
    filter.limit,
    (row) => [row.created_at.toISOString(), row.id],
    (row) => row,
  );
}

export interface ProcessedDocument {
  readonly organizationId: string;
  readonly documentId: string;
  readonly declarationId: string;
  readonly layout: string;
  readonly taxableYear: number;
  readonly topes: Readonly<Record<string, string>>;
  readonly warnings: readonly StoredWarning[];
  readonly entryCount: number;
  readonly reportedAt: string | null;
  readonly cutoffAt: string | null;
}

/** From the layout that says most about a taxpayer to the one that says least; DIAN shows the same facts in several. */
const LAYOUT_RANK = ['personal-report', 'wide-report', 'format-sheets', 'electronic-invoices'];

const mark = prepared<{ id: string }>(
  'mark_document_processed',
  `update documents set state = 'processed', declaration_id = $3, layout = $4, taxable_year = $5, topes = $6,
    warnings = $7, entry_count = $8, reported_at = $9, cutoff_at = $10, processed_at = now(), error = null,
    superseded_by = null
  where organization_id = $1 and id = $2
  returning id`,
);

const supersede = prepared(
  'supersede_documents',
  `update documents set superseded_by = case when documents.id = chosen.id then null else chosen.id end
  from (
    select id from documents
    where organization_id = $1 and declaration_id = $2 and state = 'processed'
    order by coalesce(array_position($3::text[], layout), 99), created_at desc, id desc limit 1
  ) as chosen
  where organization_id = $1 and declaration_id = $2 and state = 'processed'`,
);

/** Records what was read, without saying which of its declaration's documents counts: see `chooseCurrentDocument`. */
export async function markDocumentProcessed(
  trx: Transaction<Database>,
  processed: ProcessedDocument,
): Promise<void> {
  const marked = await mark(trx, [
    processed.organizationId,
    processed.documentId,
    processed.declarationId,
    processed.layout,
    processed.taxableYear,
    json(processed.topes),
    json(processed.warnings),
    processed.entryCount,
    processed.reportedAt,
    processed.cutoffAt,
  ]);
  // Its entries refer to it without a constraint.
  if (marked.length === 0) {
    throw new Error(`There is no document ${processed.documentId} to say what was read in it`);
  }
}

/**
 * One document at a time speaks for a declaration, so that a fact that DIAN shows in two of them is counted once: the newest
 * of the layout that says most, whatever order they were read in. The others are marked as superseded by it.
 */
export async function chooseCurrentDocument(
  trx: Transaction<Database>,
  organizationId: string,
  declarationId: string,
): Promise<void> {
  await supersede(trx, [organizationId, declarationId, LAYOUT_RANK]);
}

export async function markDocumentRejected(
  trx: Transaction<Database>,
  organizationId: string,
  documentId: string,
  error: SerializedTaskError,
): Promise<void> {
  await trx
    .updateTable('documents')
    .set({ state: 'rejected', error: json(error), processed_at: sql<Date>`now()` })
    .where('organization_id', '=', organizationId)
    .where('id', '=', documentId)
    // What was read before stays when reading it again fails.
    .where('state', 'not in', ['purged', 'processed'])
    .execute();
}

/** Documents past their retention, oldest first, over all organizations. */
export async function listExpiredDocuments(db: Kysely<Database>, limit: number): Promise<DocumentRow[]> {
  return await documents(db)
    .where('expires_at', '<', sql<Date>`now()`)
    .where('seen_state', 'in', ['uploaded', 'processed', 'rejected'])
    .orderBy('expires_at')
    .limit(limit)
    .execute();
}

/** Forgets what a document said; the row stays as evidence that there was one. Its object must be gone before. */
export async function purgeDocument(
  trx: Transaction<Database>,
  organizationId: string,
  id: string,
): Promise<void> {
  await trx
    .deleteFrom('entries')
    .where('organization_id', '=', organizationId)
    .where('document_id', '=', id)
    .execute();
  await deleteBulkRecords(trx, organizationId, id);
  // What a model said of its facts goes with them, although the others of the declaration stay.
  await sql`
    delete from model_answers using documents
    where documents.organization_id = ${organizationId} and documents.id = ${id}
      and model_answers.organization_id = documents.organization_id
      and model_answers.declaration_id = documents.declaration_id
  `.execute(trx);
  await trx
    .updateTable('documents')
    .set({
      state: 'purged',
      filename: '',
      reading: null,
      topes: '{}',
      warnings: '[]',
      entry_count: 0,
      bulk: null,
      error: null,
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}
