import type { SerializedTaskError } from '@accountia/task-contracts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../schema/index.ts';
import { json } from '../values.ts';
import type { RunRow } from './enqueue.ts';
import { appendRunEvent } from './events.ts';

const CANCELLED: SerializedTaskError = {
  code: 'cancelled',
  message: 'Cancelled on request before it started',
  retryable: false,
  details: {},
};

/**
 * Asks for a run to stop: at once when nobody works on it, else by a flag that its worker is told of.
 * Answers with the run as it is now (unchanged when already finished), or null when there is none.
 */
export async function requestCancel(
  db: Kysely<Database>,
  organizationId: string,
  runId: string,
): Promise<RunRow | null> {
  return await db.transaction().execute(async (trx) => {
    const current = await lockRun(trx, organizationId, runId);
    if (current === null) return null;
    if (current.state === 'queued' || current.state === 'dispatched') {
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
      return row;
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
      return row;
    }
    return current;
  });
}

/**
 * Starts a finished run again with as many tries as it had at first.
 * `not-finished` and `completed` are refused: work under way must not be doubled, finished work not repeated.
 */
export async function retryFinishedRun(
  db: Kysely<Database>,
  organizationId: string,
  runId: string,
  maxAttempts: number,
): Promise<{ outcome: 'retried' | 'not-finished' | 'completed'; run: RunRow } | null> {
  return await db.transaction().execute(async (trx) => {
    const current = await lockRun(trx, organizationId, runId);
    if (current === null) return null;
    if (current.state === 'completed') return { outcome: 'completed', run: current };
    if (current.finished_at === null) return { outcome: 'not-finished', run: current };
    const run = await trx
      .updateTable('runs')
      .set((eb) => ({
        state: 'queued',
        run_at: sql<Date>`now()`,
        finished_at: null,
        cancel_requested_at: null,
        dispatched_at: null,
        not_after: null,
        worker_id: null,
        error: null,
        max_attempts: eb('attempt', '+', maxAttempts),
      }))
      .where('organization_id', '=', organizationId)
      .where('id', '=', runId)
      .returningAll()
      .executeTakeFirstOrThrow();
    await appendRunEvent(trx, run, 'queued', { retry: true });
    return { outcome: 'retried', run };
  });
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
