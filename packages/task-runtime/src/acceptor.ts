import { type Database, insertRun, insertRuns, type NewRun } from '@accountia/db';
import type { TaskDefinition } from '@accountia/task-contracts';
import type { Kysely } from 'kysely';
import type { z } from 'zod';
import { type Enqueued, type EnqueueOptions, toNewRun } from './enqueue.ts';
import { together } from './together.ts';

/**
 * Accepts work that belongs to no transaction of the caller's: when it answers, the run is stored and will be executed.
 * Rejects with TaskError `invalid_payload`, `invalid_time`, and when PostgreSQL does not answer.
 */
export type Acceptor = <Task extends TaskDefinition>(
  task: Task,
  payload: z.input<Task['payload']>,
  options: EnqueueOptions,
) => Promise<Enqueued>;

/**
 * What is asked for at the same time is stored in one statement and waits for the disk once: a server that many call
 * accepts several times as many runs as by a transaction for each. Runs with a deduplication key have one each, because
 * each must be the only one to look.
 */
export function createAcceptor(db: Kysely<Database>): Acceptor {
  const insert = together((runs: readonly NewRun[]) => insertRuns(db, runs));
  return async (task, payload, options) => {
    const run = toNewRun(task, payload, options);
    if (run.deduplication !== null) return await db.transaction().execute((trx) => insertRun(trx, run));
    return { run: await insert(run), deduplicated: false };
  };
}
