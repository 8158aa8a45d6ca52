import type { ModelConfig } from '@accountia/rag';
import {
  databaseEnvironment,
  healthEnvironment,
  logEnvironment,
  modelUseEnvironment,
  objectStoreEnvironment,
  queueConnection,
  queueEnvironment,
  queueRules,
  readEnvironment,
  runtimeEnvironment,
} from '@accountia/service-kit';
import { z } from 'zod';

const schema = z.object({
  ...runtimeEnvironment,
  ...databaseEnvironment,
  ...queueEnvironment,
  ...objectStoreEnvironment,
  ...healthEnvironment,
  ...logEnvironment,
  /** Runs at the same time in each queue. */
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(4),
  /** Files read at the same time, each in a thread of its own. */
  PARSE_THREADS: z.coerce.number().int().min(1).max(64).default(2),
  /** Heap of one parsing thread; a file that needs more is rejected. */
  PARSE_MEMORY_MIB: z.coerce.number().int().min(64).max(8_192).default(512),
  /** A run whose worker is silent for this long is given to another. */
  RUN_LEASE_SECONDS: z.coerce.number().min(1).max(600).default(15),
  SHUTDOWN_GRACE_SECONDS: z.coerce.number().int().min(1).max(600).default(25),
  /** Analyses of one organization that may ask the model within a minute; beyond it they wait. */
  AI_ANALYSES_PER_MINUTE: z.coerce.number().int().min(1).max(10_000).default(30),
  ...modelUseEnvironment,
  /** Finished runs are kept for this long. */
  RUN_RETENTION_DAYS: z.coerce.number().int().min(1).max(3_650).default(90),
});

/** Without AI_PROVIDER there is no model: analyses come from rules alone. */
const hosted = { AI_MODEL: z.string(), AI_API_KEY: z.string(), AI_BASE_URL: z.url().optional() };
const modelSchema = z.discriminatedUnion('AI_PROVIDER', [
  z.object({ AI_PROVIDER: z.literal('none') }),
  z.object({ AI_PROVIDER: z.enum(['openai', 'anthropic', 'google']), ...hosted }),
  z.object({
    ...hosted,
    AI_PROVIDER: z.literal('openai-compatible'),
    AI_API_KEY: z.string().optional(),
    AI_BASE_URL: z.url(),
  }),
]);

export function readWorkerEnvironment(source: Readonly<Record<string, string | undefined>> = process.env) {
  const environment = readEnvironment('worker', schema, source);
  const model = readEnvironment('worker', modelSchema, {
    ...source,
    AI_PROVIDER: source['AI_PROVIDER'] || 'none',
  });
  return {
    ...environment,
    queue: queueConnection(environment),
    queueRules: queueRules(environment),
    model: toModelConfig(model),
  };
}

function toModelConfig(given: z.output<typeof modelSchema>): ModelConfig | null {
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

export type WorkerEnvironment = ReturnType<typeof readWorkerEnvironment>;
