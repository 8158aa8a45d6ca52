import { embeddingEnvironment, modelEnvironment, modelRateEnvironment } from '@accountia/rag';
import {
  databaseEnvironment,
  httpEnvironment,
  logEnvironment,
  modelUseEnvironment,
  objectStoreEnvironment,
  queueEnvironment,
  readEnvironment,
  runtimeEnvironment,
} from '@accountia/service-kit';
import { z } from 'zod';

/** Everything that configures this app, with the units in the names, but for the model. */
const schema = z.object({
  ...runtimeEnvironment,
  ...logEnvironment,
  ...databaseEnvironment,
  ...queueEnvironment,
  ...objectStoreEnvironment,
  ...httpEnvironment(3000),
  ...modelUseEnvironment,
  /** Files checked at the same time; each takes up to twice its size (25 MiB at most) in memory. */
  UPLOAD_CONCURRENCY: z.coerce.number().int().min(1).max(256).default(8),
  /** Runs of one organization that have not ended; beyond it, new work is refused with 429. */
  MAX_UNFINISHED_RUNS_PER_ORGANIZATION: z.coerce.number().int().min(1).max(10_000_000).default(20_000),
  /** New work of an organization is refused while one of its runs has been due for longer. */
  MAX_QUEUE_AGE_SECONDS: z.coerce.number().int().min(1).max(2_592_000).default(3_600),
  ...modelRateEnvironment,
  UPLOAD_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(3_600).default(120),
});

export function readApiEnvironment(source: Readonly<Record<string, string | undefined>> = process.env) {
  return {
    ...readEnvironment('api', schema, source),
    /** Null without AI_PROVIDER: questions are answered by rules alone. */
    model: readEnvironment('api', modelEnvironment, source),
    /** Null without AI_EMBEDDING_MODEL: law is found by words alone. */
    search: readEnvironment('api', embeddingEnvironment, source),
  };
}
