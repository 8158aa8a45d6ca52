import { createOrganization, findRun, listLiveWorkers } from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { createTestRedis, startTestServices } from '@accountia/dev-services/testing';
import { launchApp, type LaunchedApp } from '@accountia/service-kit/testing';
import { ping } from '@accountia/task-contracts';
import { enqueue } from '@accountia/task-runtime';
import { startTcpProxy } from '@accountia/task-runtime/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

/** What is promised: from the leader's end to the next one's start. */
const TAKEOVER_MS = 10_000;

describe('a second beat takes over', () => {
  let services: Awaited<ReturnType<typeof startTestServices>>;
  let redis: Awaited<ReturnType<typeof createTestRedis>>;
  let database: MigratedTestDatabase;
  const launched: LaunchedApp[] = [];

  beforeAll(async () => {
    services = await startTestServices({ ownerPid: process.pid });
    redis = await createTestRedis(services.queue.url);
  });
  afterAll(async () => {
    await redis.dispose();
    await services.release();
  });
  beforeEach(async () => {
    database = await openTestDatabase();
  });
  afterEach(async () => {
    for (const app of launched.splice(0)) await app[Symbol.asyncDispose]();
    await database.dispose();
  });

  async function beat(overrides: Record<string, string> = {}): Promise<LaunchedApp> {
    const app = launchApp(new URL('./main.ts', import.meta.url), {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      QUEUE_PREFIX: redis.prefix,
      ...overrides,
    });
    launched.push(app);
    await app.said('ready');
    return app;
  }

  async function leaderAndOther(leaderOverrides: Record<string, string> = {}) {
    const leader = await beat(leaderOverrides);
    await leader.said('leading');
    const other = await beat();
    expect(other.log.map(({ msg }) => msg)).not.toContain('leading');
    return { leader, other };
  }

  /** The lead is for delivering: a run that is asked for now reaches the queue. */
  async function expectDelivery(): Promise<void> {
    const { id: organizationId } = await createOrganization(database.db, 'Prueba');
    const { run } = await database.db
      .transaction()
      .execute((trx) => enqueue(trx, ping, { echo: 'hola' }, { organizationId }));
    expect(await listLiveWorkers(database.db, 60_000)).toEqual([]);
    while ((await findRun(database.db, organizationId, run.id))?.state !== 'dispatched') {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  test('within ten seconds when the leader is killed with SIGKILL', async () => {
    const { leader, other } = await leaderAndOther();
    const killedAt = performance.now();
    leader.kill('SIGKILL');
    await other.said('leading');
    expect(performance.now() - killedAt).toBeLessThan(TAKEOVER_MS);
    await expectDelivery();
  });

  test('within ten seconds when the leader is frozen, which then is told that it leads no longer', async () => {
    const { leader, other } = await leaderAndOther();
    const frozenAt = performance.now();
    leader.kill('SIGSTOP');
    await other.said('leading');
    expect(performance.now() - frozenAt).toBeLessThan(TAKEOVER_MS);
    leader.kill('SIGCONT');
    await leader.said('no longer leading');
    await expectDelivery();
  });

  test('within ten seconds when every connection of the leader is half open; the leader leaves by itself', async () => {
    await using network = await startTcpProxy(database.url);
    const { leader, other } = await leaderAndOther({
      DATABASE_URL: network.url,
      SHUTDOWN_GRACE_SECONDS: '1',
    });
    const cutAt = performance.now();
    network.freeze();
    await other.said('leading');
    expect(performance.now() - cutAt).toBeLessThan(TAKEOVER_MS);
    await expectDelivery();
    // Its work waits for answers that never come, and could go on beside the other's one day: only an end is safe.
    expect(await leader.exited).toBe(1);
    expect(leader.log.map(({ msg }) => msg).join('\n')).toContain('did not stop within');
  });

  test('at once when the leader stops in order', async () => {
    const { leader, other } = await leaderAndOther();
    leader.kill('SIGTERM');
    expect(await leader.exited).toBe(0);
    expect(leader.errors()).toBe('');
    await other.said('leading');
    other.kill('SIGTERM');
    expect(await other.exited).toBe(0);
  });
});
