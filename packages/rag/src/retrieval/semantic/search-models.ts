import type { Kysely } from 'kysely';
import { passagesOf, type PassagesDatabase } from '../../corpus/database.ts';
import { createEmbeddingModelFromConfig, type EmbeddingModels } from '../../model/configure-embedding.ts';
import type { SearchConfig } from '../../model/model-environment.ts';
import { openVectorStore } from './pgvector-store.ts';
import { createReranker, type Reranker } from './reranker.ts';
import { createSemanticSearch, type SemanticSearch } from './semantic-search.ts';
import type { VectorStore } from './vector-store.ts';

/** What finds law by its meaning, as `retrieve` takes it, and the models behind it. */
export interface SearchModels {
  readonly semantic: SemanticSearch;
  readonly reranker?: Reranker;
  readonly models: EmbeddingModels;
  /** Where the vectors are; opened once. */
  readonly openStore: () => Promise<VectorStore>;
}

/**
 * The configured search by meaning, or null without one.
 * @param onFailure is told what a provider failed of; words alone answer then
 * @throws RagError `model_config_invalid`
 */
export function createSearchModels<DB extends PassagesDatabase>(
  db: Kysely<DB>,
  config: SearchConfig | null,
  onFailure: (error: unknown) => void,
): SearchModels | null {
  const models = createEmbeddingModelFromConfig(config?.models ?? null);
  if (models === null || config === null) return null;
  const openStore = once(() => openVectorStore(passagesOf(db)));
  const { timeoutMs, confidentFrom } = config;
  return {
    models,
    openStore,
    semantic: createSemanticSearch({
      model: models.embedding,
      openStore,
      onFailure,
      timeoutMs,
      ...(confidentFrom === undefined ? {} : { confidentFrom }),
    }),
    ...(models.reranking === null
      ? {}
      : { reranker: createReranker({ model: models.reranking, onFailure, timeoutMs }) }),
  };
}

/** The same for all who ask; one that failed is tried again by the next. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
