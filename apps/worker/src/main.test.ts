import { createOrganization, findRun, type RunRow } from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { createTestDatabase, createTestRedis, startTestServices } from '@accountia/dev-services/testing';
import { startEmbeddingServer } from '@accountia/rag/testing/embedding';
import { createLogger } from '@accountia/service-kit';
import { launchApp, type LaunchedApp } from '@accountia/service-kit/testing';
import { ping } from '@accountia/task-contracts';
import { createTransport, type Dispatcher, enqueue, startDispatcher } from '@accountia/task-runtime';
import { findRedisServer, startRedisServer, startTcpProxy } from '@accountia/task-runtime/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

const logger = createLogger({ app: 'test', level: 'silent' });

describe('the process', () => {
  let services: Awaited<ReturnType<typeof startTestServices>>;
  let redis: Awaited<ReturnType<typeof createTestRedis>>;
  let database: MigratedTestDatabase;
  let organizationId: string;
  let stopDelivery: () => Promise<void>;
  const launched: LaunchedApp[] = [];

  beforeAll(async () => {
    services = await startTestServices({ ownerPid: process.pid });
    redis = await createTestRedis(services.queue.url);
    database = await openTestDatabase();
    organizationId = (await createOrganization(database.db, 'Prueba')).id;
    const transport = createTransport({ kind: 'redis', url: redis.url, prefix: redis.prefix }, logger);
    const dispatcher: Dispatcher = await startDispatcher({
      db: database.db,
      databaseUrl: database.url,
      transport,
      logger,
      pollMs: 50,
    });
    stopDelivery = async () => {
      await dispatcher.stop();
      await transport.close();
    };
  });
  afterEach(async () => {
    for (const app of launched.splice(0)) await app[Symbol.asyncDispose]();
  });
  afterAll(async () => {
    await stopDelivery();
    await redis.dispose();
    await database.dispose();
    await services.release();
  });

  function launch(overrides: Record<string, string> = {}): LaunchedApp {
    const { objectStore } = services;
    const app = launchApp(new URL('./main.ts', import.meta.url), {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      QUEUE_PREFIX: redis.prefix,
      GCS_BUCKET_NAME: objectStore.bucket,
      GOOGLE_CLOUD_PROJECT: 'test',
      GCS_API_ENDPOINT: objectStore.apiEndpoint!,
      ...overrides,
    });
    launched.push(app);
    return app;
  }

  async function ask(durationMs: number): Promise<RunRow> {
    const { run } = await database.db
      .transaction()
      .execute((trx) => enqueue(trx, ping, { echo: 'hola', durationMs }, { organizationId }));
    return run;
  }

  async function untilState({ id }: RunRow, state: RunRow['state']): Promise<RunRow> {
    for (;;) {
      const run = (await findRun(database.db, organizationId, id))!;
      if (run.state === state) return run;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async function ended(app: LaunchedApp): Promise<{ code: number | null; said: string }> {
    const code = await app.exited;
    expect(app.errors()).toBe('');
    return { code, said: app.log.map(({ msg }) => msg).join('\n') };
  }

  test('asked to stop under load: what can finish in time does, the rest is handed back uncounted', async () => {
    const app = launch({ SHUTDOWN_GRACE_SECONDS: '2', WORKER_CONCURRENCY: '3' });
    await app.said('ready');
    const short = await ask(500);
    const long = await ask(60_000);
    for (const run of [short, long]) await untilState(run, 'running');
    app.kill('SIGTERM');
    expect((await ended(app)).code).toBe(0);

    expect(await untilState(short, 'completed')).toMatchObject({ attempt: 1 });
    const handedBack = (await findRun(database.db, organizationId, long.id))!;
    expect(['queued', 'dispatched']).toContain(handedBack.state);
    expect(handedBack).toMatchObject({ attempt: 1, error: { code: 'worker_stopped' } });
    expect(handedBack.max_attempts - handedBack.attempt).toBe(long.max_attempts);
    await database.db.deleteFrom('runs').execute();
  });

  test('that cannot hand its runs back because the database hangs leaves with 1, not as if all were well', async () => {
    await using network = await startTcpProxy(database.url);
    const app = launch({ DATABASE_URL: network.url, SHUTDOWN_GRACE_SECONDS: '1' });
    await app.said('ready');
    await untilState(await ask(60_000), 'running');
    network.freeze();
    app.kill('SIGTERM');
    const { code, said } = await ended(app);
    expect(code).toBe(1);
    expect(said).toContain('shutdown took longer than its grace period');
    await database.db.deleteFrom('runs').execute();
  });

  test('says whether it consumes, not only that it is up', async () => {
    await using network = await startTcpProxy(redis.url);
    const app = launch({ HEALTH_PORT: '0', REDIS_URL: network.url });
    const { url } = await app.said('answering health checks');
    await app.said('ready');
    const ask = async (path: string) => {
      const response = await fetch(`${url}${path}`);
      const { dependencies } = (await response.json()) as { dependencies: { name: string; ok: boolean }[] };
      return [response.status, dependencies.filter(({ ok }) => !ok).map(({ name }) => name)];
    };
    expect(await ask('/livez')).toEqual([200, []]);
    expect(await ask('/readyz')).toEqual([200, []]);
    network.refuse();
    // It lives and will consume when Redis is back; a restart would mend nothing.
    expect(await ask('/readyz')).toEqual([503, ['queue']]);
    expect(await ask('/livez')).toEqual([200, []]);
    network.thaw();
    while ((await ask('/readyz'))[0] !== 200) await new Promise((resolve) => setTimeout(resolve, 50));
    // Its consumers are not back yet, who try again every two seconds; it does not wait for them.
    app.kill('SIGTERM');
    expect((await ended(app)).code).toBe(0);
  });

  test('given some of the queues, leaves what is in the others to those who take them', async () => {
    const files = launch({ WORKER_QUEUES: 'parse, analyze', HEALTH_PORT: '0' });
    const { url } = await files.said('answering health checks');
    await files.said('ready');
    const run = await untilState(await ask(0), 'dispatched');
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    const all = launch();
    const { worker_id: executor } = await untilState(run, 'completed');
    expect(executor).toContain(`-${all.pid}-`);
  });

  test('embeds the law beside its runs, and starts all the same while the provider is down', async () => {
    await using server = await startEmbeddingServer();
    const configured = {
      AI_EMBEDDING_PROVIDER: 'openai-compatible',
      AI_EMBEDDING_BASE_URL: server.baseUrl,
      AI_EMBEDDING_MODEL: 'local',
    };
    server.behave((_request, response) => response.writeHead(400).end('{}'));
    const without = launch(configured);
    await without.said('ready');
    await without.said(
      'the tax corpus could not be embedded; questions find law by words alone where it has no vectors, and it is tried again',
    );
    without.kill('SIGTERM');
    expect((await ended(without)).code).toBe(0);

    server.behave();
    const app = launch(configured);
    expect(await app.said('tax corpus embedded')).toMatchObject({ known: 0, pruned: 0 });
    app.kill('SIGTERM');
    expect((await ended(app)).code).toBe(0);
  });

  test('says which variable is wrong of a model of embeddings', async () => {
    const app = launch({ AI_EMBEDDING_MODEL: 'local' });
    expect(await app.exited).toBe(1);
    expect(app.errors()).toMatch(/AI_EMBEDDING_PROVIDER: .*openai, google or openai-compatible/);
  });

  test('does not start on a database that lacks migrations, and says the command that brings them', async () => {
    await using empty = await createTestDatabase(services.databaseUrl);
    const { code, said } = await ended(launch({ DATABASE_URL: empty.url }));
    expect(code).toBe(1);
    expect(said).toContain('npm run -s accountia -- migrate');
  });

  test('does not start without an environment, and names each variable', async () => {
    const app = launch({ DATABASE_URL: '', GCS_BUCKET_NAME: '', WORKER_QUEUES: 'parse,analize' });
    expect(await app.exited).toBe(1);
    expect(app.errors()).toMatch(/DATABASE_URL: is missing[^]*GCS_BUCKET_NAME: is missing/);
    expect(app.errors()).toMatch(/WORKER_QUEUES.*one or several of parse, analyze, maintenance/);
    expect(app.errors()).not.toContain('    at ');
  });

  test('without a queue server it waits for one, and stops in order all the same', async () => {
    await using network = await startTcpProxy(redis.url);
    network.refuse();
    const app = launch({ REDIS_URL: network.url });
    await app.said('Redis cannot be checked yet, it does not answer');
    app.kill('SIGTERM');
    expect((await ended(app)).code).toBe(0);
  });

  const redisServer = findRedisServer();
  describe.skipIf(redisServer === null)('on a Redis of its own', () => {
    test('does not start where keys are evicted, and says what to set', async () => {
      await using unsafe = await startRedisServer(redisServer!, { 'maxmemory-policy': 'allkeys-lru' });
      const { code, said } = await ended(launch({ REDIS_URL: unsafe.url }));
      expect(code).toBe(1);
      expect(said).toContain('CONFIG SET maxmemory-policy noeviction');
      expect(said).not.toContain('ready');
    });

    test('does not start in production where nothing is kept', async () => {
      await using forgetful = await startRedisServer(redisServer!, { save: '""', appendonly: 'no' });
      const { code, said } = await ended(
        launch({
          REDIS_URL: forgetful.url,
          NODE_ENV: 'production',
          REDIS_ALLOW_VULNERABLE_VERSION: 'true',
        }),
      );
      expect(code).toBe(1);
      expect(said).toContain('appendonly yes');
    });
  });
});
