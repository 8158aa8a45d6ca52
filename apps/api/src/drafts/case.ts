import { createHash } from 'node:crypto';
import {
  allDeclarationEntries,
  type Database,
  type DeclarationDecisionRow,
  declarationDecisions,
  type DeclarationRow,
  declarationTopes,
  type EntryRow,
} from '@accountia/db';
import { factIdentities, type ReviewEntry, type TopeAmounts } from '@accountia/tax-rules';
import type { Kysely } from 'kysely';
import { toReviewEntry, toTopeAmounts } from '../presenters/review-entries.ts';

/** All that a draft is made of: what was reported, and what people told and decided. */
export interface DeclarationCase {
  readonly declaration: DeclarationRow;
  readonly rows: readonly EntryRow[];
  readonly entries: readonly ReviewEntry<string>[];
  readonly topes: TopeAmounts;
  readonly told: readonly DeclarationDecisionRow[];
  /** What each entry is called in decisions: the same for the same fact in a newer download. */
  readonly factOfEntry: ReadonlyMap<string, string>;
  readonly entryOfFact: ReadonlyMap<string, string>;
}

export async function loadCase(db: Kysely<Database>, declaration: DeclarationRow): Promise<DeclarationCase> {
  const { organization_id: organizationId, id: declarationId } = declaration;
  const [rows, topes, told] = await Promise.all([
    allDeclarationEntries(db, organizationId, declarationId),
    declarationTopes(db, organizationId, declarationId),
    declarationDecisions(db, { organizationId, declarationId }),
  ]);
  const entries = rows.map(toReviewEntry);
  const factOfEntry = new Map(
    [...factIdentities(entries)].map(([id, identity]) => [id, shortHash(identity)]),
  );
  return {
    declaration,
    rows,
    entries,
    topes: toTopeAmounts(topes),
    told,
    factOfEntry,
    entryOfFact: new Map([...factOfEntry].map(([entry, fact]) => [fact, entry])),
  };
}

/** What a case consists of, to say later what changed: facts with their category, and what was told. */
export interface Basis {
  readonly entries: readonly (readonly [fact: string, category: string])[];
  readonly told: readonly (readonly [kind: string, subject: string, value: unknown])[];
}

export function basisOf({ entries, factOfEntry, told }: DeclarationCase): Basis {
  return {
    entries: entries
      .map(({ id, category }) => [factOfEntry.get(id) ?? id, category] as const)
      .sort(([first], [second]) => compareText(first, second)),
    told: told
      .map(({ kind, subject, value }) => [kind, subject, value] as const)
      .sort((first, second) => compareText(`${first[0]} ${first[1]}`, `${second[0]} ${second[1]}`)),
  };
}

/** Changes when, and only when, something changes that the draft depends on; the order of the entries does not. */
export function fingerprintOf(declared: DeclarationCase): string {
  const { declaration, entries, factOfEntry } = declared;
  const { taxable_year: year, taxpayer_name: name, taxpayer_number: number } = declaration;
  const facts = entries
    .map(({ id, category, boxes, topes, reportedName }) =>
      JSON.stringify([factOfEntry.get(id), category, boxes, topes, reportedName]),
    )
    .sort(compareText);
  return shortHash(JSON.stringify([year, name, number, facts, canonical(basisOf(declared).told)]));
}

export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** A JSON value with the fields of its objects in one order: PostgreSQL keeps another than the sender's. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([first], [second]) => compareText(first, second));
  return fields.map(([field, inner]) => [field, canonical(inner)]);
}

/** By code unit: the same on every machine, whatever its language. */
function compareText(first: string, second: string): number {
  return first < second ? -1 : first > second ? 1 : 0;
}
