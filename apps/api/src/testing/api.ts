import { connect, createApiKey, createOrganization, type Database, migrate } from '@accountia/db';
import { createTestDatabase, startTestServices } from '@accountia/dev-services/testing';
import { createObjectStore, type ObjectStore } from '@accountia/gcs';
import { createLogger } from '@accountia/service-kit';
import { createTransport, modelCalls, type TransportConnection } from '@accountia/task-runtime';
import { type Kysely, sql } from 'kysely';
import { createApi } from '../app.ts';
import type { ApiDependencies } from '../context.ts';
import { type RunEventHub, startRunEventHub } from '../run-events/hub.ts';

export interface Tenant {
  readonly organizationId: string;
  readonly key: string;
  /** A request with the tenant's key. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Uploads bytes under a name, as a browser would. */
  upload(bytes: Uint8Array, name?: string, headers?: Record<string, string>): Promise<Response>;
  /** Names of the objects that the store keeps for the tenant. */
  objects(): Promise<string[]>;
}

export interface TestApi extends AsyncDisposable {
  readonly app: ReturnType<typeof createApi>;
  readonly db: Kysely<Database>;
  readonly databaseUrl: string;
  readonly objectStore: ObjectStore;
  readonly runEvents: RunEventHub;
  readonly dependencies: ApiDependencies;
  /** Variables with which the app itself would start on the same services. */
  readonly environment: Record<string, string>;
  tenant(name?: string): Promise<Tenant>;
}

const logger = createLogger({ app: 'api-test', level: 'silent' });

/** The API over a database of its own and the real queue and object store, not listening. */
export async function startTestApi(changes: Partial<ApiDependencies> = {}): Promise<TestApi> {
  const services = await startTestServices({ ownerPid: process.pid });
  const database = await createTestDatabase(services.databaseUrl);
  const db = connect({ url: database.url });
  await migrate(db);
  const { bucket, apiEndpoint, keyFilename } = services.objectStore;
  const objectStore = createObjectStore({
    bucket,
    ...(apiEndpoint === undefined ? {} : { apiEndpoint }),
    ...(keyFilename === undefined ? {} : { keyFilename }),
  });
  await objectStore.ensureBucket();
  const connection: TransportConnection = {
    kind: services.queue.kind,
    url: services.queue.kind === 'redis' ? services.queue.url : database.url,
    prefix: `api-test-${process.pid}`,
  };
  const transport = createTransport(connection, logger);
  const runEvents = await startRunEventHub({ databaseUrl: database.url, logger });
  const dependencies: ApiDependencies = {
    db,
    objectStore,
    runEvents,
    logger,
    healthChecks: [
      { name: 'postgresql', required: true, check: async () => void (await sql`select 1`.execute(db)) },
      { name: 'queue', required: false, check: () => transport.check() },
      { name: 'object-store', required: true, check: () => objectStore.check() },
    ],
    questions: { model: null, calls: modelCalls(db, 30) },
    backlog: { maxUnfinishedRuns: 20_000, maxQueueAgeMs: 3_600_000 },
    uploads: { concurrency: 4, queue: 16, timeoutMs: 30_000, storeTimeoutMs: 10_000 },
    ...changes,
  };
  const app = createApi(dependencies);

  return {
    app,
    db,
    databaseUrl: database.url,
    objectStore,
    runEvents,
    dependencies,
    environment: { ...services.environment, DATABASE_URL: database.url },
    tenant: async (name = 'Contadores de prueba S.A.S.') =>
      await createTenant({ app, db, objectStore }, name),
    async [Symbol.asyncDispose]() {
      await runEvents.close();
      await transport.close();
      await db.destroy();
      await database.dispose();
      await services.release();
    },
  };
}

async function createTenant(api: Pick<TestApi, 'app' | 'db' | 'objectStore'>, name: string): Promise<Tenant> {
  const { id: organizationId } = await createOrganization(api.db, name);
  const { key } = await createApiKey(api.db, { organizationId, name: 'pruebas' });
  const request: Tenant['request'] = async (path, init = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${key}`);
    return await api.app.request(path, { ...init, headers });
  };
  return {
    organizationId,
    key,
    request,
    upload: async (bytes, filename = 'reporte.xlsx', headers = {}) =>
      await request('/v1/documents', { method: 'POST', body: uploadForm(bytes, filename), headers }),
    async objects() {
      const names: string[] = [];
      for await (const object of api.objectStore.list(`organizations/${organizationId}/`))
        names.push(object.name);
      return names;
    },
  };
}

export function uploadForm(bytes: Uint8Array, filename: string, reading?: string): FormData {
  const form = new FormData();
  if (reading !== undefined) form.append('reading', reading);
  form.append('file', new File([new Uint8Array(bytes)], filename));
  return form;
}
