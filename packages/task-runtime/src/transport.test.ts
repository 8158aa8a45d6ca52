import type { AdmittedRun } from '@accountia/db';
import { openSilentProxy } from '@accountia/db/testing';
import { createTestDatabase, createTestRedis, startTestServices } from '@accountia/dev-services/testing';
import { createLogger } from '@accountia/service-kit';
import { TaskError } from '@accountia/task-contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Delivery } from './execute.ts';
import { startTcpProxy } from './testing/index.ts';
import { createTransport, type Transport, type TransportConnection } from './transport.ts';

const logger = createLogger({ app: 'test', level: 'silent' });

function run(overrides: Partial<AdmittedRun> = {}): AdmittedRun {
  return {
    organization_id: crypto.randomUUID(),
    id: crypto.randomUUID(),
    task: 'system.ping',
    queue: 'maintenance',
    priority: 1,
    delivery: 1,
    turn: 1,
    ...overrides,
  };
}

/** Both back ends must pass this: nothing else in the system knows which one is in use. */
describe.each(['redis', 'postgres'] as const)('the queue over %s', (kind) => {
  let services: Awaited<ReturnType<typeof startTestServices>>;
  let connection: TransportConnection;
  let dispose: () => Promise<void>;
  let transport: Transport;

  beforeAll(async () => {
    services = await startTestServices({ ownerPid: process.pid });
    if (kind === 'redis') {
      const redis = await createTestRedis(services.queue.url);
      connection = { kind, url: redis.url, prefix: redis.prefix };
      dispose = redis.dispose;
    } else {
      const database = await createTestDatabase(services.databaseUrl);
      connection = { kind, url: database.url, prefix: 'contract' };
      dispose = database.dispose;
    }
  });
  afterAll(async () => {
    await dispose();
    await services.release();
  });
  beforeEach(async () => {
    transport = createTransport(connection, logger);
    for (const queue of transport.queues) await queue.obliterate({ force: true });
  });
  afterEach(() => transport.close());

  /** Consumes until as many deliveries have come; answers with them in the order they came. */
  async function receive(count: number, handle?: (delivery: Delivery) => Promise<void>): Promise<Delivery[]> {
    const received: Delivery[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const consumer = await transport.consume(
      'maintenance',
      { concurrency: 1, workerId: 'test' },
      async (delivery) => {
        await handle?.(delivery);
        received.push(delivery);
        if (received.length === count) resolve();
        return { outcome: 'completed' };
      },
    );
    await promise;
    await consumer.stop();
    return received;
  }

  test('brings a delivery with its ids and nothing else', async () => {
    const sent = run();
    await transport.deliver([sent]);
    expect(await receive(1)).toEqual([{ organizationId: sent.organization_id, runId: sent.id, delivery: 1 }]);
  });

  test('hands the same delivery over once however often it is sent, and the next delivery again', async () => {
    const sent = run();
    const marker = run();
    await transport.deliver([sent, sent]);
    await transport.deliver([sent]);
    await transport.deliver([{ ...sent, delivery: 2 }, marker]);
    const received = await receive(3);
    expect(received.map(({ runId, delivery }) => `${runId}/${delivery}`)).toEqual([
      `${sent.id}/1`,
      `${sent.id}/2`,
      `${marker.id}/1`,
    ]);
  });

  test('brings earlier turns first, whoever came first', async () => {
    const [third, second, first] = [run({ turn: 3 }), run({ turn: 2 }), run({ turn: 1 })];
    await transport.deliver([third, second, first]);
    expect((await receive(3)).map(({ runId }) => runId)).toEqual([first.id, second.id, third.id]);
  });

  test('knows which deliveries it does not hold: never sent, finished, or lost', async () => {
    const [held, never, finished] = [run(), run(), run()];
    await transport.deliver([finished]);
    await receive(1);
    await transport.deliver([held]);
    expect(await transport.missing([held, never, finished])).toEqual([never, finished]);
    await transport.queues.find((queue) => queue.name === 'maintenance')!.obliterate({ force: true });
    expect(await transport.missing([held])).toEqual([held]);
  });

  test('shows a run that failed or waits for its retry as a failed job with the reason', async () => {
    const [failing, retrying] = [run(), run()];
    await transport.deliver([failing, retrying]);
    const { promise, resolve } = Promise.withResolvers<void>();
    let count = 0;
    const error = new TaskError({ code: 'provider_down', message: 'no answer', retryable: true });
    const consumer = await transport.consume(
      'maintenance',
      { concurrency: 1, workerId: 'test' },
      async ({ runId }) => {
        count += 1;
        if (count === 2) resolve();
        return runId === failing.id
          ? { outcome: 'failed', error }
          : { outcome: 'retrying', error, delayMs: 1_000 };
      },
    );
    await promise;
    await consumer.stop();
    const queue = transport.queues.find(({ name }) => name === 'maintenance')!;
    const failed = await queue.getFailed();
    expect(failed.map((job) => job.failedReason).toSorted()).toEqual([
      'provider_down: no answer',
      'provider_down: no answer; next try in 1000 ms',
    ]);
    expect(failed.every((job) => job.attemptsMade === 1)).toBe(true);
  });

  test('stops taking work at once and waits for what is under way', async () => {
    await transport.deliver([run(), run()]);
    const started = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    let handled = 0;
    const consumer = await transport.consume(
      'maintenance',
      { concurrency: 1, workerId: 'test' },
      async () => {
        started.resolve();
        await finish.promise;
        handled += 1;
        return { outcome: 'completed' };
      },
    );
    await started.promise;
    const stopped = consumer.stop();
    finish.resolve();
    await stopped;
    expect(handled).toBe(1);
  });

  test('goes on with the next when the work on one is done, and waits for both to end when it stops', async () => {
    const [first, second] = [run(), run()];
    await transport.deliver([first, second]);
    const recorded = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const ended: string[] = [];
    const consumer = await transport.consume(
      'maintenance',
      { concurrency: 1, workerId: 'test' },
      async ({ runId }, onWorkDone) => {
        onWorkDone();
        if (runId === second.id) begun.resolve();
        await recorded.promise;
        ended.push(runId);
        return { outcome: 'completed' };
      },
    );
    await begun.promise;
    const stopped = consumer.stop();
    recorded.resolve();
    await stopped;
    expect(ended.toSorted()).toEqual([first.id, second.id].toSorted());
  });

  test('does not let what is done and not recorded pile up', async () => {
    await transport.deliver(Array.from({ length: 30 }, () => run()));
    const recorded = Promise.withResolvers<void>();
    const many = Promise.withResolvers<void>();
    let handled = 0;
    const consumer = await transport.consume(
      'maintenance',
      { concurrency: 1, workerId: 'test' },
      async (_delivery, onWorkDone) => {
        handled += 1;
        if (handled === 8) many.resolve();
        await new Promise(setImmediate);
        onWorkDone();
        await recorded.promise;
        return { outcome: 'completed' };
      },
    );
    await many.promise;
    // Another one would be here within this time if nothing kept it back.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(handled).toBe(8);
    recorded.resolve();
    await consumer.stop();
  });

  test('answers a check', async () => {
    await expect(transport.check()).resolves.toBeUndefined();
  });
});

test('a Redis that is away fails the check instead of hanging', async () => {
  const transport = createTransport({ kind: 'redis', url: 'redis://127.0.0.1:1', prefix: 'away' }, logger);
  await expect(transport.check()).rejects.toThrow(/ECONNREFUSED|max retries/i);
  await transport.close();
});

describe('a Redis whose connections have gone silent', () => {
  test('fails what is asked of it instead of hanging, and answers over a new connection', async () => {
    const services = await startTestServices({ ownerPid: process.pid });
    const redis = await createTestRedis(services.queue.url);
    await using proxy = await openSilentProxy(redis.url);
    const connection = { kind: 'redis', url: proxy.url, prefix: redis.prefix } as const;
    const transport = createTransport(connection, logger, { silenceLimitMs: 1_500 });
    await transport.check();
    proxy.silence();
    await expect(transport.check()).rejects.toThrow(/timed? ?out/i);
    const answers = () =>
      transport.check().then(
        () => true,
        () => false,
      );
    await expect.poll(answers, { timeout: 20_000 }).toBe(true);
    await transport.close();
    await redis.dispose();
    await services.release();
  });

  test.each(['freeze', 'refuse'] as const)(
    'from the first on (%s) does not keep a process from delivering once it answers',
    async (failure) => {
      const services = await startTestServices({ ownerPid: process.pid });
      const redis = await createTestRedis(services.queue.url);
      await using proxy = await startTcpProxy(redis.url);
      proxy[failure]();
      const connection = { kind: 'redis', url: proxy.url, prefix: redis.prefix } as const;
      const transport = createTransport(connection, logger, { silenceLimitMs: 1_500 });
      const delivered = () =>
        transport.deliver([run()]).then(
          () => true,
          () => false,
        );
      expect(await delivered()).toBe(false);
      proxy.thaw();
      await expect.poll(delivered, { timeout: 20_000 }).toBe(true);
      await transport.close();
      await redis.dispose();
      await services.release();
    },
  );

  test('does not keep a process from ending', async () => {
    const services = await startTestServices({ ownerPid: process.pid });
    const redis = await createTestRedis(services.queue.url);
    await using proxy = await openSilentProxy(redis.url);
    const transport = createTransport({ kind: 'redis', url: proxy.url, prefix: redis.prefix }, logger);
    await transport.check();
    proxy.silence();
    await expect(transport.close()).resolves.toBeUndefined();
    await redis.dispose();
    await services.release();
  });
});
