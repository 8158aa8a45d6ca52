import type { Kysely, Transaction } from 'kysely';
import { passagesOf, type PassagesDatabase } from './database.ts';
import { passageHash, type Passage } from './passage.ts';
import { lockCollection } from './lock-collection.ts';
import { readCorpus } from './read-corpus.ts';
import { writePassages } from './store-passages.ts';

export interface LoadedCorpus {
  inserted: number;
  updated: number;
  unchanged: number;
  removed: number;
}

/** The collection of what ships with the program. */
export const GUIDE = 'guide';

/**
 * Makes the stored guide equal to the corpus files: inserts what is new, updates what changed by content hash, removes what is gone;
 * other collections stay as they are. Running it again changes nothing. One transaction under an advisory lock, so readers see the old corpus or the new one.
 * @param options.passages what to load instead of the shipped corpus.
 * @throws RagError `corpus_invalid` before the database is touched; errors of PostgreSQL pass through.
 */
export async function loadCorpus<DB extends PassagesDatabase>(
  db: Kysely<DB>,
  options: { passages?: readonly Passage[] } = {},
): Promise<LoadedCorpus> {
  const passages = options.passages ?? (await readCorpus());
  return passagesOf(db).transaction().execute(async (trx) => {
    await lockCollection(trx, GUIDE);
    return replaceWith(trx, passages);
  });
}

async function replaceWith(trx: Transaction<PassagesDatabase>, passages: readonly Passage[]): Promise<LoadedCorpus> {
  const stored = new Map(
    (
      await trx.selectFrom('passages').select(['id', 'version_hash']).where('collection', '=', GUIDE).execute()
    ).map((row) => [row.id, row.version_hash]),
  );
  const wanted = new Set(passages.map((passage) => passage.id));
  const gone = [...stored.keys()].filter((id) => !wanted.has(id));
  const changed = passages
    .map((passage, position) => ({ passage, position, collection: GUIDE, sourceName: null }))
    .filter(({ passage }) => stored.get(passage.id) !== passageHash(passage));

  if (gone.length > 0) await trx.deleteFrom('passages').where('id', 'in', gone).execute();
  if (changed.length > 0) await writePassages(trx, changed);
  const updated = changed.filter(({ passage }) => stored.has(passage.id)).length;
  return {
    inserted: changed.length - updated,
    updated,
    unchanged: passages.length - changed.length,
    removed: gone.length,
  };
}
