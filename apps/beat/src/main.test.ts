import { listSchedules } from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { createTestDatabase, createTestRedis, startTestServices } from '@accountia/dev-services/testing';
import { launchApp, type LaunchedApp } from '@accountia/service-kit/testing';
import { findRedisServer, startRedisServer, startTcpProxy } from '@accountia/task-runtime/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { schedules } from './schedules.ts';

describe('the process', () => {
  let services: Awaited<ReturnType<typeof startTestServices>>;
  let redis: Awaited<ReturnType<typeof createTestRedis>>;
  let database: MigratedTestDatabase;
  const launched: LaunchedApp[] = [];

  beforeAll(async () => {
    services = await startTestServices({ ownerPid: process.pid });
    redis = await createTestRedis(services.queue.url);
    database = await openTestDatabase();
  });
  afterEach(async () => {
    for (const app of launched.splice(0)) await app[Symbol.asyncDispose]();
  });
  afterAll(async () => {
    await database.dispose();
    await redis.dispose();
    await services.release();
  });

  function launch(overrides: Record<string, string> = {}): LaunchedApp {
    const app = launchApp(new URL('./main.ts', import.meta.url), {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      QUEUE_PREFIX: redis.prefix,
      ...overrides,
    });
    launched.push(app);
    return app;
  }

  async function ended(app: LaunchedApp): Promise<{ code: number | null; said: string }> {
    const code = await app.exited;
    expect(app.errors()).toBe('');
    return { code, said: app.log.map(({ msg }) => msg).join('\n') };
  }

  test('makes the table of schedules agree with the list when it begins to lead, and stops with 0', async () => {
    const app = launch();
    await app.said('leading');
    const wanted = schedules.map(({ id }) => id).toSorted();
    const stored = async () => (await listSchedules(database.db)).map(({ id }) => id);
    while ((await stored()).length < wanted.length) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await stored()).toEqual(wanted);
    app.kill('SIGTERM');
    expect((await ended(app)).code).toBe(0);
  });

  test('lives while it leads and while it stands by, and is not ready while the database is away', async () => {
    await using network = await startTcpProxy(database.url);
    const leader = launch({ HEALTH_PORT: '0', DATABASE_URL: network.url });
    await leader.said('leading');
    const standby = launch({ HEALTH_PORT: '0' });
    const apps = [leader, standby];
    const [leaderUrl, standbyUrl] = await Promise.all(
      apps.map(async (app) => (await app.said('answering health checks')).url),
    );
    const status = async (url: string) => (await fetch(url)).status;
    for (const url of [leaderUrl, standbyUrl]) {
      expect([await status(`${url}/livez`), await status(`${url}/readyz`)]).toEqual([200, 200]);
    }
    network.refuse();
    expect(await status(`${leaderUrl}/readyz`)).toBe(503);
    // A restart would not bring the database back.
    expect(await status(`${leaderUrl}/livez`)).toBe(200);
    for (const app of apps) app.kill('SIGTERM');
    expect(await Promise.all(apps.map(async (app) => (await ended(app)).code))).toEqual([0, 0]);
  });

  test('does not start on a database that lacks migrations, and says the command that brings them', async () => {
    await using empty = await createTestDatabase(services.databaseUrl);
    const { code, said } = await ended(launch({ DATABASE_URL: empty.url }));
    expect(code).toBe(1);
    expect(said).toContain('npm run -s accountia -- migrate');
  });

  const redisServer = findRedisServer();
  test.skipIf(redisServer === null)('does not start on a Redis that evicts keys', async () => {
    await using unsafe = await startRedisServer(redisServer!, { 'maxmemory-policy': 'volatile-lru' });
    const { code, said } = await ended(launch({ REDIS_URL: unsafe.url }));
    expect(code).toBe(1);
    expect(said).toContain('maxmemory-policy is volatile-lru');
    expect(said).not.toContain('leading');
  });
});
