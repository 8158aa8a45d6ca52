import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { DeclarationsTable, StoredAnalysis } from '../schema/documents.ts';
import type { Database } from '../schema/index.ts';
import { decodeTimeCursor, type Page, toPage } from './cursor.ts';
import { prepared } from '../prepared.ts';
import { json } from './values.ts';

export type DeclarationRow = Selectable<DeclarationsTable> & { document_count: number; entry_count: number };

export type DeclarationSubject = Pick<
  DeclarationRow,
  'taxable_year' | 'taxpayer_document_type' | 'taxpayer_number' | 'taxpayer_name'
>;

export interface TaxpayerYear {
  readonly organizationId: string;
  readonly taxableYear: number;
  readonly documentType: string;
  readonly number: string;
  readonly name: string;
}

const ensure = prepared<{ id: string; is_new: boolean }>(
  'ensure_declaration',
  // Of a row that was there, xmax is the transaction that locked it: this one.
  `insert into declarations (
    organization_id, taxable_year, taxpayer_document_type, taxpayer_number, taxpayer_name
  ) values ($1, $2, $3, $4, $5)
  on conflict (organization_id, taxable_year, taxpayer_document_type, taxpayer_number)
    do update set taxpayer_name = excluded.taxpayer_name, updated_at = now()
  returning id, xmax = 0 as is_new`,
);

/**
 * The declaration of a taxpayer and year, created when it is the first time; the newest name wins. One that is new is
 * known to nobody else before the transaction ends.
 */
export async function ensureDeclaration(
  trx: Transaction<Database>,
  taxpayer: TaxpayerYear,
): Promise<{ id: string; isNew: boolean }> {
  const [row] = await ensure(trx, [
    taxpayer.organizationId,
    taxpayer.taxableYear,
    taxpayer.documentType,
    taxpayer.number,
    taxpayer.name,
  ]);
  return { id: row!.id, isNew: row!.is_new };
}

function declarations(db: Kysely<Database>) {
  return db
    .selectFrom('declarations')
    .selectAll('declarations')
    .select(
      sql<number>`(
        select count(*)::int from documents where documents.organization_id = declarations.organization_id
          and documents.declaration_id = declarations.id and documents.state = 'processed'
      )`.as('document_count'),
    )
    .select(
      sql<number>`(
        select coalesce(sum(entry_count), 0)::int from documents
        where documents.organization_id = declarations.organization_id
          and documents.declaration_id = declarations.id
          and documents.state = 'processed' and documents.superseded_by is null
      )`.as('entry_count'),
    );
}

export async function findDeclaration(
  db: Kysely<Database>,
  organizationId: string,
  id: string,
): Promise<DeclarationRow | null> {
  const row = await declarations(db)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

export interface DeclarationFilter {
  readonly organizationId: string;
  readonly taxableYear?: number;
  readonly taxpayerNumber?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Newest first. Throws InvalidCursorError. */
export async function listDeclarations(
  db: Kysely<Database>,
  filter: DeclarationFilter,
): Promise<Page<DeclarationRow>> {
  let query = declarations(db).where('organization_id', '=', filter.organizationId);
  if (filter.taxableYear !== undefined) query = query.where('taxable_year', '=', filter.taxableYear);
  if (filter.taxpayerNumber !== undefined) query = query.where('taxpayer_number', '=', filter.taxpayerNumber);
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

const subject = prepared<DeclarationSubject>(
  'declaration_subject',
  `select taxable_year, taxpayer_document_type, taxpayer_number, taxpayer_name
  from declarations where organization_id = $1 and id = $2`,
);

/** Whose declaration it is and of which year, without counting what belongs to it. */
export async function declarationSubject(
  db: Kysely<Database>,
  organizationId: string,
  declarationId: string,
): Promise<DeclarationSubject | null> {
  return (await subject(db, [organizationId, declarationId]))[0] ?? null;
}

const topes = prepared<{ topes: Record<string, string> }>(
  'declaration_topes',
  `select topes from documents
  where organization_id = $1 and declaration_id = $2 and state = 'processed' and superseded_by is null and topes <> '{}'
  order by created_at desc limit 1`,
);

/** DIAN's totals from the newest report of the declaration: tope number to pesos as a decimal string. */
export async function declarationTopes(
  db: Kysely<Database>,
  organizationId: string,
  declarationId: string,
): Promise<Record<string, string>> {
  return (await topes(db, [organizationId, declarationId]))[0]?.topes ?? {};
}

const lockDeclaration = prepared<{ id: string }>(
  'lock_declaration',
  'select id from declarations where organization_id = $1 and id = $2 for update',
);

// Runs are kept for a while only; one that is gone was not under way at the same time.
const storeAnalysis = prepared<{ id: string }>(
  'store_analysis',
  `update declarations set analysis_run_id = $3, analysis = $4, analyzed_at = now(), updated_at = now()
  where organization_id = $1 and id = $2 and not coalesce(
    (select started_at from runs where organization_id = $1 and id = declarations.analysis_run_id)
      > (select started_at from runs where organization_id = $1 and id = $3),
    false
  )
  returning id`,
);

/**
 * Says what the declaration's analysis is now, and keeps others from saying so until the transaction ends. False when
 * there is the one of a run that started later, and so knew more: it stays.
 */
export async function saveAnalysis(
  trx: Transaction<Database>,
  options: { organizationId: string; declarationId: string; runId: string; analysis: StoredAnalysis },
): Promise<boolean> {
  const { organizationId, declarationId, runId, analysis } = options;
  const key = [organizationId, declarationId];
  const [declaration] = await lockDeclaration(trx, key);
  if (declaration === undefined) return false;
  // A statement of its own: it sees what was committed while the lock was waited for.
  return (await storeAnalysis(trx, [...key, runId, json(analysis)])).length === 1;
}
