import { createOrganization, findRun, type RunRow } from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { createTestRedis, startTestServices, type TestRedis } from '@accountia/dev-services/testing';
import { createLogger } from '@accountia/service-kit';
import { ping } from '@accountia/task-contracts';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { admitRuns } from '@accountia/db';
import { startDispatcher } from './dispatcher.ts';
import { enqueue } from './enqueue.ts';
import { sweep } from './sweeper.ts';
import { createTransport, type Transport } from './transport.ts';

const logger = createLogger({ app: 'test', level: 'silent' });

describe('moving runs to the queue', () => {
  let services: Awaited<ReturnType<typeof startTestServices>>;
  let database: MigratedTestDatabase;
  let redis: TestRedis;
  let transport: Transport;
  beforeAll(async () => {
    services = await startTestServices({ ownerPid: process.pid });
    database = await openTestDatabase();
    redis = await createTestRedis(services.queue.url);
    transport = createTransport({ kind: 'redis', url: redis.url, prefix: redis.prefix }, logger);
  });
  afterAll(async () => {
    await transport.close();
    await redis.dispose();
    await database.dispose();
    await services.release();
  });
  beforeEach(async () => {
    await database.db.deleteFrom('runs').execute();
    for (const queue of transport.queues) await queue.obliterate({ force: true });
  });

  async function ask(
    organizationId: string,
    options: { runAt?: Date; notAfter?: Date } = {},
  ): Promise<RunRow> {
    const { run } = await database.db
      .transaction()
      .execute((trx) => enqueue(trx, ping, { echo: 'hola' }, { organizationId, ...options }));
    return run;
  }

  async function stateOf(run: RunRow): Promise<string> {
    return (await findRun(database.db, run.organization_id, run.id))!.state;
  }

  async function untilState(run: RunRow, state: string): Promise<void> {
    while ((await stateOf(run)) !== state) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  test('organizations take turns: a big backlog does not stand before a single run', async () => {
    const big = await createOrganization(database.db, 'big');
    const small = await createOrganization(database.db, 'small');
    for (let count = 0; count < 5; count += 1) await ask(big.id);
    const single = await ask(small.id);
    const admitted = await admitRuns(database.db, { queue: 'maintenance', maxInFlight: 100, batchSize: 2 });
    expect(admitted.map((run) => run.organization_id)).toContain(small.id);
    expect(admitted.map((run) => run.id)).toContain(single.id);
  });

  test('hands over no more than may be in flight, and nothing before its time', async () => {
    const { id } = await createOrganization(database.db, 'limits');
    for (let count = 0; count < 3; count += 1) await ask(id);
    const later = await ask(id, { runAt: new Date(Date.now() + 60_000) });
    const options = { queue: 'maintenance', maxInFlight: 2, batchSize: 10 } as const;
    expect(await admitRuns(database.db, options)).toHaveLength(2);
    expect(await admitRuns(database.db, options)).toHaveLength(0);
    expect(await admitRuns(database.db, { ...options, maxInFlight: 10 })).toHaveLength(1);
    expect(await stateOf(later)).toBe('queued');
  });

  test('two dispatchers never admit the same run', async () => {
    const { id } = await createOrganization(database.db, 'two');
    for (let count = 0; count < 20; count += 1) await ask(id);
    const options = { queue: 'maintenance', maxInFlight: 100, batchSize: 20 } as const;
    const rounds = await Promise.all([admitRuns(database.db, options), admitRuns(database.db, options)]);
    const ids = rounds.flat().map((run) => run.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('a committed run reaches the queue by its notice, long before the next poll', async () => {
    const { id } = await createOrganization(database.db, 'notice');
    const dispatcher = await startDispatcher({
      db: database.db,
      databaseUrl: database.url,
      transport,
      logger,
      pollMs: 3_600_000,
    });
    const run = await ask(id);
    await untilState(run, 'dispatched');
    await dispatcher.stop();
    const [job] = await transport.queues
      .find((queue) => queue.name === 'maintenance')!
      .getJobs(['prioritized', 'waiting']);
    expect(job?.data).toEqual({ organizationId: id, runId: run.id, delivery: 1 });
  });

  test('a run that falls due later is handed over at its time', async () => {
    const { id } = await createOrganization(database.db, 'later');
    const run = await ask(id, { runAt: new Date(Date.now() + 300) });
    const dispatcher = await startDispatcher({
      db: database.db,
      databaseUrl: database.url,
      transport,
      logger,
      pollMs: 3_600_000,
    });
    await untilState(run, 'dispatched');
    await dispatcher.stop();
  });

  test('what could not be handed over stays in line', async () => {
    const { id } = await createOrganization(database.db, 'away');
    const away = createTransport({ kind: 'redis', url: 'redis://127.0.0.1:1', prefix: 'away' }, logger);
    const run = await ask(id);
    const dispatcher = await startDispatcher({
      db: database.db,
      databaseUrl: database.url,
      transport: away,
      logger,
      pollMs: 50,
    });
    await untilDelivery(run, 1);
    await dispatcher.stop();
    await away.close();
    expect(await stateOf(run)).toBe('queued');
    const admitted = await admitRuns(database.db, { queue: 'maintenance', maxInFlight: 10, batchSize: 10 });
    expect(admitted.map(({ id: runId }) => runId)).toEqual([run.id]);
  });

  async function untilDelivery(run: RunRow, delivery: number): Promise<void> {
    for (;;) {
      const row = (await findRun(database.db, run.organization_id, run.id))!;
      if (row.delivery >= delivery && row.state === 'queued') return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  test('the sweeper finds deliveries that the queue lost, and leaves those it holds', async () => {
    const { id } = await createOrganization(database.db, 'flushed');
    const held = await ask(id);
    const lost = await ask(id);
    const admitted = await admitRuns(database.db, { queue: 'maintenance', maxInFlight: 10, batchSize: 10 });
    await transport.deliver(admitted.filter((run) => run.id === held.id));
    const options = { db: database.db, transport, logger, undeliveredAfterMs: 0 };
    expect(await sweep(options)).toEqual({ lost: 0, undelivered: 1, expired: 0 });
    expect(await stateOf(lost)).toBe('queued');
    expect(await stateOf(held)).toBe('dispatched');
    await transport.queues.find((queue) => queue.name === 'maintenance')!.obliterate({ force: true });
    expect(await sweep(options)).toMatchObject({ undelivered: 1 });
    expect(await stateOf(held)).toBe('queued');
  });

  test('the sweeper ends runs past their notAfter and gives the runs of silent workers to others', async () => {
    const { id } = await createOrganization(database.db, 'sweeps');
    const overdue = await ask(id, { notAfter: new Date(Date.now() - 1_000) });
    const silent = await ask(id);
    await sql`
      update runs set state = 'running', attempt = 1, worker_id = 'dead', lease_expires_at = now() - interval '1 second'
      where id = ${silent.id}
    `.execute(database.db);
    expect(await sweep({ db: database.db, transport, logger })).toEqual({
      lost: 1,
      undelivered: 0,
      expired: 1,
    });
    expect(await stateOf(overdue)).toBe('expired');
    expect(await stateOf(silent)).toBe('queued');
  });
});
