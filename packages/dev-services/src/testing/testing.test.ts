import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { RedisConnection } from '../redis/connection.ts';
import type { DevServices } from '../types.ts';
import { createTestDatabase, createTestRedis, prepareTemplateDatabase, startTestServices } from './index.ts';

let services: DevServices;

beforeAll(async () => {
  services = await startTestServices({ ownerPid: process.pid });
}, 60_000);

afterAll(() => services.release());

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function redisCommand(url: string, ...parts: string[]): Promise<unknown> {
  const connection = await RedisConnection.open(url);
  return connection.command(...parts).finally(() => connection.close());
}

test('each database is empty, apart and gone when disposed, even while connected', async () => {
  const one = await createTestDatabase(services.databaseUrl);
  await using other = await createTestDatabase(services.databaseUrl);
  await query(one.url, 'CREATE TABLE only_here (id int)');
  expect(await query(other.url, "SELECT to_regclass('only_here') AS found")).toEqual([{ found: null }]);
  const lingering = new pg.Client({ connectionString: one.url });
  const errors: Error[] = [];
  lingering.on('error', (error) => errors.push(error));
  await lingering.connect();
  await one.dispose();
  await vi.waitFor(() => expect(errors[0]).toMatchObject({ code: '57P01' }));
  await expect(query(one.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
});

test('a database in which PostgreSQL itself is busy is dropped once it is not', async () => {
  const database = await createTestDatabase(services.databaseUrl);
  // As a vacuum does: a session of the superuser, which the owner of the database may not end.
  const busy = new URL(services.databaseAdminUrl);
  busy.pathname = new URL(database.url).pathname;
  const session = new pg.Client({ connectionString: busy.href });
  await session.connect();
  const dropped = database.dispose();
  await sleep(300);
  await session.end();
  await dropped;
  await expect(query(database.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
});

test('a template is prepared once per key, however many ask, and copied with its content', async () => {
  let prepared = 0;
  const template = (key: string) =>
    prepareTemplateDatabase(services.databaseUrl, {
      name: 'selftest',
      key,
      async prepare(url) {
        prepared += 1;
        await query(url, `CREATE TABLE filled AS SELECT '${key}' AS key`);
      },
    });
  const key = `first ${process.pid}`;
  const [name, same] = await Promise.all([template(key), template(key), template(key)]);
  expect([prepared, same]).toEqual([1, name]);
  await using database = await createTestDatabase(services.databaseUrl, { template: name });
  expect(await query(database.url, 'SELECT key FROM filled')).toEqual([{ key }]);

  const next = await template(`second ${process.pid}`);
  const left = await query(
    services.databaseUrl,
    `SELECT datname FROM pg_database WHERE datname IN ('${name}', '${next}')`,
  );
  expect(left).toEqual([{ datname: next }]);
});

test('a template that failed half way is prepared again', async () => {
  const options = {
    name: 'failing',
    key: String(process.pid),
    prepare: () => Promise.reject(new Error('no')),
  };
  await expect(prepareTemplateDatabase(services.databaseUrl, options)).rejects.toThrow('no');
  const name = await prepareTemplateDatabase(services.databaseUrl, { ...options, prepare: async () => {} });
  await query(services.databaseUrl, `DROP DATABASE ${name}`);
});

test('each Redis is empty, apart and emptied when disposed', async () => {
  const { queue } = services;
  const [one, other] = await Promise.all([createTestRedis(queue.url), createTestRedis(queue.url)]);
  expect(one.database).not.toBe(other.database);
  await redisCommand(one.url, 'SET', 'a', '1');
  expect(await redisCommand(other.url, 'GET', 'a')).toBeNull();
  await redisCommand(other.url, 'FLUSHDB');
  expect(await redisCommand(one.url, 'GET', 'a')).toBe('1');
  await one.dispose();
  expect(await redisCommand(one.url, 'DBSIZE')).toBe(0);
  await other.dispose();
});

test("a Redis database with somebody's data in it is left alone", async () => {
  const first = await createTestRedis(services.queue.url);
  await first.dispose();
  await redisCommand(first.url, 'SET', 'precious', '1');
  await using second = await createTestRedis(services.queue.url);
  expect(second.database).not.toBe(first.database);
  expect(await redisCommand(first.url, 'GET', 'precious')).toBe('1');
  await redisCommand(first.url, 'FLUSHDB');
});
