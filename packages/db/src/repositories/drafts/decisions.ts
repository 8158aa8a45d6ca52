import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database } from '../../schema/index.ts';
import type { DeclarationDecisionKind, DeclarationDecisionsTable } from '../../schema/reviews.ts';
import { json } from '../values.ts';

export interface DeclarationDecisionRow extends Selectable<DeclarationDecisionsTable> {
  decided_by_name: string | null;
  reverted_by_name: string | null;
}

export interface ToldAbout {
  readonly organizationId: string;
  readonly declarationId: string;
}

/** A value, or null to take back what was told before. */
export interface Told {
  readonly kind: DeclarationDecisionKind;
  readonly subject: string;
  readonly value: unknown;
  readonly findingId?: string;
}

function decisions(db: Kysely<Database>, { organizationId, declarationId }: ToldAbout) {
  return db
    .selectFrom('declaration_decisions')
    .leftJoin('api_keys as decider', (join) =>
      join
        .onRef('decider.organization_id', '=', 'declaration_decisions.organization_id')
        .onRef('decider.id', '=', 'declaration_decisions.decided_by'),
    )
    .leftJoin('api_keys as reverter', (join) =>
      join
        .onRef('reverter.organization_id', '=', 'declaration_decisions.organization_id')
        .onRef('reverter.id', '=', 'declaration_decisions.reverted_by'),
    )
    .selectAll('declaration_decisions')
    .select(['decider.name as decided_by_name', 'reverter.name as reverted_by_name'])
    .where('declaration_decisions.organization_id', '=', organizationId)
    .where('declaration_decisions.declaration_id', '=', declarationId);
}

/** What was told about a declaration and holds, oldest first. */
export async function declarationDecisions(
  db: Kysely<Database>,
  about: ToldAbout,
): Promise<DeclarationDecisionRow[]> {
  return await decisions(db, about)
    .where('replaced_at', 'is', null)
    .where('reverted_at', 'is', null)
    .orderBy('declaration_decisions.id')
    .execute();
}

/** All that was ever told, newest first, up to a limit. */
export async function declarationDecisionHistory(
  db: Kysely<Database>,
  about: ToldAbout,
  limit: number,
): Promise<DeclarationDecisionRow[]> {
  return await decisions(db, about).orderBy('declaration_decisions.id', 'desc').limit(limit).execute();
}

/** One writer at a time for what is told about a declaration and for the versions of its draft. */
export async function lockDeclaration(
  trx: Transaction<Database>,
  { organizationId, declarationId }: ToldAbout,
): Promise<void> {
  await trx
    .selectFrom('declarations')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', declarationId)
    .forUpdate()
    .execute();
}

/** Stores what a person tells, in the place of what was told about the same subject. Needs `lockDeclaration`. */
export async function tellAboutDeclaration(
  trx: Transaction<Database>,
  about: ToldAbout & { apiKeyId: string },
  told: readonly Told[],
): Promise<void> {
  for (const { kind, subject, value, findingId } of told) {
    const inForce = trx
      .updateTable('declaration_decisions')
      .where('organization_id', '=', about.organizationId)
      .where('declaration_id', '=', about.declarationId)
      .where('kind', '=', kind)
      .where('subject', '=', subject)
      .where('replaced_at', 'is', null)
      .where('reverted_at', 'is', null);
    if (value === null) {
      await inForce.set({ reverted_at: sql<Date>`now()`, reverted_by: about.apiKeyId }).execute();
      continue;
    }
    await inForce.set({ replaced_at: sql<Date>`now()` }).execute();
    await trx
      .insertInto('declaration_decisions')
      .values({
        organization_id: about.organizationId,
        declaration_id: about.declarationId,
        kind,
        subject,
        value: json(value),
        finding_id: findingId ?? null,
        decided_by: about.apiKeyId,
      })
      .execute();
  }
}
