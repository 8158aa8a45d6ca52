import {
  databaseEnvironment,
  healthEnvironment,
  logEnvironment,
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
  ...healthEnvironment,
  ...logEnvironment,
  /** How often beat looks at the table when nothing tells it to. */
  DISPATCH_POLL_MS: z.coerce.number().int().min(50).max(60_000).default(1_000),
  /** Runs of one queue that are handed over and not finished, at most. */
  DISPATCH_MAX_IN_FLIGHT: z.coerce.number().int().min(1).max(10_000).default(400),
  SWEEP_INTERVAL_MS: z.coerce.number().int().min(100).max(60_000).default(2_000),
  SHUTDOWN_GRACE_SECONDS: z.coerce.number().int().min(1).max(600).default(15),
});

export function readBeatEnvironment() {
  const environment = readEnvironment('beat', schema);
  return { ...environment, queue: queueConnection(environment), queueRules: queueRules(environment) };
}

export type BeatEnvironment = ReturnType<typeof readBeatEnvironment>;
