import { openTestDatabase } from '@accountia/db/testing';
import { createTestDatabase, startTestServices } from '@accountia/dev-services/testing';
import { launchApp, type LaunchedApp } from '@accountia/service-kit/testing';
import { findRedisServer, startRedisServer } from '@accountia/task-runtime/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

describe('the process', () => {
  let services: Awaited<ReturnType<typeof startTestServices>>;
  beforeAll(async () => {
    services = await startTestServices({ ownerPid: process.pid });
  });
  afterAll(async () => {
    await services.release();
  });

  function launch(environment: Record<string, string>): LaunchedApp {
    return launchApp(new URL('./main.ts', import.meta.url), {
      PORT: '0',
      MONITOR_USERNAME: 'operaciones',
      MONITOR_PASSWORD: 'una-clave-de-prueba',
      ...environment,
    });
  }

  async function stops(app: LaunchedApp): Promise<void> {
    app.kill('SIGTERM');
    expect(await app.exited).toBe(0);
  }

  const redisServer = findRedisServer();
  test.skipIf(redisServer === null)(
    'starts on a Redis that the others refuse, says so, and stops in order',
    async () => {
      await using database = await openTestDatabase();
      await using unsafe = await startRedisServer(redisServer!, { 'maxmemory-policy': 'allkeys-lru' });
      await using app = launch({ DATABASE_URL: database.url, REDIS_URL: unsafe.url });
      const { url } = await app.said('listening');
      await app.said('Redis is not safe to work with');
      expect((await fetch(`${url}/livez`)).status).toBe(200);
      await stops(app);
    },
  );

  test('starts on a database without a schema, since an operator needs it most when something is wrong', async () => {
    await using empty = await createTestDatabase(services.databaseUrl);
    await using app = launch({ DATABASE_URL: empty.url, QUEUE_BACKEND: 'postgres' });
    await app.said('ready');
    await stops(app);
  });

  test('does not start without an environment, and names each variable', async () => {
    await using app = launch({ MONITOR_PASSWORD: 'corta' });
    expect(await app.exited).toBe(1);
    expect(app.errors()).toMatch(/MONITOR_PASSWORD: expected at least 12 characters/);
    expect(app.errors()).toContain('DATABASE_URL: is missing');
  });
});
