import { type Kysely, sql } from 'kysely';
import type { Database } from '../../schema/index.ts';

/** Entries of one wording that await a person: no rule knows them, or one that is not sure. */
export interface DoubtfulWording {
  readonly detail: string;
  readonly category: string;
  readonly rule: string;
  readonly confidence: 'high' | 'medium' | 'low';
  readonly entries: number;
  readonly declarationIds: string[];
  readonly reporters: string[];
  readonly amount: bigint;
  readonly exampleId: string;
  readonly suggestedUse: string;
}

/** Names of declarations and reporters that one wording brings along, at most. */
const SAMPLES = 20;

/** Of current documents, the most frequent first. */
export async function listDoubtfulWordings(
  db: Kysely<Database>,
  filter: { organizationId: string; declarationId?: string; limit: number },
): Promise<DoubtfulWording[]> {
  let query = db
    .selectFrom('entries')
    .innerJoin('documents', (join) =>
      join
        .onRef('documents.organization_id', '=', 'entries.organization_id')
        .onRef('documents.id', '=', 'entries.document_id'),
    )
    .where('entries.organization_id', '=', filter.organizationId)
    .where('documents.superseded_by', 'is', null)
    .where(sql<boolean>`(entries.category = 'unclassified' or entries.confidence = 'low')`);
  if (filter.declarationId !== undefined) {
    query = query.where('entries.declaration_id', '=', filter.declarationId);
  }
  return await query
    .groupBy(['entries.detail', 'entries.category', 'entries.rule', 'entries.confidence'])
    .select((eb) => [
      'entries.detail',
      'entries.category',
      'entries.rule',
      'entries.confidence',
      eb.cast<number>(eb.fn.countAll(), 'integer').as('entries'),
      sql<string[]>`(array_agg(distinct entries.declaration_id))[1:${SAMPLES}]`.as('declarationIds'),
      sql<string[]>`(array_agg(distinct entries.reporter_name))[1:${SAMPLES}]`.as('reporters'),
      sql<bigint>`sum(entries.amount)::bigint`.as('amount'),
      sql<string>`(array_agg(entries.id order by entries.id))[1]`.as('exampleId'),
      sql<string>`(array_agg(entries.suggested_use order by entries.id))[1]`.as('suggestedUse'),
    ])
    .orderBy('entries', 'desc')
    .orderBy('entries.detail')
    .limit(filter.limit)
    .execute();
}

/** Every wording of an organization's entries, so that the tax rules say which of them are one concept. */
export async function distinctWordings(db: Kysely<Database>, organizationId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('entries')
    .select('detail')
    .distinct()
    .where('organization_id', '=', organizationId)
    .execute();
  return rows.map(({ detail }) => detail);
}
