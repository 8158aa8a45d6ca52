import { sql, type Kysely } from 'kysely';
import { passagesOf, type PassagesDatabase } from './database.ts';
import { passageKey } from './passage.ts';

/** What names a passage. */
export interface NamedPassage {
  id: string;
  norm: string;
  article: string;
  title: string;
}

/** A passage with what it says. */
export interface CitablePassage extends NamedPassage {
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
  const rows = await inForce(db, keys, year).select('body').execute();
  return new Map(rows.map((row) => [passageKey(row.id), row]));
}

/** As `findPassages`, without the texts, which are many times as long as all else. */
export async function findNamedPassages<DB extends PassagesDatabase>(
  db: Kysely<DB>,
  keys: Iterable<string>,
  year: number,
): Promise<Map<string, NamedPassage>> {
  const rows = await inForce(db, keys, year).execute();
  return new Map(rows.map((row) => [passageKey(row.id), row]));
}

function inForce<DB extends PassagesDatabase>(db: Kysely<DB>, keys: Iterable<string>, year: number) {
  return passagesOf(db)
    .selectFrom('passages')
    .select(['id', 'norm', 'article', 'title'])
    .where((where) => where.or([where('valid_from', 'is', null), where('valid_from', '<=', year)]))
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>=', year)]))
    .where(sql<boolean>`regexp_replace(id, '\\.v[0-9]{4}$', '') = any (${[...new Set(keys)]}::text[])`);
}
