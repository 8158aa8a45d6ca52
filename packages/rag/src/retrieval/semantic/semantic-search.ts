import type { EmbeddingModel, RerankingModel } from 'ai';
import type { Kysely } from 'kysely';
import { passagesOf, type PassagesDatabase } from '../../corpus/database.ts';
import type { CorpusIndex } from '../corpus-index.ts';
import { answeringPart } from '../answering-part.ts';
import { understandQuery } from '../understand-query.ts';
import type { VectorStore } from './vector-store.ts';

export interface SimilarChunks {
  /** By content hash. */
  readonly similarities: ReadonlyMap<string, number>;
  /** The nearest is so near that the corpus answers, whatever words it uses. */
  readonly confident: boolean;
}

export interface SemanticSearch {
  /** Null when the provider does not answer: then words alone must do, and `onFailure` was told. */
  rank(query: string, signal?: AbortSignal): Promise<SimilarChunks | null>;
}

export interface Reranker {
  /** The same positions in the order of the model; as they were when it does not answer. */
  order(
    index: CorpusIndex,
    query: string,
    positions: readonly number[],
    signal?: AbortSignal,
  ): Promise<number[]>;
}

export interface SemanticOptions {
  readonly model: EmbeddingModel;
  /** Names the vectors: another model, or the same with other settings, must have another name. */
  readonly modelName: string;
  readonly store: VectorStore;
  /** The provider failed, and retrieval went on without it. */
  readonly onFailure: (error: unknown) => void;
  readonly timeoutMs?: number;
  /** Similarity from which the corpus is taken to answer; it depends on the model. */
  readonly confidentFrom?: number;
}

const TIMEOUT_MS = 5_000;
const NEAREST = 200;
const CONFIDENT_FROM = 0.75;
const CHUNKS_PER_BATCH = 96;
const RERANKED = 30;

export function createSemanticSearch(options: SemanticOptions): SemanticSearch {
  const {
    model,
    modelName,
    store,
    onFailure,
    timeoutMs = TIMEOUT_MS,
    confidentFrom = CONFIDENT_FROM,
  } = options;
  return {
    async rank(query, signal) {
      try {
        const { embed } = await aiSdk();
        const { embedding } = await embed({
          model,
          value: query,
          maxRetries: 0,
          abortSignal: within(timeoutMs, signal),
        });
        const nearest = await store.nearest(modelName, embedding, NEAREST);
        return {
          similarities: new Map(nearest.map(({ contentHash, similarity }) => [contentHash, similarity])),
          confident: (nearest[0]?.similarity ?? 0) >= confidentFrom,
        };
      } catch (error) {
        signal?.throwIfAborted();
        onFailure(error);
        return null;
      }
    },
  };
}

export function createReranker(options: {
  readonly model: RerankingModel;
  readonly onFailure: (error: unknown) => void;
  readonly timeoutMs?: number;
}): Reranker {
  const { model, onFailure, timeoutMs = TIMEOUT_MS } = options;
  return {
    async order(index, query, positions, signal) {
      const first = positions.slice(0, RERANKED);
      if (first.length < 2) return [...positions];
      const understood = understandQuery(query);
      const documents = first.map((position) => answeringPart(index.passages[position]!, understood).body);
      try {
        const { rerank } = await aiSdk();
        const { ranking } = await rerank({
          model,
          query,
          documents,
          maxRetries: 0,
          abortSignal: within(timeoutMs, signal),
        });
        const ordered = ranking.map(({ originalIndex }) => first[originalIndex]!);
        // A model that answers with some of them only must not lose the others.
        return [...new Set([...ordered, ...positions])];
      } catch (error) {
        signal?.throwIfAborted();
        onFailure(error);
        return [...positions];
      }
    },
  };
}

/**
 * Gives every chunk of the stored corpus its vector. Batches are stored as they come, so that an interrupted run goes on
 * where it was. Answers with how many were embedded and how many vectors of texts that are gone were deleted.
 */
export async function embedCorpus<DB extends PassagesDatabase>(
  db: Kysely<DB>,
  options: Pick<SemanticOptions, 'model' | 'modelName' | 'store'> & {
    readonly signal?: AbortSignal;
    readonly onProgress?: (embedded: number, all: number) => void;
  },
): Promise<{ embedded: number; pruned: number }> {
  const { model, modelName, store, signal, onProgress } = options;
  const chunks = await passagesOf(db)
    .selectFrom('passage_chunks')
    .select(['content_hash', 'body'])
    .distinctOn('content_hash')
    .orderBy('content_hash')
    .execute();
  const missing = new Set(
    await store.missing(
      modelName,
      chunks.map((chunk) => chunk.content_hash),
    ),
  );
  const wanted = chunks.filter((chunk) => missing.has(chunk.content_hash));
  const { embedMany } = await aiSdk();
  let embedded = 0;
  for (let start = 0; start < wanted.length; start += CHUNKS_PER_BATCH) {
    signal?.throwIfAborted();
    const batch = wanted.slice(start, start + CHUNKS_PER_BATCH);
    const { embeddings } = await embedMany({
      model,
      values: batch.map((chunk) => chunk.body),
      ...(signal === undefined ? {} : { abortSignal: signal }),
    });
    await store.put(
      modelName,
      batch.map((chunk, position) => ({ contentHash: chunk.content_hash, vector: embeddings[position]! })),
    );
    embedded += batch.length;
    onProgress?.(embedded, wanted.length);
  }
  return { embedded, pruned: await store.prune() };
}

/** Loaded when a model is asked and not before: it takes longer to load than everything else together. */
function aiSdk(): Promise<typeof import('ai')> {
  return import('ai');
}

function within(timeoutMs: number, signal: AbortSignal | undefined): AbortSignal {
  const limit = AbortSignal.timeout(timeoutMs);
  return signal === undefined ? limit : AbortSignal.any([signal, limit]);
}
