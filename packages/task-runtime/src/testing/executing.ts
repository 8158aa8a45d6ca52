import { createOrganization, type Database, findRun, listRunEvents, type RunRow } from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { createLogger } from '@accountia/service-kit';
import { ping } from '@accountia/task-contracts';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { AttemptControl } from '../attempt-control.ts';
import { enqueue } from '../enqueue.ts';
import type { Delivery, Executor } from '../execute.ts';
import type { TaskHandler } from '../handler.ts';
import { createEagerRunner, type EagerRunner } from './eager.ts';
import { handlersWith } from './handlers.ts';

type PingHandler = TaskHandler<typeof ping>;

/** Runs of `system.ping` to be executed by whatever handler a test wants: called once in a `describe`. */
export function executing() {
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

  return {
    get db(): Kysely<Database> {
      return database.db;
    },
    get organizationId(): string {
      return organizationId;
    },

    answer: (echo: string): ReturnType<PingHandler['execute']> =>
      Promise.resolve({ apply: () => Promise.resolve({ echo, workerId: 'test', attempt: 1 }) }),

    async ask(): Promise<RunRow> {
      const { run } = await database.db
        .transaction()
        .execute((trx) => enqueue(trx, ping, { echo: 'hola' }, { organizationId }));
      return run;
    },

    eager(handler: PingHandler): EagerRunner {
      return createEagerRunner({ db: database.db, handlers: handlersWith({ 'system.ping': handler }) });
    },

    async stored(run: RunRow): Promise<RunRow> {
      return (await findRun(database.db, organizationId, run.id))!;
    },

    async eventTypes(run: RunRow): Promise<string[]> {
      return (await listRunEvents(database.db, organizationId, run.id, 0n)).map((event) => event.type);
    },

    /** How many organizations have this name: the effect that handlers of these tests have. */
    async countOrganizations(name: string): Promise<number> {
      return (await database.db.selectFrom('organizations').select('id').where('name', '=', name).execute())
        .length;
    },

    /** Marks the run as dispatched, as the dispatcher does, and answers with what the queue would carry. */
    async dispatch(run: RunRow): Promise<Delivery> {
      const row = await database.db
        .updateTable('runs')
        .set((eb) => ({ state: 'dispatched', delivery: eb('delivery', '+', 1) }))
        .where('id', '=', run.id)
        .returning('delivery')
        .executeTakeFirstOrThrow();
      return { organizationId, runId: run.id, delivery: row.delivery };
    },

    executor(handler: PingHandler, overrides: Partial<Executor> = {}): Executor {
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
    },
  };
}

export async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}
