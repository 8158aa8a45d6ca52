import { appOptions, type AppName, type PreparedStack, prepareStack } from '@accountia/cli/stack';
import { connect, createApiKey, createOrganization, type Database } from '@accountia/db';
import { createObjectStore, type ObjectStore } from '@accountia/gcs';
import type { Kysely } from 'kysely';
import { type Fleet, startFleet } from './fleet.ts';
import type { Link } from './plan/kinds.ts';
import { type ObjectFaultProxy, startObjectFaultProxy } from './proxies/object-fault-proxy.ts';
import { startTcpProxy, type TcpProxy } from './proxies/tcp-proxy.ts';

export interface Tenant {
  readonly organizationId: string;
  readonly apiKey: string;
}

export interface ChaosStack {
  readonly prepared: PreparedStack;
  readonly fleet: Fleet;
  readonly links: Readonly<Record<Link, TcpProxy>>;
  readonly objectFaults: ObjectFaultProxy;
  /** Straight to the services, round every fault: for looking at the outcome. */
  readonly db: Kysely<Database>;
  readonly objects: ObjectStore;
  readonly tenants: readonly Tenant[];
  /** Where clients find the API, whichever process serves it. */
  readonly apiUrl: string;
  stopApps(): Promise<void>;
  stop(): Promise<void>;
}

/** Two where one takes over from the other. */
const MEMBERS: readonly { readonly id: string; readonly name: AppName }[] = [
  { id: 'worker-1', name: 'worker' },
  { id: 'worker-2', name: 'worker' },
  { id: 'beat-1', name: 'beat' },
  { id: 'beat-2', name: 'beat' },
  { id: 'monitor-1', name: 'monitor' },
  { id: 'api-1', name: 'api' },
];

/** Short, so that what takes minutes in production takes seconds here. */
const SHORT_TIMES = {
  RUN_LEASE_SECONDS: '2',
  SWEEP_INTERVAL_MS: '500',
  DATABASE_SILENCE_LIMIT_SECONDS: '5',
  LOG_LEVEL: 'info',
};

/** The real stack with a proxy on every wire, in a state directory of its own. */
export async function startChaosStack(options: {
  directory: string;
  organizations: number;
  onLog: (line: string) => void;
}): Promise<ChaosStack> {
  const prepared = await prepareStack({
    onLog: options.onLog,
    directory: options.directory,
    environment: SHORT_TIMES,
  });
  const { services } = prepared;
  const closers: (() => Promise<void>)[] = [() => services.release()];
  const close = async () => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    const { objectStore } = services;
    if (objectStore.kind !== 'local' || objectStore.apiEndpoint === undefined) {
      throw new Error('Chaos needs the local object store: unset the variables of Google Cloud Storage');
    }
    const objectFaults = await startObjectFaultProxy(Number(new URL(objectStore.apiEndpoint).port));
    closers.push(() => objectFaults.close());
    const links = {
      postgres: await startTcpProxy(portOf(services.databaseUrl)),
      redis: await startTcpProxy(portOf(services.queue.url)),
      objects: await startTcpProxy(objectFaults.port),
      api: await startTcpProxy(null),
    };
    closers.push(async () => void (await Promise.all(Object.values(links).map((link) => link.close()))));

    const db = connect({ url: services.databaseUrl, maxConnections: 4, applicationName: 'chaos suite' });
    closers.push(() => db.destroy());
    const { bucket, apiEndpoint, keyFilename } = objectStore;
    const objects = createObjectStore({
      bucket,
      apiEndpoint,
      ...(keyFilename === undefined ? {} : { keyFilename }),
    });
    const tenants = await Promise.all(
      Array.from({ length: options.organizations }, (_, index) => newTenant(db, index)),
    );

    const proxied: PreparedStack = {
      ...prepared,
      environmentOf: (port) => ({
        ...prepared.environmentOf(port),
        DATABASE_URL: through(services.databaseUrl, links.postgres),
        ...(services.queue.kind === 'redis' ? { REDIS_URL: through(services.queue.url, links.redis) } : {}),
        GCS_API_ENDPOINT: through(apiEndpoint, links.objects),
      }),
    };
    const fleet = await startFleet(
      MEMBERS.map(({ id, name }) => ({ id, options: () => appOptions(proxied, name, 'any') })),
      {
        onUp(member, app) {
          if (member.name === 'api' && app.url !== null) links.api.target = portOf(app.url);
          options.onLog(`${member.id} is up, process ${app.pid}`);
        },
        onEnd(member, how) {
          if (member.name === 'api') links.api.target = null;
          options.onLog(`${member.id} ended with ${how}`);
        },
      },
    );
    const stopApps = once(() => fleet.stop());
    closers.push(stopApps);
    return {
      prepared,
      fleet,
      links,
      objectFaults,
      db,
      objects,
      tenants,
      apiUrl: `http://127.0.0.1:${links.api.port}`,
      stopApps,
      stop: once(close),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function newTenant(db: Kysely<Database>, index: number): Promise<Tenant> {
  const organization = await createOrganization(db, `Caos ${index + 1} ${crypto.randomUUID()}`);
  const { key } = await createApiKey(db, { organizationId: organization.id, name: 'chaos' });
  return { organizationId: organization.id, apiKey: key };
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

function through(url: string, link: TcpProxy): string {
  const changed = new URL(url);
  changed.port = String(link.port);
  // `http://host:1/` and `http://host:1` are two things to whoever appends a path.
  return url.endsWith('/') ? changed.href : changed.href.replace(/\/$/, '');
}

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= action());
}
