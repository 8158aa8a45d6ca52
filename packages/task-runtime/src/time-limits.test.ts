import { createOrganization, findRun, type RunRow } from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { createLogger } from '@accountia/service-kit';
import { ping } from '@accountia/task-contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AttemptControl } from './attempt-control.ts';
import { enqueue } from './enqueue.ts';
import { type Delivery, executeDelivery, type Executor } from './execute.ts';
import type { TaskHandler } from './handler.ts';
import { handlersWith } from './testing/index.ts';

type PingHandler = TaskHandler<typeof ping>;

describe('time limits', () => {
  let database: MigratedTestDatabase;
  let organizationId: string;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.dispose());
  beforeEach(async () => {
    await database.db.deleteFrom('runs').execute();
    organizationId = (await createOrganization(database.db, 'limits')).id;
  });

  const answer = (echo: string): ReturnType<PingHandler['execute']> =>
    Promise.resolve({ apply: () => Promise.resolve({ echo, workerId: 'test', attempt: 1 }) });

  async function ask(): Promise<RunRow> {
    const { run } = await database.db
      .transaction()
      .execute((trx) => enqueue(trx, ping, { echo: 'hola' }, { organizationId }));
    return run;
  }

  const stored = async (run: RunRow): Promise<RunRow> =>
    (await findRun(database.db, organizationId, run.id))!;

  async function dispatch(run: RunRow): Promise<Delivery> {
    const dispatched = { state: 'dispatched', delivery: 1 } as const;
    await database.db.updateTable('runs').set(dispatched).where('id', '=', run.id).execute();
    return { organizationId, runId: run.id, delivery: 1 };
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

  test('a handler that does not listen is left behind when its time is over', async () => {
    const run = await ask();
    await database.db
      .updateTable('runs')
      .set({ timeout_ms: 50, hard_timeout_ms: 100, max_attempts: 1 })
      .where('id', '=', run.id)
      .execute();
    const outcome = await executeDelivery(
      executor({ execute: () => new Promise(() => undefined) }),
      await dispatch(run),
    );
    expect(outcome).toMatchObject({ outcome: 'failed', error: { code: 'timeout' } });
    expect(await stored(run)).toMatchObject({
      state: 'failed',
      error: { code: 'timeout', details: { timeoutMs: 50 } },
    });
  });

  test('a handler that listens has from the soft to the hard limit to clean up', async () => {
    const run = await ask();
    await database.db
      .updateTable('runs')
      .set({ timeout_ms: 50, hard_timeout_ms: 60_000, max_attempts: 1 })
      .where('id', '=', run.id)
      .execute();
    let cleanedUp = false;
    const outcome = await executeDelivery(
      // Longer than a cancelled one would get.
      executor(
        {
          async execute({ signal }) {
            await new Promise((resolve) => signal.addEventListener('abort', resolve));
            await new Promise((resolve) => setTimeout(resolve, 100));
            cleanedUp = true;
            throw signal.reason;
          },
        },
        { stopGraceMs: 1 },
      ),
      await dispatch(run),
    );
    expect(outcome).toMatchObject({ outcome: 'failed', error: { code: 'timeout' } });
    expect(cleanedUp).toBe(true);
  });

  test('what an abandoned handler uses hears of it, and what it does afterwards counts for nothing', async () => {
    const run = await ask();
    await database.db
      .updateTable('runs')
      .set({ timeout_ms: 20, hard_timeout_ms: 40, max_attempts: 1 })
      .where('id', '=', run.id)
      .execute();
    const heard: string[] = [];
    const finish = Promise.withResolvers<void>();
    const outcome = await executeDelivery(
      executor({
        async execute({ signal, abandoned }) {
          signal.addEventListener('abort', () => heard.push('asked'));
          abandoned.addEventListener('abort', () => heard.push('abandoned'));
          await finish.promise;
          return await answer('too late');
        },
      }),
      await dispatch(run),
    );
    finish.resolve();
    expect(outcome).toMatchObject({ outcome: 'failed', error: { code: 'timeout' } });
    expect(heard).toEqual(['asked', 'abandoned']);
    expect(await stored(run)).toMatchObject({ state: 'failed', result: null });
  });

  test('a cancelled handler that does not listen is left behind after its grace', async () => {
    const run = await ask();
    const worker = executor({ execute: () => new Promise(() => undefined) }, { stopGraceMs: 20 });
    const execution = executeDelivery(worker, await dispatch(run));
    await waitUntil(async () => worker.active.has(run.id));
    worker.active.get(run.id)!.abort('cancelled');
    expect(await execution).toEqual({ outcome: 'cancelled' });
  });
});

async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}
