import { createOrganization, findRun, type RunRow } from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { createLogger } from '@accountia/service-kit';
import { DEFAULT_POLICY, defineTask, type TaskDefinition } from '@accountia/task-contracts';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { enqueue } from './enqueue.ts';
import { executeDelivery, type Executor } from './execute.ts';
import type { TaskHandlers } from './handler.ts';

const common = { queue: 'maintenance', progress: z.object({}), policy: DEFAULT_POLICY } as const;

/** The release that is in production. */
const before = {
  'books.print': defineTask({
    ...common,
    name: 'books.print',
    version: 1,
    payload: z.object({ title: z.string() }),
    result: z.object({ printed: z.string() }),
  }),
};
/** The one that is being rolled out: one task understands more, one changed for good, one is new. */
const after = {
  'books.print': defineTask({
    ...common,
    name: 'books.print',
    version: 1,
    payload: z.object({ title: z.string(), copies: z.int().default(1), cover: z.string().optional() }),
    result: z.object({ printed: z.string(), pages: z.int().optional() }),
  }),
  'books.bind': defineTask({
    ...common,
    name: 'books.bind',
    version: 1,
    payload: z.object({ title: z.string() }),
    result: z.object({ printed: z.string() }),
  }),
};
const afterAnotherVersion = {
  'books.print': defineTask({
    ...common,
    name: 'books.print',
    version: 2,
    payload: z.union([z.object({ isbn: z.string() }), z.object({ title: z.string() })]),
    result: z.object({ printed: z.string() }),
  }),
};

describe('two releases side by side', () => {
  let database: MigratedTestDatabase;
  let organizationId: string;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.dispose());
  beforeEach(async () => {
    await sql`truncate runs cascade`.execute(database.db);
    organizationId = (await createOrganization(database.db, 'Prueba')).id;
  });

  /** A worker of a release, and the payloads that its handlers were called with. */
  function workerOf(name: string, catalogue: Readonly<Record<string, TaskDefinition>>) {
    const called: unknown[] = [];
    const handler = {
      execute: async ({ payload }: { payload: unknown }) => {
        called.push(payload);
        return { apply: () => Promise.resolve({ printed: name }) };
      },
    };
    const executor: Executor = {
      db: database.db,
      catalogue,
      handlers: Object.fromEntries(
        Object.keys(catalogue).map((task) => [task, handler]),
      ) as unknown as TaskHandlers,
      logger: createLogger({ app: 'test', level: 'silent' }),
      workerId: name,
      leaseMs: 5_000,
      stopGraceMs: 200,
      active: new Map(),
    };
    return { executor, called };
  }

  async function ask<Task extends TaskDefinition>(task: Task, payload: z.input<Task['payload']>) {
    return await database.db
      .transaction()
      .execute(async (trx) => (await enqueue(trx, task, payload, { organizationId })).run);
  }

  /** Gives the run to a worker as the dispatcher and the queue do. */
  async function deliver(run: RunRow, { executor }: { executor: Executor }) {
    const row = await database.db
      .updateTable('runs')
      .set((eb) => ({ state: 'dispatched', delivery: eb('delivery', '+', 1), dispatched_at: sql`now()` }))
      .where('id', '=', run.id)
      .where('state', '=', 'queued')
      .returning('delivery')
      .executeTakeFirstOrThrow();
    return await executeDelivery(executor, { organizationId, runId: run.id, delivery: row.delivery });
  }

  async function stored(run: RunRow): Promise<RunRow> {
    return (await findRun(database.db, organizationId, run.id))!;
  }

  test('what the older one asked for runs on the newer one, which fills in what was not known then', async () => {
    const run = await ask(before['books.print'], { title: 'Estatuto' });
    const worker = workerOf('new', after);
    expect(await deliver(run, worker)).toEqual({ outcome: 'completed' });
    expect(worker.called).toEqual([{ title: 'Estatuto', copies: 1 }]);
  });

  test('what the newer one asked for runs on the older one while it only knows more, not other', async () => {
    const run = await ask(after['books.print'], { title: 'Estatuto', copies: 3, cover: 'azul' });
    const worker = workerOf('old', before);
    expect(await deliver(run, worker)).toEqual({ outcome: 'completed' });
    expect(worker.called).toEqual([{ title: 'Estatuto' }]);
  });

  test('a version that a worker does not know waits, uncounted, for one that does', async () => {
    const run = await ask(afterAnotherVersion['books.print'], { isbn: '978' });
    const old = workerOf('old', before);
    for (let time = 0; time < 6; time += 1) {
      expect(await deliver(run, old)).toEqual({ outcome: 'handed-back' });
    }
    const waiting = await stored(run);
    expect(waiting).toMatchObject({ state: 'queued', error: { code: 'unknown_task' } });
    expect(waiting.run_at.getTime()).toBeGreaterThan(Date.now() + 5_000);
    expect(waiting.max_attempts - waiting.attempt).toBe(DEFAULT_POLICY.maxAttempts);
    expect(old.called).toEqual([]);

    const worker = workerOf('new', afterAnotherVersion);
    expect(await deliver(run, worker)).toEqual({ outcome: 'completed' });
    expect(await stored(run)).toMatchObject({ result: { printed: 'new' }, error: null });
  });

  test('a task that a worker does not know waits, too', async () => {
    const run = await ask(after['books.bind'], { title: 'Estatuto' });
    expect(await deliver(run, workerOf('old', before))).toEqual({ outcome: 'handed-back' });
    expect(await deliver(run, workerOf('new', after))).toEqual({ outcome: 'completed' });
  });

  test('the payload of an older version runs on a worker that has a newer one', async () => {
    const run = await ask(before['books.print'], { title: 'Estatuto' });
    const worker = workerOf('new', afterAnotherVersion);
    expect(await deliver(run, worker)).toEqual({ outcome: 'completed' });
    expect(worker.called).toEqual([{ title: 'Estatuto' }]);
  });

  test('a task called like a property of every object is as unknown as any other', async () => {
    const run = await ask(before['books.print'], { title: 'Estatuto' });
    await database.db.updateTable('runs').set({ task: 'constructor' }).where('id', '=', run.id).execute();
    expect(await deliver(run, workerOf('old', before))).toEqual({ outcome: 'handed-back' });
  });
});
