import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from '../../schema/index.ts';
import type { DeclarationDraftsTable } from '../../schema/reviews.ts';
import { json } from '../values.ts';
import type { ToldAbout } from './decisions.ts';

type Stored = Selectable<DeclarationDraftsTable> & { created_by_name: string | null };
export type DraftRow = Omit<Stored, 'organization_id'>;
/** What a list needs: the draft itself is some hundred kilobytes. */
export type DraftSummaryRow = Omit<DraftRow, 'content' | 'basis'>;

const SUMMARY = [
  'declaration_drafts.declaration_id',
  'declaration_drafts.version',
  'declaration_drafts.fingerprint',
  'declaration_drafts.summary',
  'declaration_drafts.changes',
  'declaration_drafts.created_by',
  'declaration_drafts.created_at',
] as const;

function drafts(db: Kysely<Database>, { organizationId, declarationId }: ToldAbout) {
  return db
    .selectFrom('declaration_drafts')
    .leftJoin('api_keys', (join) =>
      join
        .onRef('api_keys.organization_id', '=', 'declaration_drafts.organization_id')
        .onRef('api_keys.id', '=', 'declaration_drafts.created_by'),
    )
    .select(SUMMARY)
    .select('api_keys.name as created_by_name')
    .where('declaration_drafts.organization_id', '=', organizationId)
    .where('declaration_drafts.declaration_id', '=', declarationId);
}

/** The versions of a declaration's draft, newest first; before one of them when it is named. */
export async function listDrafts(
  db: Kysely<Database>,
  about: ToldAbout & { limit: number; before?: number },
): Promise<DraftSummaryRow[]> {
  let query = drafts(db, about);
  if (about.before !== undefined) query = query.where('version', '<', about.before);
  return await query.orderBy('version', 'desc').limit(about.limit).execute();
}

/** One version, or the newest. */
export async function findDraft(
  db: Kysely<Database>,
  about: ToldAbout & { version?: number },
): Promise<DraftRow | null> {
  let query = drafts(db, about).select(['declaration_drafts.content', 'declaration_drafts.basis']);
  if (about.version !== undefined) query = query.where('version', '=', about.version);
  const row = await query.orderBy('version', 'desc').limit(1).executeTakeFirst();
  return row ?? null;
}

export interface NewDraft {
  readonly version: number;
  readonly fingerprint: string;
  readonly basis: unknown;
  readonly content: unknown;
  readonly summary: unknown;
  /** Null for the first version. */
  readonly changes: unknown;
}

/** Stores the next version. Needs `lockDeclaration`. */
export async function insertDraft(
  trx: Transaction<Database>,
  about: ToldAbout & { apiKeyId: string },
  draft: NewDraft,
): Promise<void> {
  await trx
    .insertInto('declaration_drafts')
    .values({
      organization_id: about.organizationId,
      declaration_id: about.declarationId,
      version: draft.version,
      fingerprint: draft.fingerprint,
      basis: json(draft.basis),
      content: json(draft.content),
      summary: json(draft.summary),
      changes: draft.changes === null ? null : json(draft.changes),
      created_by: about.apiKeyId,
    })
    .execute();
}
