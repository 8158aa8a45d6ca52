/**
 * Health of the app in this container, for its health check: `node probe/main.ts http|worker|beat`. Says what is wrong
 * and exits with 1. Lives in the monitor because it asks from outside, as the monitor does.
 */
import {
  databaseEnvironment,
  healthEnvironment,
  httpEnvironment,
  readEnvironment,
} from '@accountia/service-kit';
import { z } from 'zod';
import { probeBeat, probeHttp, probeWorker } from './probes.ts';

async function probe(kind: string | undefined): Promise<void> {
  if (kind === 'http')
    return await probeHttp(String(readEnvironment('probe', z.object(httpEnvironment(3000))).PORT));
  // What the process says of itself comes first: that it lives can be seen from outside, that it works cannot.
  const { HEALTH_PORT } = readEnvironment('probe', z.object(healthEnvironment));
  if ((kind === 'worker' || kind === 'beat') && HEALTH_PORT !== undefined)
    return await probeHttp(String(HEALTH_PORT));
  const databaseUrl = () => readEnvironment('probe', z.object(databaseEnvironment)).DATABASE_URL;
  if (kind === 'worker') return await probeWorker(databaseUrl());
  if (kind === 'beat') return await probeBeat(databaseUrl());
  throw new Error('usage: node probe/main.ts http|worker|beat');
}

try {
  await probe(process.argv[2]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
