import { createOrganization, findRun, type RunRow } from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { createTestRedis, startTestServices, type TestRedis } from '@accountia/dev-services/testing';
import { createLogger } from '@accountia/service-kit';
import { ping, type Priority } from '@accountia/task-contracts';
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
    options: { runAt?: Date; notAfter?: Date; priority?: Priority } = {},
  ): Promise<RunRow> {
    const { run } = await database.db
      .transaction()
      .execute((trx) => enqueue(trx, ping, { echo: 'hola' }, { organizationId, ...options }));
    return run;
  }

  /** A dispatcher that never looks just because time has passed. */
  const startByNotices = () =>
    startDispatcher({
      db: database.db,
      databaseUrl: database.url,
      transport,
      logger,
      pollMs: 3_600_000,
    });

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

  /** Runs of one organization as one statement, so that all fall due at the same moment. */
  async function backlog(organizationId: string, runs: number): Promise<void> {
    await sql`
      insert into runs (organization_id, task, task_version, queue, priority, payload, max_attempts, timeout_ms)
      select ${organizationId}::uuid, 'system.ping', 1, 'maintenance', 1, '{"echo": "hola", "durationMs": 0}', 4, 300000
      from generate_series(1, ${runs})
    `.execute(database.db);
  }

  const admit = (batchSize: number, maxInFlight = 1_000) =>
    admitRuns(database.db, { queue: 'maintenance', maxInFlight, batchSize });

  function shares(admitted: readonly { organization_id: string }[], ...ids: string[]): number[] {
    return ids.map((id) => admitted.filter((run) => run.organization_id === id).length);
  }

  test('what an organization has in flight counts as turns it had: a newcomer goes first, in the queue, too', async () => {
    const big = await createOrganization(database.db, 'big');
    const small = await createOrganization(database.db, 'small');
    await backlog(big.id, 100);
    expect((await admit(30)).map(({ turn }) => turn)).toEqual(
      Array.from({ length: 30 }, (_none, turn) => turn + 1),
    );
    await ask(small.id);
    const next = await admit(10);
    expect(next[0]).toMatchObject({ organization_id: small.id, turn: 1 });
    expect(next[1]).toMatchObject({ organization_id: big.id, turn: 31 });
  });

  test('an organization of weight 3 has three runs in each turn of the others', async () => {
    const heavy = await createOrganization(database.db, 'heavy');
    const light = await createOrganization(database.db, 'light');
    await setLimits(heavy.id, { dispatch_weight: 3 });
    await backlog(light.id, 50);
    await backlog(heavy.id, 50);
    const admitted = await admit(20);
    expect(shares(admitted, heavy.id, light.id)).toEqual([15, 5]);
    expect(shares(admitted.slice(0, 4), heavy.id, light.id)).toEqual([3, 1]);
  });

  test('no organization has more in flight than it may, however much room there is', async () => {
    const capped = await createOrganization(database.db, 'capped');
    const free = await createOrganization(database.db, 'free');
    await setLimits(capped.id, { max_in_flight: 7 });
    await backlog(capped.id, 50);
    await backlog(free.id, 50);
    const rounds = [];
    for (let round = await admit(20); round.length > 0; round = await admit(20)) rounds.push(...round);
    // 50 is what an organization has without a word about it.
    expect(shares(rounds, capped.id, free.id)).toEqual([7, 50]);
  });

  test('the whole room is used when only some have much waiting', async () => {
    const big = await createOrganization(database.db, 'big');
    await backlog(big.id, 40);
    for (let count = 0; count < 10; count += 1) {
      await ask((await createOrganization(database.db, `small ${count}`)).id);
    }
    const rounds = [];
    for (let round = await admit(45, 45); round.length > 0; round = await admit(45, 45))
      rounds.push(...round);
    expect(rounds).toHaveLength(45);
    expect(shares(rounds, big.id)).toEqual([35]);
  });

  test('priority ranks the runs of one organization; another one waits no longer for them', async () => {
    const one = await createOrganization(database.db, 'one');
    const other = await createOrganization(database.db, 'other');
    const low = await ask(one.id, { priority: 'low' });
    const normal = await ask(one.id, { priority: 'normal' });
    const high = await ask(one.id, { priority: 'high' });
    const others = await ask(other.id, { priority: 'low' });
    const order = (await admit(10)).map(({ id }) => id);
    expect(order).toEqual([high.id, others.id, normal.id, low.id]);
  });

  async function setLimits(
    id: string,
    limits: { dispatch_weight?: number; max_in_flight?: number },
  ): Promise<void> {
    await database.db.updateTable('organizations').set(limits).where('id', '=', id).execute();
  }

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
    const dispatcher = await startByNotices();
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
    const dispatcher = await startByNotices();
    await untilState(run, 'dispatched');
    await dispatcher.stop();
  });

  test('what waits for room follows as soon as there is some, although nobody tells of it', async () => {
    const { id } = await createOrganization(database.db, 'refill');
    await setLimits(id, { max_in_flight: 1 });
    const [first, second] = [await ask(id), await ask(id)];
    const dispatcher = await startByNotices();
    await untilState(first, 'dispatched');
    expect(await stateOf(second)).toBe('queued');
    const done = { state: 'completed', finished_at: new Date() } as const;
    await database.db.updateTable('runs').set(done).where('id', '=', first.id).execute();
    await untilState(second, 'dispatched');
    await dispatcher.stop();
  });

  test('who has room is not kept waiting by another one who has none', async () => {
    const crowded = await createOrganization(database.db, 'crowded');
    const newcomer = await createOrganization(database.db, 'newcomer');
    await setLimits(crowded.id, { max_in_flight: 1 });
    const [first, second] = [await ask(crowded.id), await ask(crowded.id)];
    const dispatcher = await startByNotices();
    await untilState(first, 'dispatched');
    await untilState(await ask(newcomer.id), 'dispatched');
    expect(await stateOf(second)).toBe('queued');
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
