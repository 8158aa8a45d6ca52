import type { EmbeddingModel, RerankingModel } from 'ai';
import { z } from 'zod';
import { invalidConfiguration, type LazyModel, lazily, providerSettings } from './lazy-model.ts';
import { createRerankingModel } from './reranking-model.ts';

const embeddingConfig = z.discriminatedUnion('provider', [
  z.strictObject({
    provider: z.enum(['openai', 'google']),
    model: z.string().min(1),
    apiKey: z.string().min(1),
    baseUrl: z.url({ protocol: /^https?$/ }).optional(),
  }),
  z.strictObject({
    provider: z.literal('openai-compatible'),
    model: z.string().min(1),
    /** Local servers often need none. */
    apiKey: z.string().min(1).optional(),
    baseUrl: z.url({ protocol: /^https?$/ }),
    /** Asked at `/rerank` of the same server; the hosted providers have no such thing. */
    rerankingModel: z.string().min(1).optional(),
  }),
]);

/** Which model finds law by its meaning, and which one, if any, orders what was found. */
export type EmbeddingConfig = z.input<typeof embeddingConfig>;

export interface EmbeddingModels {
  readonly embedding: LazyModel<EmbeddingModel>;
  readonly reranking: LazyModel<RerankingModel> | null;
}

/**
 * The models of a configuration, or null without one. As with the language model, libraries are imported on first use only.
 * @throws RagError `model_config_invalid` at once, so a wrong configuration stops the start and not the first question.
 */
export function createEmbeddingModelFromConfig(config: EmbeddingConfig | null): EmbeddingModels | null {
  if (config === null) return null;
  const parsed = embeddingConfig.safeParse(config);
  if (!parsed.success) throw invalidConfiguration('The configuration of the embedding model', parsed.error);
  const given = parsed.data;
  const reranking = given.provider === 'openai-compatible' ? given.rerankingModel : undefined;
  return {
    embedding: lazily(given.provider, given.model, () => loadEmbedding(given)),
    reranking:
      reranking === undefined || given.baseUrl === undefined
        ? null
        : lazily(given.provider, reranking, () =>
            Promise.resolve(
              createRerankingModel({
                model: reranking,
                baseUrl: given.baseUrl!,
                ...(given.apiKey === undefined ? {} : { apiKey: given.apiKey }),
              }),
            ),
          ),
  };
}

async function loadEmbedding(config: z.output<typeof embeddingConfig>): Promise<EmbeddingModel> {
  const settings = providerSettings(config);
  switch (config.provider) {
    case 'openai': {
      const { createOpenAI } = await import('@ai-sdk/openai');
      return createOpenAI(settings).embeddingModel(config.model);
    }
    case 'google': {
      const { createGoogle } = await import('@ai-sdk/google');
      return createGoogle(settings).embeddingModel(config.model);
    }
    case 'openai-compatible': {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      return createOpenAICompatible({
        ...settings,
        name: 'openai-compatible',
        baseURL: config.baseUrl,
      }).embeddingModel(config.model);
    }
  }
}
