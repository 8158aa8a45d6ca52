import path from 'node:path';
import { appOptions, type AppName, prepareStack, type RunningApp, startApp } from '@accountia/cli/stack';
import { connect, createOrganization, type Database } from '@accountia/db';
import type { DevServices } from '@accountia/dev-services';
import { createObjectStore, type ObjectStore } from '@accountia/gcs';
import { type Kysely, sql } from 'kysely';

export interface BenchStack extends AsyncDisposable {
  readonly services: DevServices;
  readonly redisUrl: string;
  readonly objects: ObjectStore;
  /** Where the objects' contents are, by name. */
  readonly objectsUrl: string;
  readonly db: Kysely<Database>;
  /** Starts one of the real processes; `onEntry` is told of the lines of its log. */
  start(name: AppName, options?: StartOptions): Promise<RunningApp>;
  newOrganization(): Promise<string>;
}

export interface StartOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly onEntry?: (entry: object) => void;
}

const ROOT = path.resolve(import.meta.dirname, '../..');

/**
 * PostgreSQL with its writes on disk, Redis with its file, and the object store, in a state directory of their own
 * (`.data/bench`), and the product's own processes on them, each with the defaults of production.
 */
export async function startBenchStack(environment: Record<string, string> = {}): Promise<BenchStack> {
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'GCS_BUCKET_NAME']) {
    if (process.env[name]) throw new Error(`Unset ${name}: the benchmark empties the services that it uses`);
  }
  const prepared = await prepareStack({
    onLog: () => undefined,
    directory: path.join(ROOT, '.data', 'bench'),
    environment,
  });
  const { services } = prepared;
  const apps: RunningApp[] = [];
  const db = connect({ url: services.databaseUrl, maxConnections: 16, applicationName: 'accountia bench' });
  async function dispose(): Promise<void> {
    await Promise.all(apps.map((app) => app.stop()));
    await db.destroy();
    await services.release();
  }
  try {
    if (services.queue.kind !== 'redis')
      throw new Error(`No Redis, and so no peer: ${services.queue.reason}`);
    const { apiEndpoint, bucket } = services.objectStore;
    if (apiEndpoint === undefined) throw new Error('The object store is not a local one');
    await sql`truncate runs, run_events, run_children, documents, declarations cascade`.execute(db);
    await db.deleteFrom('organizations').where('name', 'like', 'bench %').execute();
    return {
      services,
      redisUrl: services.queue.url,
      objects: createObjectStore({ bucket, apiEndpoint, projectId: 'local' }),
      objectsUrl: `${apiEndpoint}/storage/v1/b/${bucket}/o`,
      db,
      async start(name, { environment: more = {}, onEntry } = {}) {
        const options = await appOptions(prepared, name, 'any');
        const app = await startApp({
          ...options,
          environment: { ...options.environment, ...more },
          onLine: (_line, entry) => entry !== null && onEntry?.(entry),
        });
        apps.push(app);
        return app;
      },
      newOrganization: async () => (await createOrganization(db, `bench ${crypto.randomUUID()}`)).id,
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}
