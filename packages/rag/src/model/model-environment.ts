import { z } from 'zod';
import type { EmbeddingConfig } from './configure-embedding.ts';
import type { ModelConfig } from './configure-model.ts';

/** How often one organization may have the model asked, by analyses and questions together; every app that asks it reads this. */
export const modelRateEnvironment = {
  /** Analyses and questions of one organization that may ask the model within a minute. */
  AI_ANALYSES_PER_MINUTE: z.coerce.number().int().min(1).max(10_000).default(30),
};

const hosted = { AI_MODEL: z.string(), AI_API_KEY: z.string(), AI_BASE_URL: z.url().optional() };
const variables = z.discriminatedUnion('AI_PROVIDER', [
  z.object({ AI_PROVIDER: z.literal('none') }),
  z.object({ AI_PROVIDER: z.enum(['openai', 'anthropic', 'google']), ...hosted }),
  z.object({
    ...hosted,
    AI_PROVIDER: z.literal('openai-compatible'),
    AI_API_KEY: z.string().optional(),
    AI_BASE_URL: z.url(),
  }),
]);

/** The variables that say which model words answers, as a configuration; null without AI_PROVIDER. */
export const modelEnvironment = z
  .preprocess((given: Record<string, string>) => ({ AI_PROVIDER: 'none', ...given }), variables)
  .transform(toModelConfig);

function toModelConfig(given: z.output<typeof variables>): ModelConfig | null {
  switch (given.AI_PROVIDER) {
    case 'none':
      return null;
    case 'openai-compatible':
      return {
        provider: given.AI_PROVIDER,
        model: given.AI_MODEL,
        baseUrl: given.AI_BASE_URL,
        ...(given.AI_API_KEY === undefined ? {} : { apiKey: given.AI_API_KEY }),
      };
    default:
      return {
        provider: given.AI_PROVIDER,
        model: given.AI_MODEL,
        apiKey: given.AI_API_KEY,
        ...(given.AI_BASE_URL === undefined ? {} : { baseUrl: given.AI_BASE_URL }),
      };
  }
}

const embeddingVariables = z.object({
  AI_PROVIDER: z.string().optional(),
  AI_API_KEY: z.string().optional(),
  AI_BASE_URL: z.url().optional(),
  AI_EMBEDDING_MODEL: z.string().optional(),
  AI_EMBEDDING_PROVIDER: z.enum(['openai', 'google', 'openai-compatible']).optional(),
  AI_EMBEDDING_API_KEY: z.string().optional(),
  AI_EMBEDDING_BASE_URL: z.url().optional(),
  AI_RERANKING_MODEL: z.string().optional(),
  /** For a question's embedding, and as much again for reranking; then words alone find the law. */
  AI_EMBEDDING_TIMEOUT_MS: z.coerce.number().int().min(100).max(30_000).default(2_000),
  /** Cosine from which the nearest passage is taken to answer, whatever its words. It depends on the model. */
  AI_EMBEDDING_CONFIDENT_FROM: z.coerce.number().min(0).max(1).optional(),
});

/** How law is found by its meaning as well as by its words. */
export interface SearchConfig {
  readonly models: EmbeddingConfig;
  readonly timeoutMs: number;
  /** Absent: what suits most models. */
  readonly confidentFrom?: number;
}

/** The variables that say which model finds law by its meaning; null without AI_EMBEDDING_MODEL. */
export const embeddingEnvironment = embeddingVariables.transform((given, context): SearchConfig | null => {
  const refuse = (variable: keyof typeof given, message: string) => {
    context.addIssue({ code: 'custom', path: [variable], message });
    return z.NEVER;
  };
  const { AI_EMBEDDING_MODEL: model, AI_RERANKING_MODEL: rerankingModel } = given;
  if (model === undefined) {
    return rerankingModel === undefined ? null : refuse('AI_EMBEDDING_MODEL', 'AI_RERANKING_MODEL needs it');
  }
  const provider = given.AI_EMBEDDING_PROVIDER ?? given.AI_PROVIDER;
  if (provider !== 'openai' && provider !== 'google' && provider !== 'openai-compatible') {
    return refuse('AI_EMBEDDING_PROVIDER', 'expected openai, google or openai-compatible');
  }
  // A key goes to the service it was given for and to no other.
  const shared = given.AI_EMBEDDING_PROVIDER === undefined && given.AI_EMBEDDING_BASE_URL === undefined;
  const apiKey = given.AI_EMBEDDING_API_KEY ?? (shared ? given.AI_API_KEY : undefined);
  const baseUrl = given.AI_EMBEDDING_BASE_URL ?? (shared ? given.AI_BASE_URL : undefined);
  const search = {
    timeoutMs: given.AI_EMBEDDING_TIMEOUT_MS,
    ...(given.AI_EMBEDDING_CONFIDENT_FROM === undefined
      ? {}
      : { confidentFrom: given.AI_EMBEDDING_CONFIDENT_FROM }),
  };
  if (provider === 'openai-compatible') {
    if (baseUrl === undefined) return refuse('AI_EMBEDDING_BASE_URL', 'openai-compatible needs it');
    const key = apiKey === undefined ? {} : { apiKey };
    const reranking = rerankingModel === undefined ? {} : { rerankingModel };
    return { ...search, models: { provider, model, baseUrl, ...key, ...reranking } };
  }
  if (apiKey === undefined) return refuse('AI_EMBEDDING_API_KEY', `${provider} needs it`);
  if (rerankingModel !== undefined)
    return refuse('AI_RERANKING_MODEL', `${provider} has none: only a server with /rerank does`);
  return { ...search, models: { provider, model, apiKey, ...(baseUrl === undefined ? {} : { baseUrl }) } };
});
