import { listRunEvents } from '@accountia/db';
import { TaskError } from '@accountia/task-contracts';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { executeDelivery } from './execute.ts';
import { executing } from './testing/executing.ts';

describe('executing a run', () => {
  const at = executing();
  const { answer, countOrganizations, ask, dispatch, eager, eventTypes, executor, stored } = at;

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
    `.execute(at.db);
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
    await at.db.updateTable('runs').set({ payload: '{"echo":7}' }).where('id', '=', run.id).execute();
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

  test('progress is stored and announced in order, and the newest is never lost', async () => {
    const run = await ask();
    await eager({
      async execute({ progress }) {
        for (let elapsedMs = 0; elapsedMs <= 50; elapsedMs += 1) progress({ elapsedMs });
        return await answer('hola');
      },
    }).drain();
    expect((await stored(run)).progress).toEqual({ elapsedMs: 50 });
    const events = await listRunEvents(at.db, at.organizationId, run.id, 0n);
    const reported = events
      .filter((event) => event.type === 'progress')
      .map((event) => Number(event.data['elapsedMs']));
    expect(reported).toEqual(reported.toSorted((a, b) => a - b));
    expect(reported.at(-1)).toBe(50);
    expect(reported.length).toBeLessThan(51);
  });
});
