import { sql, type Kysely } from 'kysely';
import { passagesOf, type PassagesDatabase } from './database.ts';
import { passageKey } from './passage.ts';

/** What a citation needs to know of a passage. */
export interface CitablePassage {
  id: string;
  norm: string;
  article: string;
  title: string;
  body: string;
}

/**
 * The version in force in a taxable year of each rule asked for, by rule key (`et-242`, never `et-242.v2019`).
 * Rules that the stored corpus lacks for that year are absent from the map.
 */
export async function findPassages<DB extends PassagesDatabase>(
  db: Kysely<DB>,
  keys: Iterable<string>,
  year: number,
): Promise<Map<string, CitablePassage>> {
  const wanted = [...new Set(keys)];
  if (wanted.length === 0) return new Map();
  const rows = await passagesOf(db)
    .selectFrom('passages')
    .select(['id', 'norm', 'article', 'title', 'body'])
    .where((where) => where.or([where('valid_from', 'is', null), where('valid_from', '<=', year)]))
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>=', year)]))
    .where(sql<string>`regexp_replace(id, '\\.v[0-9]{4}$', '')`, 'in', wanted)
    .execute();
  return new Map(rows.map((row) => [passageKey(row.id), row]));
}
