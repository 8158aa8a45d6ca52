import {
  databaseEnvironment,
  httpEnvironment,
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
  ...httpEnvironment(3001),
  ...logEnvironment,
  /** Who may look: whoever does sees every organization's runs. There is no default on purpose. */
  MONITOR_USERNAME: z.string('the name that operators log in with').min(1),
  MONITOR_PASSWORD: z.string('at least 12 characters').min(12, 'expected at least 12 characters'),
  /** Signs session cookies. Absent: a new random key at every start, so that a restart logs everybody out. */
  MONITOR_SESSION_SECRET: z.string().min(32, 'expected at least 32 characters').optional(),
  /** Lets a scraper read /metrics and /readyz with `Authorization: Bearer …`. Absent: only a session does. */
  METRICS_TOKEN: z.string().min(16, 'expected at least 16 characters').optional(),
  /** Shown on every page, so that nobody takes production for a test system. */
  MONITOR_ENVIRONMENT: z.string().min(1).max(30).optional(),
  /** Reverse proxies in front that each append to X-Forwarded-For; 0: the header is the client's and means nothing. */
  MONITOR_PROXY_HOPS: z.coerce.number().int().min(0).max(5).default(0),
});

/** Throws EnvironmentError, which names every variable that is missing or wrong. */
export function readMonitorEnvironment(source?: Readonly<Record<string, string | undefined>>) {
  const environment = readEnvironment('monitor', schema, source);
  return { ...environment, queue: queueConnection(environment), queueRules: queueRules(environment) };
}
