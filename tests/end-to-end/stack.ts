import path from 'node:path';
import { type PreparedStack, prepareStack, type StackApps, startApps } from '@accountia/cli/stack';
import { connect, createApiKey, createOrganization, type Database } from '@accountia/db';
import { type Client, createClient } from '@accountia/sdk';
import type { Kysely } from 'kysely';

export const ROOT = path.resolve(import.meta.dirname, '../..');

export interface TestStack {
  readonly prepared: PreparedStack;
  readonly apps: StackApps;
  readonly db: Kysely<Database>;
  /** A client of a new organization. */
  newTenant(): Promise<{ organizationId: string; apiKey: string; client: Client }>;
  stop(): Promise<void>;
}

/**
 * The real stack, process by process: api, worker, beat and monitor on services of its own, which a test may flush and
 * kill. Leases and sweeps are short, so that recovery takes seconds.
 */
export async function startTestStack(
  name: string,
  environment: Record<string, string> = {},
): Promise<TestStack> {
  const prepared = await prepareStack({
    onLog: () => undefined,
    directory: path.join(ROOT, '.data', name),
    environment: { RUN_LEASE_SECONDS: '2', SWEEP_INTERVAL_MS: '250', LOG_LEVEL: 'info', ...environment },
  });
  const db = connect({
    url: prepared.services.databaseUrl,
    maxConnections: 4,
    applicationName: 'end-to-end test',
  });
  try {
    // What an interrupted run of the tests left unfinished is not this one's to wait for.
    await db.deleteFrom('runs').execute();
    const apps = await startApps(prepared);
    return {
      prepared,
      apps,
      db,
      async newTenant() {
        const organization = await createOrganization(db, `Prueba ${crypto.randomUUID()}`);
        const { key } = await createApiKey(db, { organizationId: organization.id, name: 'test' });
        const client = createClient({ baseUrl: apps.urlOf('api'), apiKey: key });
        return { organizationId: organization.id, apiKey: key, client };
      },
      async stop() {
        await db.destroy();
        await apps.stop();
        await prepared.services.release();
      },
    };
  } catch (error) {
    await db.destroy();
    await prepared.services.release();
    throw error;
  }
}
