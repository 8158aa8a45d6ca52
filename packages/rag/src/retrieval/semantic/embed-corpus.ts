import type { EmbeddingModel } from 'ai';
import { type Kysely, sql } from 'kysely';
import { passagesOf, type PassagesDatabase } from '../../corpus/database.ts';
import { RagError } from '../../errors.ts';
import type { LazyModel } from '../../model/lazy-model.ts';
import { aiSdk, within } from './ai-sdk.ts';
import { checkedVector, tokensOr, vectorsOf, wrongDimensions } from './semantic-search.ts';
import type { VectorStore } from './vector-store.ts';

export interface EmbeddedCorpus {
  readonly passages: number;
  /** Parts that passages are cut into, each different text once: these have vectors. */
  readonly chunks: number;
  /** Those that had their vector before. */
  readonly known: number;
  readonly embedded: number;
  /** Vectors deleted because their text is in no passage any more. */
  readonly pruned: number;
  /** What this took of the model. */
  readonly tokens: number;
}

export interface EmbeddingRun {
  readonly model: LazyModel<EmbeddingModel>;
  readonly store: VectorStore;
  readonly signal?: AbortSignal;
  readonly onProgress?: (embedded: number, all: number) => void;
  /** Told after each batch what it took, so that an interrupted run has counted what was paid for. */
  readonly onUse?: (tokens: number) => Promise<void>;
  /** Give all of them a new vector: the model is another one under the same name. */
  readonly again?: boolean;
}

/** A request's answer stays far below what is accepted of one, whatever the length of the vectors. */
const CHUNKS_PER_BATCH = 32;
/** Longer than a provider takes for a batch that it does not refuse. */
const BATCH_TIMEOUT_MS = 60_000;
// Arbitrary but fixed: other advisory locks must not be hit.
const EMBEDDING_LOCK = 471_523;

/**
 * Gives every chunk of the stored corpus its vector. Batches are stored as they come, so that an interrupted run goes on
 * where it was. Null when another process is at it: twice would be paid for twice.
 * @throws RagError `embedding_invalid` when vectors cannot be used; whatever the provider or PostgreSQL throws.
 */
export async function embedCorpus<DB extends PassagesDatabase>(
  db: Kysely<DB>,
  run: EmbeddingRun,
): Promise<EmbeddedCorpus | null> {
  // The lock is the connection's, so that no transaction is open for as long as a provider takes.
  return await db.connection().execute(async (held) => {
    const { rows } = await sql<{ locked: boolean }>`
      select pg_try_advisory_lock(${EMBEDDING_LOCK}::int, hashtext(${vectorsOf(run.model)})) as locked
    `.execute(held);
    if (rows[0]?.locked !== true) return null;
    try {
      return await embedMissing(passagesOf(db), run);
    } finally {
      await sql`select pg_advisory_unlock(${EMBEDDING_LOCK}::int, hashtext(${vectorsOf(run.model)}))`.execute(
        held,
      );
    }
  });
}

async function embedMissing(db: Kysely<PassagesDatabase>, run: EmbeddingRun): Promise<EmbeddedCorpus> {
  const { model, store, signal, onProgress, onUse } = run;
  const name = vectorsOf(model);
  if (run.again === true) await store.forget(name);
  const { passages } = await db
    .selectFrom('passages')
    .select(({ fn }) => fn.countAll<string>().as('passages'))
    .executeTakeFirstOrThrow();
  const hashes = await db
    .selectFrom('passage_chunks')
    .select('content_hash')
    .distinct()
    .orderBy('content_hash')
    .execute();
  const wanted = await store.missing(
    name,
    hashes.map((chunk) => chunk.content_hash),
  );
  let dimensions = await store.dimensions(name);
  let embedded = 0;
  let tokens = 0;
  for (let start = 0; start < wanted.length; start += CHUNKS_PER_BATCH) {
    signal?.throwIfAborted();
    const batch = await textsOf(db, wanted.slice(start, start + CHUNKS_PER_BATCH));
    const answer = await embedBatch(
      model,
      batch.map(({ body }) => body),
      signal,
    );
    tokens += answer.tokens;
    await onUse?.(answer.tokens);
    dimensions ??= answer.vectors[0]?.length ?? null;
    for (const vector of answer.vectors) {
      if (vector.length !== dimensions) throw wrongDimensions(model, vector.length, dimensions!);
    }
    await store.put(
      name,
      batch.map(({ content_hash }, position) => ({
        contentHash: content_hash,
        vector: answer.vectors[position]!,
      })),
    );
    embedded += batch.length;
    onProgress?.(embedded, wanted.length);
  }
  return {
    passages: Number(passages),
    chunks: hashes.length,
    known: hashes.length - wanted.length,
    embedded,
    pruned: await store.prune(),
    tokens,
  };
}

/** Those that are still there: the corpus may be loaded again meanwhile. */
async function textsOf(db: Kysely<PassagesDatabase>, hashes: readonly string[]) {
  return await db
    .selectFrom('passage_chunks')
    .select(['content_hash', 'body'])
    .distinctOn('content_hash')
    .where('content_hash', 'in', hashes)
    .orderBy('content_hash')
    .execute();
}

async function embedBatch(
  model: LazyModel<EmbeddingModel>,
  values: string[],
  signal: AbortSignal | undefined,
): Promise<{ vectors: number[][]; tokens: number }> {
  if (values.length === 0) return { vectors: [], tokens: 0 };
  const [{ embedMany }, loaded] = await Promise.all([aiSdk(), model.load()]);
  const { embeddings, usage } = await embedMany({
    model: loaded,
    values,
    maxRetries: 1,
    abortSignal: within(BATCH_TIMEOUT_MS, signal),
  });
  if (embeddings.length !== values.length) {
    throw new RagError(
      'embedding_invalid',
      `The embedding model answered with ${embeddings.length} vectors for ${values.length} texts.`,
    );
  }
  return { vectors: embeddings.map(checkedVector), tokens: tokensOr(usage.tokens, values) };
}
