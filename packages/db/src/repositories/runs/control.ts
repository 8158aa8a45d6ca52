import type { SerializedTaskError } from '@accountia/task-contracts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../schema/index.ts';
import { json } from '../values.ts';
import type { RunRow } from './enqueue.ts';
import { appendRunEvent } from './events.ts';
import { hasUnfinishedChildren, listAbandonedChildren, lockFailedChildren } from './flows.ts';

const CANCELLED: SerializedTaskError = {
  code: 'cancelled',
  message: 'Cancelled on request before it started',
  retryable: false,
  details: {},
};

/**
 * Asks for a run to stop: at once when nobody works on it, else by a flag that its worker is told of. One that waits
 * takes along the children that were made for it and that nobody else waits for.
 * Answers with the run as it is now (unchanged when already finished), or null when there is none.
 */
export async function requestCancel(
  db: Kysely<Database>,
  organizationId: string,
  runId: string,
): Promise<RunRow | null> {
  const asked = await cancelOne(db, organizationId, runId);
  if (asked === null || !asked.wasBlocked) return asked?.run ?? null;
  // After the parent and one by one: in one transaction the locks would go the other way than those of a child's end.
  for (const childId of await listAbandonedChildren(db, asked.run))
    await cancelOne(db, organizationId, childId);
  return asked.run;
}

async function cancelOne(
  db: Kysely<Database>,
  organizationId: string,
  runId: string,
): Promise<{ run: RunRow; wasBlocked: boolean } | null> {
  return await db.transaction().execute(async (trx) => {
    const current = await lockRun(trx, organizationId, runId);
    if (current === null) return null;
    const wasBlocked = current.state === 'blocked';
    if (wasBlocked || current.state === 'queued' || current.state === 'dispatched') {
      const row = await trx
        .updateTable('runs')
        .set({
          state: 'cancelled',
          cancel_requested_at: sql<Date>`now()`,
          finished_at: sql<Date>`now()`,
          error: json(CANCELLED),
        })
        .where('organization_id', '=', organizationId)
        .where('id', '=', runId)
        .returningAll()
        .executeTakeFirstOrThrow();
      await appendRunEvent(trx, row, 'cancelled', { error: CANCELLED });
      return { run: row, wasBlocked };
    }
    if (current.state === 'running' && current.cancel_requested_at === null) {
      const row = await trx
        .updateTable('runs')
        .set({ cancel_requested_at: sql<Date>`now()` })
        .where('organization_id', '=', organizationId)
        .where('id', '=', runId)
        .returningAll()
        .executeTakeFirstOrThrow();
      await appendRunEvent(trx, row, 'cancel-requested', {});
      return { run: row, wasBlocked };
    }
    return { run: current, wasBlocked };
  });
}

/** How many tries a task's runs have. */
export type AttemptsOf = (task: string) => number;

/**
 * Starts a finished run again with as many tries as its task has. One that failed with its children takes them along and
 * waits for them again.
 * `not-finished` and `completed` are refused: work under way must not be doubled, finished work not repeated.
 */
export async function retryFinishedRun(
  db: Kysely<Database>,
  organizationId: string,
  runId: string,
  attemptsOf: AttemptsOf,
): Promise<{ outcome: 'retried' | 'not-finished' | 'completed'; run: RunRow } | null> {
  return await db.transaction().execute(async (trx) => {
    const children = await lockFailedChildren(trx, { organization_id: organizationId, id: runId });
    const current = await lockRun(trx, organizationId, runId);
    if (current === null) return null;
    if (current.state === 'completed') return { outcome: 'completed', run: current };
    if (current.finished_at === null) return { outcome: 'not-finished', run: current };
    if (current.on_child_failure === 'fail') {
      for (const child of children) await requeueFinished(trx, child, 'queued', attemptsOf(child.task));
    }
    const waits = current.on_child_failure !== null && (await hasUnfinishedChildren(trx, current));
    const state = waits ? 'blocked' : 'queued';
    return { outcome: 'retried', run: await requeueFinished(trx, current, state, attemptsOf(current.task)) };
  });
}

async function requeueFinished(
  trx: Kysely<Database>,
  finished: RunRow,
  state: 'queued' | 'blocked',
  maxAttempts: number,
): Promise<RunRow> {
  const run = await trx
    .updateTable('runs')
    .set((eb) => ({
      state,
      run_at: sql<Date>`now()`,
      finished_at: null,
      cancel_requested_at: null,
      dispatched_at: null,
      not_after: null,
      worker_id: null,
      error: null,
      losses: 0,
      quarantine_reason: null,
      max_attempts: eb('attempt', '+', maxAttempts),
    }))
    .where('organization_id', '=', finished.organization_id)
    .where('id', '=', finished.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await appendRunEvent(trx, run, state, { retry: true });
  return run;
}

async function lockRun(trx: Kysely<Database>, organizationId: string, runId: string): Promise<RunRow | null> {
  const row = await trx
    .selectFrom('runs')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', runId)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}
