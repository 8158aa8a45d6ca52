import {
  databaseEnvironment,
  httpEnvironment,
  logEnvironment,
  objectStoreEnvironment,
  queueEnvironment,
} from '@accountia/service-kit';
import { z } from 'zod';

/** Everything that configures this app, with the units in the names. */
export const apiEnvironment = z.object({
  ...logEnvironment,
  ...databaseEnvironment,
  ...queueEnvironment,
  ...objectStoreEnvironment,
  ...httpEnvironment(3000),
  /** Files checked at the same time; each takes up to twice its size (25 MiB at most) in memory. */
  UPLOAD_CONCURRENCY: z.coerce.number().int().min(1).max(256).default(8),
  UPLOAD_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(3_600).default(120),
});
