import { sql, type Kysely, type Transaction } from 'kysely';
import { passagesOf, type PassagesDatabase } from './database.ts';
import { passageHash, type Passage } from './passage.ts';
import { readCorpus } from './read-corpus.ts';

export interface LoadedCorpus {
  inserted: number;
  updated: number;
  unchanged: number;
  removed: number;
}

// Arbitrary but fixed: two processes that start together must not load at once.
const CORPUS_LOCK = 4_715_210_868n;

/**
 * Makes the passages table equal to the corpus: inserts what is new, updates what changed by content hash, removes what is gone.
 * Running it again changes nothing. One transaction under an advisory lock, so readers see the old corpus or the new one.
 * @param options.passages what to load instead of the shipped corpus.
 * @throws RagError `corpus_invalid` before the database is touched; errors of PostgreSQL pass through.
 */
export async function loadCorpus<DB extends PassagesDatabase>(
  db: Kysely<DB>,
  options: { passages?: readonly Passage[] } = {},
): Promise<LoadedCorpus> {
  const passages = options.passages ?? (await readCorpus());
  return passagesOf(db).transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${CORPUS_LOCK}::bigint)`.execute(trx);
    return replaceWith(trx, passages);
  });
}

async function replaceWith(trx: Transaction<PassagesDatabase>, passages: readonly Passage[]): Promise<LoadedCorpus> {
  const stored = new Map(
    (await trx.selectFrom('passages').select(['id', 'version_hash']).execute()).map((row) => [row.id, row.version_hash]),
  );
  const wanted = new Set(passages.map((passage) => passage.id));
  const gone = [...stored.keys()].filter((id) => !wanted.has(id));
  const changed = passages
    .map((passage) => toRow(passage))
    .filter((row) => stored.get(row.id) !== row.version_hash);

  if (gone.length > 0) await trx.deleteFrom('passages').where('id', 'in', gone).execute();
  if (changed.length > 0) {
    await trx
      .insertInto('passages')
      .values(changed)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet(({ ref }) => ({
          norm: ref('excluded.norm'),
          article: ref('excluded.article'),
          title: ref('excluded.title'),
          body: ref('excluded.body'),
          topics: ref('excluded.topics'),
          valid_from: ref('excluded.valid_from'),
          valid_to: ref('excluded.valid_to'),
          source: ref('excluded.source'),
          version_hash: ref('excluded.version_hash'),
          updated_at: ref('excluded.updated_at'),
        })),
      )
      .execute();
  }
  const updated = changed.filter((row) => stored.has(row.id)).length;
  return {
    inserted: changed.length - updated,
    updated,
    unchanged: passages.length - changed.length,
    removed: gone.length,
  };
}

function toRow(passage: Passage) {
  return {
    id: passage.id,
    norm: passage.norm,
    article: passage.article,
    title: passage.title,
    body: passage.body,
    topics: passage.topics,
    valid_from: passage.validFrom,
    valid_to: passage.validTo,
    source: passage.source,
    version_hash: passageHash(passage),
    updated_at: new Date(),
  };
}
