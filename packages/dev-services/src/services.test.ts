import { statSync } from 'node:fs';
import { Storage } from '@google-cloud/storage';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DevServices } from './index.ts';
import { RedisConnection } from './redis/connection.ts';
import { createTestStack } from './test-stack.ts';
import type { TestStack } from './test-stack.ts';

let stack: TestStack;
let services: DevServices;

beforeAll(async () => {
  stack = createTestStack();
  services = await stack.up({ ownerPid: process.pid, profile: 'development' });
}, 60_000);

afterAll(() => stack[Symbol.asyncDispose]());

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('PostgreSQL', () => {
  test('gives the applications a database of their own, and a role that is no superuser', async () => {
    const rows = await query(
      services.databaseUrl,
      'SELECT current_user, rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user',
    );
    expect(rows).toEqual([{ current_user: 'accountia', rolsuper: false, rolcreatedb: true }]);
    expect(
      await query(services.databaseAdminUrl, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user'),
    ).toEqual([{ rolsuper: true }]);
  });

  test('has the extensions that search in Spanish needs, for that role', async () => {
    await query(services.databaseUrl, 'CREATE EXTENSION unaccent; CREATE EXTENSION pg_trgm');
    const [row] = await query(
      services.databaseUrl,
      `SELECT unaccent('Exógena ñandú') AS plain, similarity('cédula', 'CÉDULA') AS alike, upper('ñandú') AS upper,
              to_tsvector('spanish', 'Las declaraciones TRIBUTARIAS del año')::text AS words`,
    );
    expect(row).toEqual({
      plain: 'Exogena nandu',
      alike: 1,
      upper: 'ÑANDÚ',
      words: "'año':5 'declar':2 'tributari':3",
    });
  });

  test('lets nobody in without the password, and listens on 127.0.0.1 only', async () => {
    const url = new URL(services.databaseUrl);
    url.password = 'wrong';
    await expect(query(url.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect(await query(services.databaseAdminUrl, 'SHOW listen_addresses')).toEqual([
      { listen_addresses: '127.0.0.1' },
    ]);
    expect(await query(services.databaseAdminUrl, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
  });
});

describe('Redis', () => {
  test('is set up as a queue needs it: nothing evicted, written to disk, with a password', async () => {
    expect(services.queue).toMatchObject({
      kind: 'redis',
      origin: 'redis-server',
      url: services.environment['REDIS_URL'],
    });
    const redis = await RedisConnection.open(services.queue.url);
    for (const [setting, value] of [
      ['maxmemory-policy', 'noeviction'],
      ['appendonly', 'yes'],
      ['bind', '127.0.0.1'],
    ]) {
      expect(await redis.command('CONFIG', 'GET', setting ?? '')).toEqual([setting, value]);
    }
    redis.close();
    const url = new URL(services.queue.url);
    url.password = '';
    await expect(RedisConnection.open(url.href)).rejects.toThrow('NOAUTH');
  });
});

describe('the object store', () => {
  test('takes and gives objects, and signs addresses with the key it handed out', async () => {
    const {
      GCS_API_ENDPOINT = '',
      GCS_BUCKET_NAME = '',
      GOOGLE_APPLICATION_CREDENTIALS = '',
    } = services.environment;
    expect(services.objectStore).toEqual({
      kind: 'local',
      apiEndpoint: GCS_API_ENDPOINT,
      bucket: GCS_BUCKET_NAME,
      keyFilename: GOOGLE_APPLICATION_CREDENTIALS,
    });
    const storage = new Storage({ apiEndpoint: GCS_API_ENDPOINT });
    const { default: key } = await import(GOOGLE_APPLICATION_CREDENTIALS, { with: { type: 'json' } });
    storage.authClient.jsonContent = key;
    const file = storage.bucket(GCS_BUCKET_NAME).file('a/b');
    await file.save('content', { resumable: false });
    const [url] = await file.getSignedUrl({ version: 'v4', action: 'read', expires: Date.now() + 60_000 });
    expect(await (await fetch(url)).text()).toBe('content');
  });
});

test('secrets are readable by their owner only', () => {
  for (const path of [stack.state.secrets, stack.state.services, stack.state.serviceAccount]) {
    expect(statSync(path).mode & 0o077).toBe(0);
  }
});

test('the notes say what was chosen, one line each', () => {
  expect(services.notes.map((note) => note.split(':')[0])).toEqual(['PostgreSQL', 'Queue', 'Object store']);
  for (const note of services.notes) expect(note).not.toContain('\n');
});

describe('given services', () => {
  const path = process.env['PATH'];

  test('are used instead of starting any', async () => {
    await using other = createTestStack();
    const given = await other.up({
      ownerPid: process.pid,
      environment: { ...services.environment, PATH: path },
    });
    expect(given.databaseUrl).toBe(services.databaseUrl);
    expect(given.queue).toEqual({ kind: 'redis', url: services.queue.url, origin: 'environment' });
    expect(given.objectStore).toEqual(services.objectStore);
    expect(() => other.process('postgres')).toThrow('not in the record');
    await given.release();
  });

  test('of Google are taken from its usual variables', async () => {
    await using other = createTestStack();
    const { DATABASE_URL, REDIS_URL } = services.environment;
    const given = await other.up({
      ownerPid: process.pid,
      environment: {
        DATABASE_URL,
        REDIS_URL,
        PATH: path,
        GCS_BUCKET_NAME: 'real-bucket',
        GOOGLE_APPLICATION_CREDENTIALS: '/keys/google.json',
        GOOGLE_CLOUD_PROJECT: 'real-project',
      },
    });
    expect(given.objectStore).toEqual({
      kind: 'google',
      bucket: 'real-bucket',
      keyFilename: '/keys/google.json',
    });
    expect(given.environment).toMatchObject({ GOOGLE_CLOUD_PROJECT: 'real-project' });
    expect(given.environment['GCS_API_ENDPOINT']).toBeUndefined();
    await given.release();
  });

  test.each([
    ['DATABASE_URL', 'postgresql://a:b@127.0.0.1:9/x'],
    ['REDIS_URL', 'redis://127.0.0.1:9'],
  ])('that do not answer are named at once: %s', async (variable, url) => {
    await expect(
      stack.up({ ownerPid: process.pid, environment: { PATH: path, [variable]: url } }),
    ).rejects.toMatchObject({
      code: 'given_service_unreachable',
      details: { variable },
    });
  });
});

describe('without Redis', () => {
  test.each([
    ['asked for', { ACCOUNTIA_QUEUE: 'postgres', PATH: process.env['PATH'] }, /ACCOUNTIA_QUEUE=postgres/],
    [
      'no way to get one',
      { PATH: '/nonexistent' },
      /no redis-server or valkey-server on PATH; .*package manager.*; no docker/,
    ],
  ])('the queue is PostgreSQL, and says why and what differs: %s', async (_, environment, reason) => {
    const forced = await stack.up({ ownerPid: process.pid, environment });
    expect(forced.queue).toEqual({
      kind: 'postgres',
      url: services.databaseUrl,
      reason: expect.stringMatching(reason),
      differences: expect.arrayContaining([expect.any(String)]),
    });
    expect(forced.environment).toMatchObject({ QUEUE_BACKEND: 'postgres' });
    expect(forced.environment['REDIS_URL']).toBeUndefined();
    await forced.release();
  });
});

test('behind a proxy, the applications are told to go round it for 127.0.0.1', async () => {
  const before = process.env['HTTPS_PROXY'];
  process.env['HTTPS_PROXY'] = 'http://proxy.example:3128';
  try {
    const again = await stack.up({ ownerPid: process.pid });
    expect(again.environment['NO_PROXY']).toContain('127.0.0.1');
    await again.release();
  } finally {
    if (before === undefined) delete process.env['HTTPS_PROXY'];
    else process.env['HTTPS_PROXY'] = before;
  }
});
