import {
  admitRuns,
  createOrganization,
  findRun,
  listRunEvents,
  recoverLostRuns,
  requestCancel,
  type RunRow,
} from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { createLogger } from '@accountia/service-kit';
import { ping, TaskError } from '@accountia/task-contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { enqueue } from './enqueue.ts';
import { type Delivery, executeDelivery, type Executor } from './execute.ts';
import type { TaskHandler } from './handler.ts';
import type { RacePoints } from './race-points.ts';
import { retryRun } from './redrive.ts';
import { handlersWith } from './testing/index.ts';

type PingHandler = TaskHandler<typeof ping>;

describe('races', () => {
  let database: MigratedTestDatabase;
  let organizationId: string;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.dispose());
  beforeEach(async () => {
    await database.db.deleteFrom('runs').execute();
    organizationId = (await createOrganization(database.db, 'races')).id;
  });

  async function ask(): Promise<RunRow> {
    const { run } = await database.db
      .transaction()
      .execute((trx) => enqueue(trx, ping, { echo: 'hola' }, { organizationId }));
    return run;
  }

  async function admit(run: RunRow): Promise<Delivery> {
    const options = { queue: 'maintenance', maxInFlight: 10, batchSize: 10 } as const;
    const admitted = (await admitRuns(database.db, options)).find(({ id }) => id === run.id);
    if (admitted === undefined) throw new Error('The run was not admitted');
    return { organizationId, runId: run.id, delivery: admitted.delivery };
  }

  const stored = async (run: RunRow): Promise<RunRow> =>
    (await findRun(database.db, organizationId, run.id))!;

  async function eventTypes(run: RunRow): Promise<string[]> {
    return (await listRunEvents(database.db, organizationId, run.id, 0n)).map((event) => event.type);
  }

  /** A worker whose attempts leave an organization named after the run, and to whom something happens at a point. */
  function worker(racePoints: RacePoints, execute: PingHandler['execute'] = leaveMark): Executor {
    return {
      db: database.db,
      handlers: handlersWith({ 'system.ping': { execute } }),
      logger: createLogger({ app: 'test', level: 'silent' }),
      workerId: 'test',
      // No heartbeat in the time of a test: whatever happens, happens at the point.
      leaseMs: 600_000,
      stopGraceMs: 200,
      active: new Map(),
      racePoints,
    };
  }

  const leaveMark: PingHandler['execute'] = ({ runId, attempt }) =>
    Promise.resolve({
      async apply(trx) {
        await trx.insertInto('organizations').values({ name: runId }).execute();
        return { echo: 'hola', workerId: 'test', attempt };
      },
    });

  const failing: PingHandler['execute'] = () => {
    throw new TaskError({ code: 'broken', message: 'broken', retryable: true, retryAfterMs: 0 });
  };

  async function marks(run: RunRow): Promise<number> {
    return (await database.db.selectFrom('organizations').select('id').where('name', '=', run.id).execute())
      .length;
  }

  async function lose(run: RunRow): Promise<void> {
    await database.db
      .updateTable('runs')
      .set({ lease_expires_at: new Date(0) })
      .where('id', '=', run.id)
      .execute();
    await recoverLostRuns(database.db);
  }

  test.each(['claimed', 'executed'] as const)(
    'a cancellation accepted before the effects are written (%s) wins',
    async (point) => {
      const run = await ask();
      const cancel = async () => void (await requestCancel(database.db, organizationId, run.id));
      expect(await executeDelivery(worker({ [point]: cancel }), await admit(run))).toEqual({
        outcome: 'cancelled',
      });
      expect(await stored(run)).toMatchObject({ state: 'cancelled', result: null });
      expect(await marks(run)).toBe(0);
    },
  );

  test.each(['held', 'applied'] as const)(
    'a cancellation that comes while the effects are written (%s) finds the run completed',
    async (point) => {
      const run = await ask();
      let cancelled: Promise<RunRow | null> | undefined;
      const cancel = async () => {
        // Not waited for here: it waits for this transaction.
        cancelled = requestCancel(database.db, organizationId, run.id);
        await new Promise((resolve) => setTimeout(resolve, 50));
      };
      expect(await executeDelivery(worker({ [point]: cancel }), await admit(run))).toEqual({
        outcome: 'completed',
      });
      expect(await cancelled).toMatchObject({ state: 'completed', cancel_requested_at: null });
      expect(await marks(run)).toBe(1);
    },
  );

  test('the sweeper that takes a finished handler for lost wins: nothing is written, the run goes again', async () => {
    const run = await ask();
    const delivery = await admit(run);
    expect(await executeDelivery(worker({ executed: () => lose(run) }), delivery)).toEqual({
      outcome: 'lost',
    });
    expect(await marks(run)).toBe(0);
    expect(await stored(run)).toMatchObject({ state: 'queued', losses: 1 });
    await executeDelivery(worker({}), await admit(run));
    expect(await marks(run)).toBe(1);
  });

  test.each(['held', 'applied'] as const)(
    'the sweeper leaves a run alone whose completion is under way (%s)',
    async (point) => {
      const run = await ask();
      const sweep = async () => expect(await recoverLostRuns(database.db)).toEqual([]);
      const worn = async () => {
        await database.db
          .updateTable('runs')
          .set({ lease_expires_at: new Date(0) })
          .where('id', '=', run.id)
          .execute();
      };
      const points = { executed: worn, [point]: sweep };
      expect(await executeDelivery(worker(points), await admit(run))).toEqual({ outcome: 'completed' });
      expect(await stored(run)).toMatchObject({ state: 'completed', losses: 0 });
    },
  );

  test.each(['claimed', 'executed', 'applied'] as const)(
    'a delivery that comes again while it is executed (%s) is stale',
    async (point) => {
      const run = await ask();
      const delivery = await admit(run);
      const again: unknown[] = [];
      let twin: Promise<void> | undefined;
      const deliver = async () => {
        twin = executeDelivery(worker({}), delivery).then((outcome) => void again.push(outcome));
        if (point !== 'applied') await twin;
      };
      expect(await executeDelivery(worker({ [point]: deliver }), delivery)).toEqual({ outcome: 'completed' });
      await twin;
      expect(again).toEqual([{ outcome: 'stale' }]);
      expect(await marks(run)).toBe(1);
    },
  );

  test('a delivery that comes late, after its run was put back or handed over anew, is stale', async () => {
    const run = await ask();
    const first = await admit(run);
    expect(await executeDelivery(worker({}, failing), first)).toMatchObject({ outcome: 'retrying' });
    expect(await executeDelivery(worker({}), first)).toEqual({ outcome: 'stale' });
    const second = await admit(run);
    expect(await executeDelivery(worker({}), first)).toEqual({ outcome: 'stale' });
    expect(await executeDelivery(worker({}), second)).toEqual({ outcome: 'completed' });
    expect(await executeDelivery(worker({}), first)).toEqual({ outcome: 'stale' });
    expect(await marks(run)).toBe(1);
  });

  test('an attempt that failed and was taken for lost in the same moment is put back once', async () => {
    const run = await ask();
    const outcome = await executeDelivery(worker({ concluding: () => lose(run) }, failing), await admit(run));
    expect(outcome).toEqual({ outcome: 'lost' });
    expect(await eventTypes(run)).toEqual(['queued', 'started', 'lost']);
  });

  test('a run that was cancelled while its failure was concluded ends once, as it was concluded', async () => {
    const run = await ask();
    const cancel = async () => void (await requestCancel(database.db, organizationId, run.id));
    const outcome = await executeDelivery(worker({ concluding: cancel }, failing), await admit(run));
    // Put back in line with the flag on it: the next attempt hears of it before its handler does anything.
    expect(outcome).toMatchObject({ outcome: 'retrying' });
    expect(await executeDelivery(worker({}), await admit(run))).toEqual({ outcome: 'cancelled' });
    expect(await marks(run)).toBe(0);
  });

  test('an attempt that comes back after its run was lost, failed elsewhere and was retried by hand changes nothing', async () => {
    const run = await ask();
    const meanwhile = async () => {
      await lose(run);
      const elsewhere: PingHandler['execute'] = () => {
        throw new TaskError({ code: 'refused', message: 'refused', retryable: false });
      };
      await executeDelivery(worker({}, elsewhere), await admit(run));
      await retryRun(database.db, organizationId, run.id);
    };
    const outcome = await executeDelivery(worker({ executed: meanwhile }), await admit(run));
    expect(outcome).toEqual({ outcome: 'lost' });
    expect(await stored(run)).toMatchObject({ state: 'queued', attempt: 2, max_attempts: 6 });
    expect(await marks(run)).toBe(0);
  });
});
