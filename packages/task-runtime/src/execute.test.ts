import {
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
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AttemptControl } from './attempt-control.ts';
import { enqueue } from './enqueue.ts';
import { type Delivery, executeDelivery, type Executor } from './execute.ts';
import type { TaskHandler } from './handler.ts';
import { retryRun } from './redrive.ts';
import { createEagerRunner, handlersWith } from './testing/index.ts';

type PingHandler = TaskHandler<typeof ping>;

describe('executing a run', () => {
  let database: MigratedTestDatabase;
  let organizationId: string;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.dispose());
  beforeEach(async () => {
    await database.db.deleteFrom('runs').execute();
    organizationId = (await createOrganization(database.db, 'tests')).id;
  });

  const answer = (echo: string): ReturnType<PingHandler['execute']> =>
    Promise.resolve({ apply: () => Promise.resolve({ echo, workerId: 'test', attempt: 1 }) });

  async function ask(): Promise<RunRow> {
    const { run } = await database.db
      .transaction()
      .execute((trx) => enqueue(trx, ping, { echo: 'hola' }, { organizationId }));
    return run;
  }

  function eager(handler: PingHandler) {
    return createEagerRunner({ db: database.db, handlers: handlersWith({ 'system.ping': handler }) });
  }

  async function stored(run: RunRow): Promise<RunRow> {
    return (await findRun(database.db, organizationId, run.id))!;
  }

  async function eventTypes(run: RunRow): Promise<string[]> {
    return (await listRunEvents(database.db, organizationId, run.id, 0n)).map((event) => event.type);
  }

  /** Marks the run as dispatched, as the dispatcher does, and answers with what the queue would carry. */
  async function dispatch(run: RunRow): Promise<Delivery> {
    const row = await database.db
      .updateTable('runs')
      .set((eb) => ({ state: 'dispatched', delivery: eb('delivery', '+', 1) }))
      .where('id', '=', run.id)
      .returning('delivery')
      .executeTakeFirstOrThrow();
    return { organizationId, runId: run.id, delivery: row.delivery };
  }

  function executor(handler: PingHandler, overrides: Partial<Executor> = {}): Executor {
    return {
      db: database.db,
      handlers: handlersWith({ 'system.ping': handler }),
      logger: createLogger({ app: 'test', level: 'silent' }),
      workerId: 'test',
      leaseMs: 5_000,
      stopGraceMs: 200,
      active: new Map<string, AttemptControl>(),
      ...overrides,
    };
  }

  test('commits the effects together with the completion', async () => {
    const run = await ask();
    await eager({
      execute: async ({ payload }) => ({
        async apply(trx) {
          await trx
            .insertInto('organizations')
            .values({ name: `effect of ${run.id}` })
            .execute();
          return { echo: payload.echo, workerId: 'test', attempt: 1 };
        },
      }),
    }).drain();
    expect(await stored(run)).toMatchObject({
      state: 'completed',
      attempt: 1,
      result: { echo: 'hola' },
      error: null,
    });
    expect(await eventTypes(run)).toEqual(['queued', 'started', 'completed']);
    expect(await countOrganizations(`effect of ${run.id}`)).toBe(1);
  });

  test('rolls the effects back when one of them fails, and tries again', async () => {
    const run = await ask();
    await eager({
      execute: async ({ attempt }) => ({
        async apply(trx) {
          await trx
            .insertInto('organizations')
            .values({ name: `effect of ${run.id}` })
            .execute();
          if (attempt === 1) throw new Error('the second effect failed');
          return { echo: 'hola', workerId: 'test', attempt };
        },
      }),
    }).drain();
    expect(await stored(run)).toMatchObject({ state: 'completed', attempt: 2 });
    expect(await eventTypes(run)).toEqual(['queued', 'started', 'retrying', 'started', 'completed']);
    expect(await countOrganizations(`effect of ${run.id}`)).toBe(1);
  });

  test('gives up after the attempts of its policy and runs the clean-up in the same transaction', async () => {
    const run = await ask();
    let tries = 0;
    await eager({
      execute: () => {
        tries += 1;
        throw new TaskError({ code: 'provider_down', message: 'no answer', retryable: true });
      },
      async onFailure(trx, { error }) {
        await trx
          .insertInto('organizations')
          .values({ name: `clean-up ${error.code} ${run.id}` })
          .execute();
      },
    }).drain();
    expect(tries).toBe(4);
    expect(await stored(run)).toMatchObject({
      state: 'failed',
      attempt: 4,
      error: { code: 'provider_down' },
      quarantine_reason: 'attempts_exhausted',
    });
    expect(await countOrganizations(`clean-up provider_down ${run.id}`)).toBe(1);
  });

  test('does not retry an error that says it is of no use', async () => {
    const run = await ask();
    await eager({
      execute: () => {
        throw new TaskError({
          code: 'unknown_layout',
          message: 'not a report',
          retryable: false,
          details: { a: 1 },
        });
      },
    }).drain();
    expect(await stored(run)).toMatchObject({
      state: 'failed',
      attempt: 1,
      error: { code: 'unknown_layout', details: { a: 1 } },
      quarantine_reason: null,
    });
  });

  test('waits as long as a provider asked before the next try', async () => {
    const run = await ask();
    const delivery = await dispatch(run);
    await executeDelivery(
      executor({
        execute: () => {
          throw new TaskError({
            code: 'rate_limited',
            message: 'later',
            retryable: true,
            retryAfterMs: 60_000,
          });
        },
      }),
      delivery,
    );
    const row = await stored(run);
    expect(row.state).toBe('queued');
    const { rows } = await sql<{ ms: string }>`
      select extract(epoch from run_at - now()) * 1000 as ms from runs where id = ${run.id}
    `.execute(database.db);
    expect(Number(rows[0]!.ms)).toBeGreaterThan(50_000);
  });

  test('a result that does not fit its schema fails the run and leaves no effects', async () => {
    const run = await ask();
    await eager({
      execute: async () => ({
        async apply(trx) {
          await trx
            .insertInto('organizations')
            .values({ name: `effect of ${run.id}` })
            .execute();
          return { echo: 'hola' } as never;
        },
      }),
    }).drain();
    expect(await stored(run)).toMatchObject({ state: 'failed', error: { code: 'invalid_result' } });
    expect(await countOrganizations(`effect of ${run.id}`)).toBe(0);
  });

  test('a stored payload that does not fit fails the run without calling the handler', async () => {
    const run = await ask();
    await database.db.updateTable('runs').set({ payload: '{"echo":7}' }).where('id', '=', run.id).execute();
    let called = false;
    await eager({
      execute: () => {
        called = true;
        return answer('hola');
      },
    }).drain();
    expect(called).toBe(false);
    expect(await stored(run)).toMatchObject({ state: 'failed', error: { code: 'invalid_payload' } });
  });

  test('a delivery that comes twice is executed once', async () => {
    const run = await ask();
    const delivery = await dispatch(run);
    let calls = 0;
    const worker = executor({
      execute: () => {
        calls += 1;
        return answer('hola');
      },
    });
    const outcomes = await Promise.all([
      executeDelivery(worker, delivery),
      executeDelivery(worker, delivery),
    ]);
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['completed', 'stale']);
    expect(calls).toBe(1);
    expect(await executeDelivery(worker, delivery)).toEqual({ outcome: 'stale' });
  });

  test('an attempt that was taken for lost cannot write over the one that followed', async () => {
    const run = await ask();
    const slowStarted = Promise.withResolvers<void>();
    const finishSlow = Promise.withResolvers<void>();
    const slow = executeDelivery(
      executor({
        async execute() {
          slowStarted.resolve();
          await finishSlow.promise;
          return {
            async apply(trx) {
              await trx
                .insertInto('organizations')
                .values({ name: `effect of ${run.id}` })
                .execute();
              return { echo: 'slow', workerId: 'slow', attempt: 1 };
            },
          };
        },
      }),
      await dispatch(run),
    );
    await slowStarted.promise;
    await database.db
      .updateTable('runs')
      .set({ lease_expires_at: new Date(0) })
      .where('id', '=', run.id)
      .execute();
    expect((await recoverLostRuns(database.db)).map((lost) => lost.id)).toEqual([run.id]);
    await executeDelivery(
      executor({
        execute: () =>
          Promise.resolve({ apply: async () => ({ echo: 'fast', workerId: 'fast', attempt: 2 }) }),
      }),
      await dispatch(run),
    );
    finishSlow.resolve();
    expect(await slow).toEqual({ outcome: 'lost' });
    expect(await stored(run)).toMatchObject({ state: 'completed', attempt: 2, result: { echo: 'fast' } });
    expect(await countOrganizations(`effect of ${run.id}`)).toBe(0);
  });

  test('a run that keeps killing its workers is given up with its clean-up', async () => {
    const run = await ask();
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      await dispatch(run);
      await database.db
        .updateTable('runs')
        .set({ state: 'running', attempt, worker_id: 'killed', lease_expires_at: new Date(0) })
        .where('id', '=', run.id)
        .execute();
      await recoverLostRuns(database.db);
    }
    let cleanedUp = '';
    const outcomes = await eager({
      execute: () => answer('must not run'),
      onFailure: async (_trx, { error }) => {
        cleanedUp = error.code;
      },
    }).drain();
    expect(outcomes).toMatchObject([{ outcome: 'failed', error: { code: 'worker_lost_repeatedly' } }]);
    expect(cleanedUp).toBe('worker_lost_repeatedly');
    expect(await stored(run)).toMatchObject({
      state: 'failed',
      error: { details: { losses: 4 } },
      quarantine_reason: 'worker_lost',
    });
  });

  test('cancelling a waiting run ends it at once; its delivery is stale', async () => {
    const run = await ask();
    const delivery = await dispatch(run);
    await requestCancel(database.db, organizationId, run.id);
    expect(await stored(run)).toMatchObject({ state: 'cancelled', error: { code: 'cancelled' } });
    expect(await executeDelivery(executor({ execute: () => answer('no') }), delivery)).toEqual({
      outcome: 'stale',
    });
  });

  test('cancelling a running run aborts its signal', async () => {
    const run = await ask();
    const worker = executor(
      {
        execute: ({ signal }) =>
          new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      },
      { leaseMs: 300 },
    );
    const execution = executeDelivery(worker, await dispatch(run));
    await waitUntil(async () => (await stored(run)).state === 'running');
    await requestCancel(database.db, organizationId, run.id);
    expect(await execution).toEqual({ outcome: 'cancelled' });
    expect(await eventTypes(run)).toEqual(['queued', 'started', 'cancel-requested', 'cancelled']);
  });

  test('a run that only has to wait is given back without counting the try', async () => {
    const run = await ask();
    let calls = 0;
    await eager({
      execute: () => {
        calls += 1;
        if (calls > 6) return answer('hola');
        const rest = { message: 'later', retryable: true, retryAfterMs: 10, attemptCounts: false };
        throw new TaskError({ code: 'rate_limited', ...rest });
      },
    }).drain();
    expect(await stored(run)).toMatchObject({ state: 'completed', attempt: 7, max_attempts: 10 });
  });

  test('a worker that shuts down hands its run back without counting the attempt', async () => {
    const run = await ask();
    const worker = executor({
      execute: ({ signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    const execution = executeDelivery(worker, await dispatch(run));
    await waitUntil(async () => worker.active.has(run.id));
    worker.active.get(run.id)!.abort('shutdown');
    expect(await execution).toEqual({ outcome: 'handed-back' });
    expect(await stored(run)).toMatchObject({ state: 'queued', attempt: 1, max_attempts: 5 });
  });

  test('a task this worker does not know waits for one that does', async () => {
    const run = await ask();
    await database.db.updateTable('runs').set({ task_version: 99 }).where('id', '=', run.id).execute();
    const outcome = await executeDelivery(executor({ execute: () => answer('no') }), await dispatch(run));
    expect(outcome).toEqual({ outcome: 'handed-back' });
    expect(await stored(run)).toMatchObject({
      state: 'queued',
      max_attempts: 5,
      error: { code: 'unknown_task' },
    });
  });

  test('an attempt whose claim a crashed server forgot changes nothing, and its delivery can be claimed anew', async () => {
    const run = await ask();
    const delivery = await dispatch(run);
    const forgetting = executor({
      async execute() {
        const before = { attempt: 0, worker_id: null, started_at: null, lease_expires_at: null } as const;
        await database.db
          .updateTable('runs')
          .set({ state: 'dispatched', ...before })
          .where('id', '=', run.id)
          .execute();
        return {
          async apply(trx) {
            await trx
              .insertInto('organizations')
              .values({ name: `effect of ${run.id}` })
              .execute();
            return { echo: 'forgotten', workerId: 'test', attempt: 1 };
          },
        };
      },
    });
    expect(await executeDelivery(forgetting, delivery)).toEqual({ outcome: 'lost' });
    expect(await countOrganizations(`effect of ${run.id}`)).toBe(0);
    const again = executor({ execute: () => answer('again') });
    expect(await executeDelivery(again, delivery)).toEqual({ outcome: 'completed' });
    expect(await stored(run)).toMatchObject({ state: 'completed', result: { echo: 'again' } });
  });

  test('a run without effects is completed once, and not when it was cancelled or lost before', async () => {
    const execute = () => Promise.resolve({ result: { echo: 'nothing', workerId: 'test', attempt: 1 } });
    const run = await ask();
    expect(await executeDelivery(executor({ execute }), await dispatch(run))).toEqual({
      outcome: 'completed',
    });
    expect(await eventTypes(run)).toEqual(['queued', 'started', 'completed']);

    const cancelled = await ask();
    const racePoints = {
      executed: async () => void (await requestCancel(database.db, organizationId, cancelled.id)),
    };
    expect(await executeDelivery(executor({ execute }, { racePoints }), await dispatch(cancelled))).toEqual({
      outcome: 'cancelled',
    });
    expect((await stored(cancelled)).state).toBe('cancelled');
  });

  test('progress is stored and announced in order, and the newest is never lost', async () => {
    const run = await ask();
    await eager({
      async execute({ progress }) {
        for (let elapsedMs = 0; elapsedMs <= 50; elapsedMs += 1) progress({ elapsedMs });
        return await answer('hola');
      },
    }).drain();
    expect((await stored(run)).progress).toEqual({ elapsedMs: 50 });
    const events = await listRunEvents(database.db, organizationId, run.id, 0n);
    const reported = events
      .filter((event) => event.type === 'progress')
      .map((event) => Number(event.data['elapsedMs']));
    expect(reported).toEqual(reported.toSorted((a, b) => a - b));
    expect(reported.at(-1)).toBe(50);
    expect(reported.length).toBeLessThan(51);
  });

  test('a failed run can be started again; a completed or unfinished one cannot', async () => {
    const run = await ask();
    const fails = () => {
      throw new TaskError({ code: 'broken', message: 'broken', retryable: false });
    };
    expect(await retryRun(database.db, organizationId, run.id)).toMatchObject({
      outcome: 'not-finished',
    });
    await eager({ execute: fails }).drain();
    expect(await retryRun(database.db, organizationId, run.id)).toMatchObject({
      outcome: 'retried',
    });
    await eager({ execute: () => answer('hola') }).drain();
    expect(await stored(run)).toMatchObject({ state: 'completed', attempt: 2 });
    expect(await retryRun(database.db, organizationId, run.id)).toMatchObject({
      outcome: 'completed',
    });
    expect(await retryRun(database.db, crypto.randomUUID(), run.id)).toBeNull();
  });

  async function countOrganizations(name: string): Promise<number> {
    return (await database.db.selectFrom('organizations').select('id').where('name', '=', name).execute())
      .length;
  }
});

async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}
