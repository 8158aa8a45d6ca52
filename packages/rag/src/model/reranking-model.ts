import type { RerankingModel } from 'ai';
import { z } from 'zod';
import { RagError } from '../errors.ts';
import { boundedFetch } from './bounded-fetch.ts';

const answer = z.object({
  results: z.array(z.object({ index: z.int().nonnegative(), relevance_score: z.number() })),
});

/**
 * A model behind `POST {baseUrl}/rerank`, as vLLM, llama.cpp, Infinity and other servers that people run themselves offer beside
 * the OpenAI protocol, which has no such call. None of the AI SDK's providers here brings one.
 */
export function createRerankingModel(settings: {
  readonly model: string;
  readonly baseUrl: string;
  readonly apiKey?: string;
}): Exclude<RerankingModel, string> {
  const { model, baseUrl, apiKey } = settings;
  return {
    specificationVersion: 'v4',
    provider: 'openai-compatible',
    modelId: model,
    async doRerank({ query, documents, topN, abortSignal }) {
      const texts = documents.values.map((value) =>
        typeof value === 'string' ? value : JSON.stringify(value),
      );
      const response = await boundedFetch(`${baseUrl.replace(/\/+$/, '')}/rerank`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        },
        body: JSON.stringify({ model, query, documents: texts, top_n: topN ?? texts.length }),
        ...(abortSignal === undefined ? {} : { signal: abortSignal }),
      });
      if (!response.ok) throw unusable(`It answered with status ${response.status}.`);
      const parsed = answer.safeParse(await response.json());
      if (!parsed.success) throw unusable(z.prettifyError(parsed.error), parsed.error);
      const { results } = parsed.data;
      if (results.some(({ index }) => index >= texts.length))
        throw unusable('It ranked a document that it was not given.');
      return {
        ranking: results
          .map((result) => ({ index: result.index, relevanceScore: result.relevance_score }))
          .toSorted((first, second) => second.relevanceScore - first.relevanceScore),
      };
    },
  };
}

function unusable(why: string, cause?: unknown): RagError {
  return new RagError(
    'embedding_invalid',
    `The answer of the reranking model cannot be used. ${why}`,
    {},
    cause,
  );
}
