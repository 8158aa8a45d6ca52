import {
  databaseEnvironment,
  httpEnvironment,
  logEnvironment,
  modelUseEnvironment,
  objectStoreEnvironment,
  queueEnvironment,
  runtimeEnvironment,
} from '@accountia/service-kit';
import { z } from 'zod';

/** Everything that configures this app, with the units in the names. */
export const apiEnvironment = z.object({
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
  UPLOAD_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(3_600).default(120),
});
