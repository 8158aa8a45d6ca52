import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { RagError } from '../errors.ts';
import { bareArticle, slugOf } from './articles.ts';
import { passagesOf, type PassagesDatabase } from './database.ts';
import { GUIDE, type LoadedCorpus } from './load-corpus.ts';
import { lockCollection } from './lock-collection.ts';
import { passageHash, passageKey, type Passage } from './passage.ts';
import { type CorpusFile, readCorpusFile } from './reading/corpus-file.ts';
import { readPassages, type ReadPassage } from './reading/read-passages.ts';
import { type PlacedPassage, writePassages } from './store-passages.ts';
import { supersede } from './supersede.ts';

export interface CollectionOptions {
  /** Name of the collection, `estatuto-tributario`: loading it again replaces what it has, other collections stay. */
  readonly collection: string;
  readonly files: readonly CorpusFile[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly files: number; readonly allFiles: number; readonly passages: number }) => void;
}

export interface LoadedCollection extends LoadedCorpus {
  readonly collection: string;
  readonly files: number;
  /** Files whose content was loaded before, and that were not read again. */
  readonly unchangedFiles: number;
}

/** In one transaction: a load that is killed loses no more than this. */
const PASSAGES_PER_BATCH = 200;

/**
 * Makes a collection equal to its files. Idempotent: what did not change is not touched. Resumable: batches are stored as
 * they come and a file that was read to its end is remembered, so a load that was killed goes on there when it is started
 * again. Texts that are replaced or gone are kept as versions; a rule that begins later closes the one before it.
 * @throws RagError of what is wrong with which file; what was stored before it stays.
 */
export async function loadCollection<DB extends PassagesDatabase>(
  db: Kysely<DB>,
  options: CollectionOptions,
): Promise<LoadedCollection> {
  const { collection, files, signal, onProgress } = options;
  if (collection === GUIDE || slugOf(collection) !== collection) {
    throw new RagError(
      'corpus_invalid',
      `A collection cannot be named "${collection}": use lower-case letters, digits and dashes, and not "${GUIDE}".`,
      { collection },
    );
  }
  const corpus = passagesOf(db);
  const seen = new Map<string, string>();
  const counts = { inserted: 0, updated: 0, unchanged: 0 };
  let unchangedFiles = 0;
  let position = 0;
  for (const [number, file] of files.entries()) {
    signal?.throwIfAborted();
    const bytes = await readCorpusFile(file, signal);
    const contentHash = createHash('sha256').update(bytes).digest('hex');
    const known = await keysOfLoadedFile(corpus, collection, file.name, contentHash);
    if (known === null) {
      const passages = (await readPassages(file.name, bytes, signal)).map((read, index) =>
        place(read, { collection, file: file.name, position: position + index }),
      );
      claim(seen, file.name, passages.map(({ passage }) => passage.id));
      for (let start = 0; start < passages.length || start === 0; start += PASSAGES_PER_BATCH) {
        signal?.throwIfAborted();
        const batch = passages.slice(start, start + PASSAGES_PER_BATCH);
        const isLast = start + PASSAGES_PER_BATCH >= passages.length;
        await corpus.transaction().execute(async (trx) => {
          await lockCollection(trx, collection);
          const stored = await storeBatch(trx, batch);
          counts.inserted += stored.inserted;
          counts.updated += stored.updated;
          counts.unchanged += stored.unchanged;
          if (isLast) await rememberFile(trx, collection, file.name, contentHash, passages.length);
        });
        onProgress?.({ files: number, allFiles: files.length, passages: seen.size });
      }
      position += passages.length;
    } else {
      claim(seen, file.name, known);
      unchangedFiles += 1;
      counts.unchanged += known.length;
      position += known.length;
    }
    onProgress?.({ files: number + 1, allFiles: files.length, passages: seen.size });
  }
  const removed = await removeOthers(corpus, collection, seen, files);
  return { collection, ...counts, removed, files: files.length, unchangedFiles };
}

function place(read: ReadPassage, at: { collection: string; file: string; position: number }): PlacedPassage {
  const { collection, file, position } = at;
  const article = bareArticle(read.article);
  const version = read.validTo === null ? '' : `.v${read.validFrom ?? read.validTo}`;
  const passage: Passage = {
    id: `${collection}.${slugOf(read.article)}${version}`,
    norm: read.norm ?? humanName(collection),
    article,
    title: read.title === '' ? `Artículo ${article}` : read.title,
    body: read.body,
    topics: read.topics,
    validFrom: read.validFrom,
    validTo: read.validTo,
    source: read.source ?? file,
    status: read.status,
    heading: read.heading,
    inForceFrom: read.inForceFrom,
    inForceTo: read.inForceTo,
  };
  return { passage, collection, position, sourceName: file };
}

/** `estatuto-tributario` is «Estatuto Tributario». */
function humanName(collection: string): string {
  return collection.replaceAll('-', ' ').replace(/(?<![\p{L}\d])\p{Ll}/gu, (letter) => letter.toUpperCase());
}

/** Two files with one article would replace each other in turn, load after load. */
function claim(seen: Map<string, string>, file: string, ids: readonly string[]): void {
  for (const id of ids) {
    const other = seen.get(id);
    if (other !== undefined) {
      throw new RagError('corpus_invalid', `${id} is twice in the collection, in ${other} and in ${file}: leave one of them.`, {
        id,
        files: [other, file],
      });
    }
    seen.set(id, file);
  }
}

async function storeBatch(trx: Transaction<PassagesDatabase>, batch: readonly PlacedPassage[]) {
  if (batch.length === 0) return { inserted: 0, updated: 0, unchanged: 0 };
  const stored = await trx
    .selectFrom('passages')
    .select(['id', 'version_hash', 'valid_from', 'valid_to', 'position', 'source_name'])
    .where('id', 'in', batch.map(({ passage }) => passage.id))
    .execute();
  const byId = new Map(stored.map((row) => [row.id, row]));
  const changed = batch.filter(({ passage, position, sourceName }) => {
    const row = byId.get(passage.id);
    return row?.version_hash !== passageHash(passage) || row.position !== position || row.source_name !== sourceName;
  });
  for (const { passage } of changed) {
    const row = byId.get(passage.id);
    if (row !== undefined) await supersede(trx, row, passage);
  }
  if (changed.length > 0) await writePassages(trx, changed);
  const updated = changed.filter(({ passage }) => byId.has(passage.id)).length;
  return { inserted: changed.length - updated, updated, unchanged: batch.length - changed.length };
}

/** The ids that a file gave when it was last loaded whole; null when it has changed since, or never was. */
async function keysOfLoadedFile(
  corpus: Kysely<PassagesDatabase>,
  collection: string,
  name: string,
  contentHash: string,
): Promise<string[] | null> {
  const known = await corpus
    .selectFrom('corpus_sources')
    .select('passages')
    .where('collection', '=', collection)
    .where('name', '=', name)
    .where('content_hash', '=', contentHash)
    .executeTakeFirst();
  if (known === undefined) return null;
  const rows = await corpus
    .selectFrom('passages')
    .select('id')
    .where('collection', '=', collection)
    .where('source_name', '=', name)
    .execute();
  return rows.length >= known.passages ? rows.map((row) => row.id) : null;
}

async function rememberFile(
  trx: Transaction<PassagesDatabase>,
  collection: string,
  name: string,
  contentHash: string,
  passages: number,
): Promise<void> {
  const row = { collection, name, content_hash: contentHash, passages, loaded_at: new Date() };
  await trx
    .insertInto('corpus_sources')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['collection', 'name']).doUpdateSet({ content_hash: contentHash, passages, loaded_at: row.loaded_at }),
    )
    .execute();
}

/** What no file has any more; earlier versions of what some file has stay, they answer for their years. */
async function removeOthers(
  corpus: Kysely<PassagesDatabase>,
  collection: string,
  seen: ReadonlyMap<string, string>,
  files: readonly CorpusFile[],
): Promise<number> {
  return await corpus.transaction().execute(async (trx) => {
    await lockCollection(trx, collection);
    const keys = new Set([...seen.keys()].map(passageKey));
    const stored = await trx.selectFrom('passages').select('id').where('collection', '=', collection).execute();
    const gone = stored.map((row) => row.id).filter((id) => !seen.has(id) && !keys.has(passageKey(id)));
    if (gone.length > 0) await trx.deleteFrom('passages').where('id', 'in', gone).execute();
    await trx
      .deleteFrom('corpus_sources')
      .where('collection', '=', collection)
      .where('name', 'not in', files.map((file) => file.name))
      .execute();
    return gone.length;
  });
}
