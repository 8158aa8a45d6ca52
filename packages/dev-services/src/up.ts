import { createBucket } from './object-store/create-bucket.ts';
import { objectStoreEndpoint } from './object-store/service.ts';
import { databaseUrls } from './postgres/service.ts';
import { redisUrl } from './redis/service.ts';
import { findRedis } from './redis/find-redis.ts';
import { checkGivenServices, readGivenServices } from './given-services.ts';
import type { GivenServices } from './given-services.ts';
import { appEnvironment } from './app-environment.ts';
import { askOnTerminal } from './ask.ts';
import { DevServicesError } from './errors.ts';
import { ensureStack, stateOf, waitUntilStopped, waitUntilUp } from './stack.ts';
import { hasOwners, pin, registerOwner } from './state/owners.ts';
import { loadSecrets } from './state/secrets.ts';
import { createStateDirectory, readJson, remove } from './state/state-directory.ts';
import type { StateDirectory } from './state/state-directory.ts';
import { withLock } from './state/state-lock.ts';
import type { RedisProgram, ServiceName, ServicesFile, WantedServices } from './supervisor/service-record.ts';
import type { DevServices, ObjectStoreSettings, PostgresQueue, RedisQueue, UpOptions } from './types.ts';

/** Longer than a first start with an installation of Redis takes. */
const LOCK_TIMEOUT_MS = 300_000;

const POSTGRES_QUEUE_DIFFERENCES = [
  'Jobs are delivered through PostgreSQL: fewer per second than through Redis.',
  'The queue back end for PostgreSQL is younger than the one for Redis, and keeps no timeline of metrics.',
  'The redis commands of the command line have nothing to connect to.',
];

/**
 * Makes PostgreSQL, a queue back end and an object store available: those of the environment where it names them, else
 * our own, started on 127.0.0.1. Safe to call again and from several processes at once: they share one stack.
 * Throws a `DevServicesError`.
 */
export async function up(options: UpOptions = {}): Promise<DevServices> {
  const state = stateOf(options);
  const log = options.onLog ?? (() => {});
  const given = readGivenServices(options.environment ?? process.env);
  await checkGivenServices(given);
  createStateDirectory(state);

  const started = await withLock(state.lock, LOCK_TIMEOUT_MS, async () => {
    const secrets = loadSecrets(state);
    const choice = await chooseQueue(state, given, options, log);
    const wanted = mergeWanted(state, given, choice.program, options.profile ?? 'development');
    const ownerFile = options.ownerPid === undefined ? pin(state) : registerOwner(state, options.ownerPid);
    const withdraw = () => {
      if (ownerFile !== null) remove(ownerFile);
    };
    try {
      await ensureStack(state, wanted, log);
    } catch (error) {
      withdraw();
      throw error;
    }
    return { secrets, choice, wanted, withdraw };
  });
  const { secrets, choice, wanted, withdraw } = started;

  async function release(): Promise<void> {
    if (options.ownerPid === undefined) return;
    withdraw();
    await waitUntilStopped(state);
  }

  try {
    const services = await waitUntilUp(state, neededNow(wanted, given, choice.program), log);
    const urls = given.databaseUrl === null ? databaseUrls(portOf(services, 'postgres'), secrets) : null;
    const databaseUrl = urls?.databaseUrl ?? required(given.databaseUrl);
    const databaseAdminUrl = urls?.databaseAdminUrl ?? required(given.databaseAdminUrl);
    const queue = describeQueue(choice, given, databaseUrl, () =>
      redisUrl(portOf(services, 'redis'), secrets),
    );
    const objectStore = given.objectStore ?? (await localObjectStore(state, given, services));
    return {
      databaseUrl,
      databaseAdminUrl,
      queue,
      objectStore,
      environment: appEnvironment(
        { databaseUrl, databaseAdminUrl, queue, objectStore, project: given.project },
        process.env,
      ),
      notes: notesOn(given, choice, services, state),
      stateDirectory: state.path,
      release,
    };
  } catch (error) {
    withdraw();
    throw error;
  }
}

/** How the queue is to be delivered, before anything is started. */
interface QueueChoice {
  program: RedisProgram | null;
  note: string;
  /** Why there is no Redis; null when there is. */
  reason: string | null;
}

async function chooseQueue(
  state: StateDirectory,
  given: GivenServices,
  options: UpOptions,
  log: (line: string) => void,
): Promise<QueueChoice> {
  if (given.queueForcedToPostgres) {
    const reason = 'ACCOUNTIA_QUEUE=postgres asks for it';
    return { program: null, reason, note: `Queue: PostgreSQL, because ${reason}` };
  }
  if (given.redisUrl !== null) return { program: null, reason: null, note: 'Queue: the Redis of REDIS_URL' };
  const environment = options.environment ?? process.env;
  const confirm = options.confirm === undefined ? askOnTerminal() : options.confirm;
  const found = await findRedis({
    environment: { ...environment, PATH: environment['PATH'] ?? '' },
    onLog: log,
    confirm,
  });
  if (found.program === null) {
    return { program: null, reason: found.reason, note: `Queue: PostgreSQL, because ${found.reason}` };
  }
  const before = readJson<WantedServices>(state.wanted)?.redis;
  // Once installed, it is simply found on PATH; remember for the notes that it was us.
  const program = before?.command === found.program.command ? before : found.program;
  return { program, reason: null, note: `Queue: Redis (${found.note})` };
}

/** Adds to what already runs: another `up` may need what this one does not. */
function mergeWanted(
  state: StateDirectory,
  given: GivenServices,
  redis: RedisProgram | null,
  profile: WantedServices['profile'],
): WantedServices {
  const before = hasOwners(state) ? readJson<WantedServices>(state.wanted) : null;
  return {
    profile: before?.profile ?? profile,
    postgres: given.databaseUrl === null || (before?.postgres ?? false),
    redis: redis ?? before?.redis ?? null,
    objectStore: given.objectStore === null || (before?.objectStore ?? false),
  };
}

function neededNow(wanted: WantedServices, given: GivenServices, redis: RedisProgram | null): ServiceName[] {
  const names: ServiceName[] = [];
  if (wanted.postgres && given.databaseUrl === null) names.push('postgres');
  if (redis !== null) names.push('redis');
  if (wanted.objectStore && given.objectStore === null) names.push('object-store');
  return names;
}

function describeQueue(
  choice: QueueChoice,
  given: GivenServices,
  databaseUrl: string,
  ownUrl: () => string,
): RedisQueue | PostgresQueue {
  if (choice.reason !== null) {
    return {
      kind: 'postgres',
      url: databaseUrl,
      reason: choice.reason,
      differences: POSTGRES_QUEUE_DIFFERENCES,
    };
  }
  if (choice.program !== null) return { kind: 'redis', url: ownUrl(), origin: choice.program.origin };
  return { kind: 'redis', url: required(given.redisUrl), origin: 'environment' };
}

async function localObjectStore(
  state: StateDirectory,
  given: GivenServices,
  services: ServicesFile | null,
): Promise<ObjectStoreSettings> {
  const apiEndpoint = objectStoreEndpoint(portOf(services, 'object-store'));
  await createBucket(apiEndpoint, given.bucket);
  return { kind: 'local', apiEndpoint, bucket: given.bucket, keyFilename: state.serviceAccount };
}

function notesOn(
  given: GivenServices,
  choice: QueueChoice,
  services: ServicesFile | null,
  state: StateDirectory,
): string[] {
  const port = (name: ServiceName) => `127.0.0.1:${portOf(services, name)}`;
  const notes = [
    given.databaseUrl === null
      ? `PostgreSQL: started on ${port('postgres')}, data in ${state.postgres}`
      : 'PostgreSQL: the server of DATABASE_URL',
    choice.program === null ? choice.note : `${choice.note}, on ${port('redis')}`,
  ];
  if (choice.reason !== null) notes.push(...POSTGRES_QUEUE_DIFFERENCES);
  if (given.objectStore === null) {
    notes.push(`Object store: local, speaking Google Cloud Storage's API, on ${port('object-store')}`);
  } else if (given.objectStore.kind === 'google') {
    notes.push(`Object store: Google Cloud Storage, bucket ${given.objectStore.bucket}`);
  } else {
    notes.push(
      `Object store: the one at ${given.objectStore.apiEndpoint}, bucket ${given.objectStore.bucket}`,
    );
  }
  return notes;
}

function portOf(services: ServicesFile | null, name: ServiceName): number {
  const port = services?.services[name]?.port;
  if (port === undefined || port === null) {
    throw new DevServicesError('services_start_failed', `${name} has no port although it was started.`, {
      name,
    });
  }
  return port;
}

function required(value: string | null): string {
  if (value === null) throw new Error('a given service has no URL');
  return value;
}
