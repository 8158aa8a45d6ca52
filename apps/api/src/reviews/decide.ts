import {
  type Database,
  distinctWordings,
  entriesWithWording,
  type EntryRow,
  findReviewDecision,
  insertReviewDecision,
  lockReviewDecisions,
  overrideEntries,
  restoreEntries,
  type ReviewDecisionRow,
  revertReviewDecision,
  type StoredOrganizationRule,
  summarizeClassification,
} from '@accountia/db';
import { analyzeDeclaration, type Category } from '@accountia/task-contracts';
import { applyOrganizationRules, conceptKey, ruleForWording } from '@accountia/tax-rules';
import { enqueue } from '@accountia/task-runtime';
import type { Transaction } from 'kysely';
import { fieldMessage } from '../messages/index.ts';
import { ApiError, invalidFields, notFound } from '../problems/api-error.ts';

export interface ReviewedBy {
  readonly organizationId: string;
  readonly apiKeyId: string;
}

/**
 * Stores what a concept is as the organization's rule and applies it to all of its entries. Files that are being stored
 * wait, and get the rule. The declarations concerned are analysed again.
 * Throws ApiError `invalid_request` for a wording that says nothing.
 */
export async function decideConcept(
  trx: Transaction<Database>,
  by: ReviewedBy,
  request: { concept: string; category: Category; note: string | null },
): Promise<ReviewDecisionRow> {
  const concept = conceptKey(request.concept);
  if (concept === '')
    throw invalidFields([{ location: 'body', field: 'concept', message: fieldMessage({}) }]);
  const { organizationId } = by;
  await lockReviewDecisions(trx, organizationId);
  const entries = await entriesOfConcept(trx, organizationId, concept);
  const id = await insertReviewDecision(trx, {
    ...by,
    concept,
    category: request.category,
    note: request.note,
    example: entries[0]?.detail ?? request.concept,
    before: summarizeClassification(entries),
  });
  await applyRule(trx, organizationId, { id, concept, category: request.category }, entries);
  await analyzeAgain(trx, organizationId, entries);
  return await stored(trx, organizationId, id);
}

/**
 * Takes a decision back: its entries are classified as before it, by the decision that it had replaced if there was one.
 * Throws ApiError `review_decision_not_found`, `review_decision_not_in_force`.
 */
export async function revertConcept(
  trx: Transaction<Database>,
  by: ReviewedBy,
  id: string,
): Promise<ReviewDecisionRow> {
  const { organizationId } = by;
  await lockReviewDecisions(trx, organizationId);
  const decision = await findReviewDecision(trx, organizationId, id);
  if (decision === null) throw notFound('review_decision');
  if (decision.replaced_at !== null || decision.reverted_at !== null) {
    throw new ApiError(409, 'review_decision_not_in_force');
  }
  const before = await revertReviewDecision(trx, { ...by, id, replaces: decision.replaces });
  const restored = await restoreEntries(trx, organizationId, id);
  if (before !== null) {
    const entries = await entriesOfConcept(trx, organizationId, before.concept);
    await applyRule(trx, organizationId, before, entries);
  }
  await analyzeAgain(
    trx,
    organizationId,
    restored.declarationIds.map((declaration_id) => ({ declaration_id })),
  );
  return await stored(trx, organizationId, id);
}

/** By wording first: there are few of them, and only their entries are read. */
async function entriesOfConcept(
  trx: Transaction<Database>,
  organizationId: string,
  concept: string,
): Promise<EntryRow[]> {
  const ruleOf = ruleForWording([{ id: concept, concept, category: 'unclassified' }]);
  const wordings = await distinctWordings(trx, organizationId);
  const concerned = wordings.filter((wording) => ruleOf(wording) !== undefined);
  return await entriesWithWording(trx, organizationId, concerned);
}

async function applyRule(
  trx: Transaction<Database>,
  organizationId: string,
  rule: StoredOrganizationRule,
  entries: readonly EntryRow[],
): Promise<void> {
  await overrideEntries(trx, organizationId, applyOrganizationRules(entries, [rule]));
}

async function analyzeAgain(
  trx: Transaction<Database>,
  organizationId: string,
  entries: readonly Pick<EntryRow, 'declaration_id'>[],
): Promise<void> {
  const declarations = new Set(entries.map(({ declaration_id }) => declaration_id));
  // In one order, that two such transactions do not wait for each other crosswise.
  for (const declarationId of [...declarations].toSorted()) {
    await enqueue(trx, analyzeDeclaration, { declarationId }, { organizationId, declarationId });
  }
}

async function stored(
  trx: Transaction<Database>,
  organizationId: string,
  id: string,
): Promise<ReviewDecisionRow> {
  const decision = await findReviewDecision(trx, organizationId, id);
  if (decision === null) throw new Error(`Decision ${id} vanished within its transaction`);
  return decision;
}
