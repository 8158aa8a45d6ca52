import type { RerankingModel } from 'ai';
import type { LazyModel } from '../../model/lazy-model.ts';
import { RagError } from '../../errors.ts';
import { answeringPart } from '../answering-part.ts';
import type { CorpusIndex } from '../corpus-index.ts';
import { understandQuery } from '../understand-query.ts';
import { aiSdk, within } from './ai-sdk.ts';
import { type AskingModel, tokensOr, useOf } from './semantic-search.ts';

export interface Reranker {
  /** The same positions in the order of the model; null when it does not answer. `query` leaves this process as it is given. */
  order(
    index: CorpusIndex,
    query: string,
    positions: readonly number[],
    asking?: AskingModel,
  ): Promise<number[] | null>;
}

const TIMEOUT_MS = 5_000;
const RERANKED = 30;

export function createReranker(options: {
  readonly model: LazyModel<RerankingModel>;
  readonly onFailure: (error: unknown) => void;
  readonly timeoutMs?: number;
}): Reranker {
  const { model, onFailure, timeoutMs = TIMEOUT_MS } = options;
  return {
    async order(index, query, positions, { signal, meter } = {}) {
      const first = positions.slice(0, RERANKED);
      if (first.length < 2) return [...positions];
      const understood = understandQuery(query);
      const documents = first.map((position) => {
        const passage = index.passages[position]!;
        return `${passage.title}\n${answeringPart(passage, understood).body}`;
      });
      try {
        await meter?.check();
        let counted = false;
        try {
          const [{ rerank }, loaded] = await Promise.all([aiSdk(), model.load()]);
          const { ranking } = await rerank({
            model: loaded,
            query,
            documents,
            maxRetries: 0,
            abortSignal: within(timeoutMs, signal),
          });
          counted = true;
          // The protocol says nothing of tokens that every server heeds.
          await meter?.record({ ...useOf(model), inputTokens: tokensOr(undefined, [query, ...documents]) });
          const ordered = ranking.map(({ originalIndex }) => first[originalIndex]!);
          // A model that answers with some of them only must not lose the others.
          return [...new Set([...ordered, ...positions])];
        } finally {
          if (!counted) await meter?.release();
        }
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof RagError && error.code === 'budget_spent')) onFailure(error);
        return null;
      }
    },
  };
}
