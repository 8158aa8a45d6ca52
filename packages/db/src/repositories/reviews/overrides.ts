import type { Category } from '@accountia/task-contracts';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../schema/index.ts';
import type { ClassifiedBefore } from '../../schema/reviews.ts';
import type { EntryRow } from '../entries.ts';

/** The category that a decision gives an entry: what `applyOrganizationRules` of the tax rules answers. */
export interface EntryOverride {
  readonly fact: Pick<EntryRow, 'id'>;
  /** The decision. */
  readonly ruleId: string;
  readonly category: Category;
  readonly candidateBoxes: readonly number[];
}

/**
 * Puts entries into the category that was decided, with the decision as their rule, and keeps how they were classified
 * before any decision. Answers with the number of entries.
 */
export async function overrideEntries(
  trx: Transaction<Database>,
  organizationId: string,
  overrides: readonly EntryOverride[],
): Promise<number> {
  if (overrides.length === 0) return 0;
  // Boxes as text: unnest would flatten arrays of arrays.
  const { rows } = await sql<{ count: number }>`
    with decided as (
      select id, decision_id, category, boxes::integer[] as boxes
      from unnest(
        ${overrides.map(({ fact }) => fact.id)}::uuid[],
        ${overrides.map(({ ruleId }) => ruleId)}::uuid[],
        ${overrides.map(({ category }) => category)}::text[],
        ${overrides.map(({ candidateBoxes }) => `{${candidateBoxes.join()}}`)}::text[]
      ) as given (id, decision_id, category, boxes)
    ), kept as (
      insert into entry_overrides (organization_id, entry_id, decision_id, category, candidate_boxes, rule, confidence)
      select ${organizationId}, entries.id, decided.decision_id,
        entries.category, entries.candidate_boxes, entries.rule, entries.confidence
      from decided join entries on entries.organization_id = ${organizationId} and entries.id = decided.id
      on conflict (organization_id, entry_id) do update set decision_id = excluded.decision_id
    ), changed as (
      update entries set category = decided.category, candidate_boxes = decided.boxes,
        rule = 'organization.' || decided.decision_id, confidence = 'high'
      from decided where entries.organization_id = ${organizationId} and entries.id = decided.id
      returning entries.id
    )
    select count(*)::integer as count from changed
  `.execute(trx);
  return rows[0]?.count ?? 0;
}

/** Gives the entries that a decision changed the classification that they had before any decision. */
export async function restoreEntries(
  trx: Transaction<Database>,
  organizationId: string,
  decisionId: string,
): Promise<{ entries: number; declarationIds: string[] }> {
  const { rows } = await sql<{ declaration_id: string }>`
    with forgotten as (
      delete from entry_overrides
      where organization_id = ${organizationId} and decision_id = ${decisionId}
      returning entry_id, category, candidate_boxes, rule, confidence
    )
    update entries set category = forgotten.category, candidate_boxes = forgotten.candidate_boxes,
      rule = forgotten.rule, confidence = forgotten.confidence
    from forgotten where entries.organization_id = ${organizationId} and entries.id = forgotten.entry_id
    returning entries.declaration_id
  `.execute(trx);
  return {
    entries: rows.length,
    declarationIds: [...new Set(rows.map(({ declaration_id }) => declaration_id))],
  };
}

/** Entries of an organization with any of these wordings, of all its documents. */
export async function entriesWithWording(
  db: Kysely<Database>,
  organizationId: string,
  wordings: readonly string[],
): Promise<EntryRow[]> {
  if (wordings.length === 0) return [];
  return await db
    .selectFrom('entries')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`detail = any (${[...wordings]}::text[])`)
    .execute();
}

/** How those entries are classified now, the most frequent first. */
export function summarizeClassification(entries: readonly EntryRow[]): ClassifiedBefore[] {
  const groups = Map.groupBy(entries, ({ category, rule }) => JSON.stringify([category, rule]));
  return [...groups.values()]
    .map((group) => ({ category: group[0]!.category, rule: group[0]!.rule, entries: group.length }))
    .sort((first, second) => second.entries - first.entries);
}
