import { isDeepStrictEqual } from 'node:util';
import { type Database, type DeclarationRow, findDraft, listDocuments } from '@accountia/db';
import type { ReportedDraft, ResultsReport } from '@accountia/exports';
import type { DraftContent } from '@accountia/task-contracts/api';
import type { Kysely } from 'kysely';
import { summarizeDeclaration } from '../declarations/summarize-declaration.ts';
import { type DeclarationCase, fingerprintOf, loadCase } from '../drafts/case.ts';
import { computeDraft } from '../drafts/compute.ts';
import { draftErrors } from '../drafts/told.ts';
import { PROBLEM_TEXTS } from '../messages/index.ts';
import { presentDraftContent } from '../presenters/drafts.ts';
import { presentEntry } from '../presenters/entries.ts';
import { ApiError } from '../problems/api-error.ts';

/** Documents of one declaration are few: a person's reports of one year. */
const MAX_DOCUMENTS = 500;
/** A workbook with more would keep this process busy for too long; no person's report comes near. */
const MAX_ENTRIES = 50_000;

/**
 * What the deliverables say: all as it is known now, so that sheets and draft never disagree. The version that says the
 * same is named; without one the draft is told as not stored. Throws ApiError `too_many_entries`.
 */
export async function resultsReport(
  db: Kysely<Database>,
  declaration: DeclarationRow,
): Promise<ResultsReport> {
  const { organization_id: organizationId, id: declarationId } = declaration;
  if (declaration.entry_count > MAX_ENTRIES) {
    throw new ApiError(422, 'too_many_entries', { details: { maximum: MAX_ENTRIES } });
  }
  const [declared, summary, documents] = await Promise.all([
    loadCase(db, declaration),
    summarizeDeclaration(db, declaration),
    listDocuments(db, { organizationId, declarationId, limit: MAX_DOCUMENTS }),
  ]);
  return {
    generatedAt: new Date(),
    summary,
    entries: declared.rows.map(presentEntry),
    documents: documents.items.map(({ id, filename, created_at }) => ({
      id,
      filename,
      createdAt: created_at.toISOString(),
    })),
    draft: await reportedDraft(db, declared),
  };
}

async function reportedDraft(db: Kysely<Database>, declared: DeclarationCase): Promise<ReportedDraft> {
  const content = contentOrReason(declared);
  if (typeof content === 'string') return { unavailable: content };
  const { organization_id: organizationId, id: declarationId } = declared.declaration;
  const latest = await findDraft(db, { organizationId, declarationId });
  const same =
    latest?.fingerprint === fingerprintOf(declared) &&
    isDeepStrictEqual(latest.content, JSON.parse(JSON.stringify(content)));
  return { content, version: same ? latest.version : null };
}

/** The draft as it would be stored now, or why there is none for the year. */
function contentOrReason(declared: DeclarationCase): DraftContent | string {
  try {
    return presentDraftContent(
      declared,
      draftErrors(() => computeDraft(declared)),
    );
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'form_unknown') throw error;
    return PROBLEM_TEXTS.form_unknown.detail(error.details);
  }
}
