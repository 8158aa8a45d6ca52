import {
  allDocumentEntries,
  type Database,
  type DeclarationRow,
  type DocumentRow,
  type EntryRow,
  findDocument,
  listDocuments,
  previousDownload,
} from '@accountia/db';
import type { ReportComparison } from '@accountia/task-contracts/api';
import { categoryLabel, compareReports, type Category, type ReviewEntry } from '@accountia/tax-rules';
import type { Kysely } from 'kysely';
import { toReviewEntry } from '../presenters/review-entries.ts';
import { ApiError, notFound } from '../problems/api-error.ts';

/** Documents of one declaration are few: a person's reports of one year. */
const MAX_DOCUMENTS = 500;

/**
 * What changed from an earlier download to the one in force. Throws ApiError `document_not_found`, `document_purged`,
 * `document_of_another_declaration`, `nothing_to_compare`.
 */
export async function compareDownloads(
  db: Kysely<Database>,
  declaration: DeclarationRow,
  earlier: string,
): Promise<ReportComparison> {
  const { before, after } =
    earlier === 'previous-download'
      ? await lastTwo(db, declaration)
      : await withDocument(db, declaration, earlier);
  const [first, second] = await Promise.all([rowsOf(db, before), rowsOf(db, after)]);
  const rows = new Map([...first, ...second].map((row) => [row.id, row]));
  const present = (entry: ReviewEntry<string>) => presentEntry(entry, rows.get(entry.id)!);
  const compared = compareReports(first.map(toReviewEntry), second.map(toReviewEntry));
  return {
    before: presentDocument(before),
    after: presentDocument(after),
    added: compared.added.map(present),
    removed: compared.removed.map(present),
    changed: compared.changed.map(({ before: was, after: is, difference }) => ({
      before: present(was),
      after: present(is),
      difference: String(difference),
    })),
    unchangedCount: compared.unchangedCount,
    differenceByCategory: Object.entries(compared.differenceByCategory).map(([category, difference]) => ({
      category: category as Category,
      label: categoryLabel(category as Category),
      difference: String(difference),
    })),
  };
}

interface Downloads {
  readonly before: DocumentRow;
  readonly after: DocumentRow;
}

async function lastTwo(db: Kysely<Database>, declaration: DeclarationRow): Promise<Downloads> {
  const { organization_id: organizationId } = declaration;
  for (const after of await currentDocuments(db, declaration)) {
    const id = await previousDownload(db, organizationId, after.id);
    const before = id === null ? null : await findDocument(db, organizationId, id);
    if (before !== null) return { before, after };
  }
  throw new ApiError(409, 'nothing_to_compare', { details: { missing: 'previous-download' } });
}

async function withDocument(
  db: Kysely<Database>,
  declaration: DeclarationRow,
  documentId: string,
): Promise<Downloads> {
  const before = await findDocument(db, declaration.organization_id, documentId);
  if (before === null) throw notFound('document');
  if (before.state === 'purged') throw new ApiError(410, 'document_purged');
  if (before.declaration_id !== declaration.id || before.state !== 'processed') {
    throw new ApiError(409, 'document_of_another_declaration');
  }
  const current = await currentDocuments(db, declaration);
  const after = current.find(({ layout }) => layout === before.layout);
  if (after === undefined) {
    throw new ApiError(409, 'nothing_to_compare', { details: { missing: 'current-document' } });
  }
  return { before, after };
}

/** Newest first. */
async function currentDocuments(db: Kysely<Database>, declaration: DeclarationRow): Promise<DocumentRow[]> {
  const { organization_id: organizationId, id: declarationId } = declaration;
  const filter = { organizationId, declarationId, state: 'processed', limit: MAX_DOCUMENTS } as const;
  const { items } = await listDocuments(db, filter);
  return items.filter((document) => document.superseded_by === null);
}

async function rowsOf(db: Kysely<Database>, document: DocumentRow): Promise<EntryRow[]> {
  return await allDocumentEntries(db, document.organization_id, document.id);
}

function presentDocument(document: DocumentRow): ReportComparison['before'] {
  return {
    id: document.id,
    filename: document.filename,
    createdAt: document.created_at.toISOString(),
    reportedAt: document.reported_at,
  };
}

function presentEntry(entry: ReviewEntry<string>, row: EntryRow): ReportComparison['added'][number] {
  return {
    entryId: entry.id,
    reporterNit: entry.reporterNit,
    reporterName: row.reporter_name,
    detail: entry.detail,
    category: entry.category,
    amount: String(entry.amount),
  };
}
