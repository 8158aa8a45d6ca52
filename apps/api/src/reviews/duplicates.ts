import { type Database, tellAboutDeclaration, type Told } from '@accountia/db';
import type { Duplicate } from '@accountia/task-contracts/api';
import {
  decisionOfDuplicate,
  describeFinding,
  DUPLICATE_CODES,
  DUPLICATE_RESOLUTIONS,
  type DuplicateResolution,
  type Finding,
  findings,
} from '@accountia/tax-rules';
import type { Transaction } from 'kysely';
import { type DeclarationCase, loadCase, shortHash } from '../drafts/case.ts';
import { type ToldEntry, toldValues, type ToldValues } from '../drafts/compute.ts';
import { type DraftedBy, lockedDeclaration } from '../drafts/store-draft.ts';
import { presentActor } from '../presenters/drafts.ts';
import { invalidFields, notFound } from '../problems/api-error.ts';

/** What may be reported twice in a declaration, with what was decided about it. */
export function listDuplicates(declared: DeclarationCase): Duplicate[] {
  const told = toldValues(declared);
  const rows = new Map(declared.rows.map((row) => [row.id, row]));
  return duplicateFindings(declared).map(({ id, finding }) => {
    const decided = decidingRows(declared, finding).at(-1);
    return {
      id,
      code: finding.code,
      ...describeFinding(finding),
      entries: finding.entries.map((entryId) => {
        const use = told.entries[declared.factOfEntry.get(entryId) ?? '']?.use;
        return {
          entryId,
          reporterName: rows.get(entryId)?.reporter_name ?? '',
          detail: rows.get(entryId)?.detail ?? '',
          amount: String(rows.get(entryId)?.amount ?? 0n),
          counted: use === undefined ? null : use === 'include',
        };
      }),
      articles: [...finding.articles],
      resolution: decided === undefined ? null : resolutionOf(declared, finding, told),
      decidedAt: decided?.decided_at.toISOString() ?? null,
      decidedBy: decided === undefined ? null : presentActor(decided.decided_by, decided.decided_by_name),
    };
  });
}

/**
 * Stores what a person says of a suspected duplicate, or takes it back with null; the next draft obeys it.
 * Throws ApiError `declaration_not_found`, `finding_not_found`, `invalid_request`.
 */
export async function resolveDuplicate(
  trx: Transaction<Database>,
  by: DraftedBy,
  findingId: string,
  resolution: DuplicateResolution | null,
  counted: readonly string[] = [],
): Promise<Duplicate> {
  const declaration = await lockedDeclaration(trx, by);
  const declared = await loadCase(trx, declaration);
  const found = duplicateFindings(declared).find(({ id }) => id === findingId);
  if (found === undefined) throw notFound('finding');
  const { finding } = found;
  const foreign = counted.filter((id) => !finding.entries.includes(id));
  if (foreign.length > 0 || (counted.length > 0 && finding.code !== 'duplicate_candidate')) {
    const message = 'Solo filas de este hallazgo, y solo cuando son iguales.';
    throw invalidFields([{ location: 'body', field: 'countedEntryIds', message }]);
  }
  await tellAboutDeclaration(trx, by, toTold(declared, finding, findingId, resolution, counted));
  const after = listDuplicates(await loadCase(trx, declaration));
  return after.find(({ id }) => id === findingId)!;
}

function duplicateFindings(declared: DeclarationCase): { id: string; finding: Finding<string> }[] {
  const { declaration, topes, entries, factOfEntry } = declared;
  const found = findings({
    year: declaration.taxable_year,
    taxpayerName: declaration.taxpayer_name,
    topes,
    entries,
  });
  return found
    .filter(({ code }) => DUPLICATE_CODES.includes(code))
    .map((finding) => {
      const facts = finding.entries.map((id) => factOfEntry.get(id) ?? id).toSorted();
      return { id: shortHash([finding.code, ...facts].join(' ')), finding };
    });
}

function toTold(
  declared: DeclarationCase,
  finding: Finding<string>,
  findingId: string,
  resolution: DuplicateResolution | null,
  counted: readonly string[],
): Told[] {
  const decision = decisionOfDuplicate(finding, resolution ?? 'ignore', counted);
  if (decision.kind === 'choice') {
    const value = resolution === null ? null : decision.option;
    return [{ kind: 'choice', subject: decision.decision, value, findingId }];
  }
  const told = toldValues(declared);
  const details = new Map(declared.entries.map(({ id, detail }) => [id, detail]));
  return decision.entries.map(({ id, use }) => {
    const subject = declared.factOfEntry.get(id) ?? id;
    // Another box or share that was decided about the row holds on.
    const { use: _before, ...rest } = told.entries[subject] ?? { detail: details.get(id) ?? '' };
    const nothingElse = Object.keys(rest).every((name) => name === 'detail');
    const value = resolution === null ? (nothingElse ? null : rest) : { ...rest, use };
    return { kind: 'entry', subject, value: value satisfies ToldEntry | null, findingId };
  });
}

/** Decisions in force that settle a finding, wherever they were made. */
function decidingRows(declared: DeclarationCase, finding: Finding<string>) {
  const decision = decisionOfDuplicate(finding, 'ignore');
  if (decision.kind === 'choice') {
    return declared.told.filter(({ kind, subject }) => kind === 'choice' && subject === decision.decision);
  }
  const facts = new Set(finding.entries.map((id) => declared.factOfEntry.get(id)));
  return declared.told.filter(
    ({ kind, subject, value }) =>
      kind === 'entry' && facts.has(subject) && (value as ToldEntry).use !== undefined,
  );
}

function resolutionOf(
  { factOfEntry }: DeclarationCase,
  finding: Finding<string>,
  told: ToldValues,
): Duplicate['resolution'] {
  const decision = decisionOfDuplicate(finding, 'ignore');
  if (decision.kind === 'entries') {
    const excluded = finding.entries.filter(
      (id) => told.entries[factOfEntry.get(id) ?? id]?.use === 'exclude',
    );
    return excluded.length === 0 ? 'keep' : 'ignore';
  }
  const chosen = told.choices[decision.decision];
  const matching = DUPLICATE_RESOLUTIONS.find((resolution) => {
    const of = decisionOfDuplicate(finding, resolution);
    return of.kind === 'choice' && of.option === chosen;
  });
  return matching ?? 'other';
}
