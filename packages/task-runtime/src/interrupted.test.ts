import { recoverLostRuns, requestCancel } from '@accountia/db';
import { TaskError } from '@accountia/task-contracts';
import { describe, expect, test } from 'vitest';
import { executeDelivery } from './execute.ts';
import { retryRun } from './redrive.ts';
import { executing, waitUntil } from './testing/executing.ts';

describe('a run that is interrupted', () => {
  const at = executing();
  const { answer, countOrganizations, ask, dispatch, eager, eventTypes, executor, stored } = at;

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
    await at.db
      .updateTable('runs')
      .set({ lease_expires_at: new Date(0) })
      .where('id', '=', run.id)
      .execute();
    expect((await recoverLostRuns(at.db)).map((lost) => lost.id)).toEqual([run.id]);
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
      await at.db
        .updateTable('runs')
        .set({ state: 'running', attempt, worker_id: 'killed', lease_expires_at: new Date(0) })
        .where('id', '=', run.id)
        .execute();
      await recoverLostRuns(at.db);
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
    await requestCancel(at.db, at.organizationId, run.id);
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
    await requestCancel(at.db, at.organizationId, run.id);
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
    await at.db.updateTable('runs').set({ task_version: 99 }).where('id', '=', run.id).execute();
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
        await at.db
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
      executed: async () => void (await requestCancel(at.db, at.organizationId, cancelled.id)),
    };
    expect(await executeDelivery(executor({ execute }, { racePoints }), await dispatch(cancelled))).toEqual({
      outcome: 'cancelled',
    });
    expect((await stored(cancelled)).state).toBe('cancelled');
  });

  test('a failed run can be started again; a completed or unfinished one cannot', async () => {
    const run = await ask();
    const fails = () => {
      throw new TaskError({ code: 'broken', message: 'broken', retryable: false });
    };
    expect(await retryRun(at.db, at.organizationId, run.id)).toMatchObject({
      outcome: 'not-finished',
    });
    await eager({ execute: fails }).drain();
    expect(await retryRun(at.db, at.organizationId, run.id)).toMatchObject({
      outcome: 'retried',
    });
    await eager({ execute: () => answer('hola') }).drain();
    expect(await stored(run)).toMatchObject({ state: 'completed', attempt: 2 });
    expect(await retryRun(at.db, at.organizationId, run.id)).toMatchObject({
      outcome: 'completed',
    });
    expect(await retryRun(at.db, crypto.randomUUID(), run.id)).toBeNull();
  });
});
