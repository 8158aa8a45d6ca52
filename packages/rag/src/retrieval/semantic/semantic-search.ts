import type { EmbeddingModel } from 'ai';
import { RagError } from '../../errors.ts';
import type { LazyModel } from '../../model/lazy-model.ts';
import type { ModelMeter } from '../../model/meter.ts';
import { aiSdk, within } from './ai-sdk.ts';
import type { VectorStore } from './vector-store.ts';

export interface SimilarChunks {
  /** By content hash. */
  readonly similarities: ReadonlyMap<string, number>;
  /** The nearest is so near that the corpus answers, whatever words it uses. */
  readonly confident: boolean;
}

/** For whom a model is asked. */
export interface AskingModel {
  readonly signal?: AbortSignal;
  /** Counts what is used, and says when the budget is spent: then words alone must do. */
  readonly meter?: ModelMeter;
}

export interface SemanticSearch {
  /**
   * Null when the provider does not answer, or may not be asked any more: then words alone must do. `query` leaves this
   * process as it is given.
   */
  rank(query: string, asking?: AskingModel): Promise<SimilarChunks | null>;
}

export interface SemanticOptions {
  readonly model: LazyModel<EmbeddingModel>;
  readonly openStore: () => Promise<VectorStore>;
  /** The provider failed, and retrieval went on without it. */
  readonly onFailure: (error: unknown) => void;
  readonly timeoutMs?: number;
  /** Similarity from which the corpus is taken to answer; it depends on the model. */
  readonly confidentFrom?: number;
}

const TIMEOUT_MS = 5_000;
const NEAREST = 200;
const CONFIDENT_FROM = 0.75;
/** A provider that failed is left alone for so long: those who ask meanwhile need not wait for it as well. */
const REST_MS = 15_000;

/** Names the vectors of a model: those of another are of no use to it. */
export function vectorsOf({ provider, modelId }: LazyModel<EmbeddingModel>): string {
  return `${provider}/${modelId}`;
}

export function createSemanticSearch(options: SemanticOptions): SemanticSearch {
  const { model, openStore, onFailure, timeoutMs = TIMEOUT_MS, confidentFrom = CONFIDENT_FROM } = options;

  async function embedQuestion(query: string, { signal, meter }: AskingModel): Promise<number[]> {
    await meter?.check();
    let counted = false;
    try {
      const [{ embed }, loaded] = await Promise.all([aiSdk(), model.load()]);
      const { embedding, usage } = await embed({
        model: loaded,
        value: query,
        maxRetries: 0,
        abortSignal: within(timeoutMs, signal),
      });
      counted = true;
      await meter?.record({ ...useOf(model), inputTokens: tokensOr(usage.tokens, [query]) });
      return checkedVector(embedding);
    } finally {
      if (!counted) await meter?.release();
    }
  }

  let restingUntil = 0;

  return {
    async rank(query, asking = {}) {
      const { signal } = asking;
      if (performance.now() < restingUntil) return null;
      try {
        // Nothing is paid for a question while there is nothing to compare it with.
        const store = await openStore();
        const dimensions = await store.dimensions(vectorsOf(model));
        if (dimensions === null) return { similarities: new Map(), confident: false };
        const vector = await embedQuestion(query, asking);
        if (vector.length !== dimensions) throw wrongDimensions(model, vector.length, dimensions);
        const nearest = await store.nearest(vectorsOf(model), vector, NEAREST);
        return {
          similarities: new Map(nearest.map(({ contentHash, similarity }) => [contentHash, similarity])),
          confident: (nearest[0]?.similarity ?? 0) >= confidentFrom,
        };
      } catch (error) {
        signal?.throwIfAborted();
        // A budget that is spent is no failure of anybody.
        if (error instanceof RagError && error.code === 'budget_spent') return null;
        restingUntil = performance.now() + REST_MS;
        onFailure(error);
        return null;
      }
    },
  };
}

/** The model as the ledger knows it. What questions cost is counted as such, whichever model took it. */
export function useOf({ provider, modelId }: { readonly provider: string; readonly modelId: string }) {
  return { purpose: 'question', provider, modelId, outputTokens: 0 } as const;
}

/** What Spanish takes of a model that does not say how much it counted, rather more than less. */
const CHARACTERS_PER_TOKEN = 3;

/** What a provider says that it counted, or an estimate of it. Some say nothing, which the AI SDK makes not a number. */
export function tokensOr(told: number | undefined, texts: readonly string[]): number {
  if (told !== undefined && Number.isSafeInteger(told) && told > 0) return told;
  return Math.ceil(texts.reduce((sum, text) => sum + text.length, 0) / CHARACTERS_PER_TOKEN);
}

/** @throws RagError `embedding_invalid` for what points nowhere: compared with anything it would say nothing. */
export function checkedVector(vector: readonly number[]): number[] {
  if (vector.length > 0 && vector.every(Number.isFinite) && vector.some((number) => number !== 0))
    return [...vector];
  throw new RagError(
    'embedding_invalid',
    'The embedding model answered with a vector that is empty or no direction.',
    {
      dimensions: vector.length,
    },
  );
}

export function wrongDimensions(model: LazyModel<EmbeddingModel>, got: number, stored: number): RagError {
  return new RagError(
    'embedding_invalid',
    `The vectors of ${vectorsOf(model)} have ${stored} numbers and the model now answers with ${got}: it is another one under the ` +
      'same name. Embed the corpus again with "accountia corpus embed --again", or set the model that was used before.',
    { model: vectorsOf(model), got, stored },
  );
}
