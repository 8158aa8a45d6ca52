import { isDeepStrictEqual } from 'node:util';
import {
  type Database,
  type DeclarationRow,
  findDeclaration,
  findDraft,
  insertDraft,
  lockDeclaration,
  tellAboutDeclaration,
} from '@accountia/db';
import type { Draft, DraftContent, DraftRequest } from '@accountia/task-contracts/api';
import type { Transaction } from 'kysely';
import { presentDraft, presentDraftContent, summarizeDraft } from '../presenters/drafts.ts';
import { notFound } from '../problems/api-error.ts';
import { type Basis, basisOf, fingerprintOf, loadCase } from './case.ts';
import { changesBetween } from './changes.ts';
import { computeDraft } from './compute.ts';
import { draftErrors, readTold } from './told.ts';

export interface DraftedBy {
  readonly organizationId: string;
  readonly declarationId: string;
  readonly apiKeyId: string;
}

/**
 * Stores what a request tells, drafts the return from all that is known now, and stores it as the next version: 201. When
 * nothing changed since the newest version, that one is the answer: 200.
 * Throws ApiError `declaration_not_found`, `form_unknown`, `form_of_non_residents`, `invalid_request`.
 */
export async function storeDraft(
  trx: Transaction<Database>,
  by: DraftedBy,
  request: DraftRequest,
): Promise<{ status: 200 | 201; body: Draft }> {
  const declaration = await lockedDeclaration(trx, by);
  const before = await loadCase(trx, declaration);
  const told = readTold(request, before);
  await tellAboutDeclaration(trx, by, told);
  const declared = told.length === 0 ? before : await loadCase(trx, declaration);
  const content = asStored(
    presentDraftContent(
      declared,
      draftErrors(() => computeDraft(declared)),
    ),
  );
  const fingerprint = fingerprintOf(declared);
  const latest = await findDraft(trx, by);
  if (latest !== null && latest.fingerprint === fingerprint && isDeepStrictEqual(latest.content, content)) {
    return { status: 200, body: presentDraft(latest, fingerprint) };
  }
  const basis = asStored(basisOf(declared));
  await insertDraft(trx, by, {
    version: (latest?.version ?? 0) + 1,
    fingerprint,
    basis,
    content,
    summary: summarizeDraft(content),
    changes:
      latest === null
        ? null
        : changesBetween(
            { basis: latest.basis as Basis, content: latest.content as DraftContent },
            { basis, content },
          ),
  });
  const stored = await findDraft(trx, by);
  return { status: 201, body: presentDraft(stored!, fingerprint) };
}

/** The declaration, with nobody else telling about it until the transaction ends. */
export async function lockedDeclaration(
  trx: Transaction<Database>,
  by: Pick<DraftedBy, 'organizationId' | 'declarationId'>,
): Promise<DeclarationRow> {
  await lockDeclaration(trx, by);
  const declaration = await findDeclaration(trx, by.organizationId, by.declarationId);
  if (declaration === null) throw notFound('declaration');
  return declaration;
}

/** As it comes back from the database: fields that are undefined do not. */
function asStored<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
