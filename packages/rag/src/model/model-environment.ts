import { z } from 'zod';
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
