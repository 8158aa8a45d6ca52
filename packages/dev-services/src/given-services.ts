import pg from 'pg';
import { DevServicesError, messageOf } from './errors.ts';
import { RedisConnection } from './redis/connection.ts';
import type { ObjectStoreSettings } from './types.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const DEFAULT_BUCKET = 'accountia-local';
const DEFAULT_PROJECT = 'accountia-local';

/** What the environment already provides; null for what we are to start. */
export interface GivenServices {
  databaseUrl: string | null;
  databaseAdminUrl: string | null;
  redisUrl: string | null;
  queueForcedToPostgres: boolean;
  objectStore: ObjectStoreSettings | null;
  bucket: string;
  project: string;
}

type Environment = Record<string, string | undefined>;

/**
 * Reads what the environment provides. A store counts as given when it is complete: Google's with credentials and a
 * bucket, or a local one (such as ours, inherited from a parent process) with its endpoint and a bucket.
 */
export function readGivenServices(environment: Environment): GivenServices {
  const databaseUrl = present(environment['DATABASE_URL']);
  const bucket = present(environment['GCS_BUCKET_NAME']);
  const keyFilename = present(environment['GOOGLE_APPLICATION_CREDENTIALS']);
  const apiEndpoint =
    present(environment['GCS_API_ENDPOINT']) ?? present(environment['STORAGE_EMULATOR_HOST']);
  let objectStore: ObjectStoreSettings | null = null;
  if (bucket !== null && apiEndpoint !== null) {
    objectStore = { kind: 'local', bucket, apiEndpoint, ...(keyFilename === null ? {} : { keyFilename }) };
  } else if (bucket !== null && keyFilename !== null) {
    objectStore = { kind: 'google', bucket, keyFilename };
  }
  return {
    databaseUrl,
    databaseAdminUrl: present(environment['DATABASE_ADMIN_URL']) ?? databaseUrl,
    redisUrl: present(environment['REDIS_URL']),
    queueForcedToPostgres:
      environment['ACCOUNTIA_QUEUE'] === 'postgres' || environment['QUEUE_BACKEND'] === 'postgres',
    objectStore,
    bucket: bucket ?? DEFAULT_BUCKET,
    project: present(environment['GOOGLE_CLOUD_PROJECT']) ?? DEFAULT_PROJECT,
  };
}

/** Fails early, and by name, when a given server does not answer: the applications' own errors would come later. */
export async function checkGivenServices(given: GivenServices): Promise<void> {
  await Promise.all([
    given.databaseUrl === null ? null : reach('DATABASE_URL', given.databaseUrl, pingDatabase),
    given.redisUrl === null || given.queueForcedToPostgres
      ? null
      : reach('REDIS_URL', given.redisUrl, pingRedis),
  ]);
}

async function reach(variable: string, url: string, ping: (url: string) => Promise<void>): Promise<void> {
  try {
    await ping(url);
  } catch (error) {
    throw new DevServicesError(
      'given_service_unreachable',
      `${variable} is set, but its server does not answer (${messageOf(error)}). Unset it to have one started here.`,
      { variable },
      { cause: error },
    );
  }
}

async function pingDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  await client.connect();
  await client.end();
}

async function pingRedis(url: string): Promise<void> {
  const connection = await RedisConnection.open(url);
  connection.close();
}

function present(value: string | undefined): string | null {
  return value === undefined || value.trim() === '' ? null : value;
}
