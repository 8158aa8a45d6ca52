import type { LanguageModel } from 'ai';
import { z } from 'zod';
import { invalidConfiguration, type LazyModel, lazily, providerSettings } from './lazy-model.ts';

const modelConfig = z.discriminatedUnion('provider', [
  z.strictObject({
    provider: z.enum(['openai', 'anthropic', 'google']),
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
  }),
]);

/** Which model writes explanations. `baseUrl` is required for `openai-compatible`, where it names the server. */
export type ModelConfig = z.input<typeof modelConfig>;

export type AnalysisModel = LazyModel<LanguageModel>;

/**
 * The model of a configuration, or null without one. The AI SDK and the provider's library are imported on first use only:
 * together they take longer to load than everything else, and most installations set no model.
 * @throws RagError `model_config_invalid` at once, so a wrong configuration stops the start and not the first analysis.
 */
export function createModelFromConfig(config: ModelConfig | null): AnalysisModel | null {
  if (config === null) return null;
  const parsed = modelConfig.safeParse(config);
  if (!parsed.success) throw invalidConfiguration('The model configuration', parsed.error);
  const { provider, model } = parsed.data;
  return lazily(provider, model, () => loadModel(parsed.data));
}

async function loadModel(config: z.output<typeof modelConfig>): Promise<LanguageModel> {
  const settings = providerSettings(config);
  switch (config.provider) {
    case 'openai': {
      const { createOpenAI } = await import('@ai-sdk/openai');
      return createOpenAI(settings)(config.model);
    }
    case 'anthropic': {
      const { createAnthropic } = await import('@ai-sdk/anthropic');
      return createAnthropic(settings)(config.model);
    }
    case 'google': {
      const { createGoogle } = await import('@ai-sdk/google');
      return createGoogle(settings)(config.model);
    }
    case 'openai-compatible': {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      return createOpenAICompatible({
        ...settings,
        name: 'openai-compatible',
        baseURL: config.baseUrl,
        // Local servers constrain the answer to a schema too; without this they are asked for any JSON.
        supportsStructuredOutputs: true,
      })(config.model);
    }
  }
}
