import {
  announceRuns,
  type AttemptKey,
  claimRun,
  completeRun,
  recordProgress,
  type RunRow,
  settleRun,
} from '@accountia/db';
import { ping, processFile, TaskError } from '@accountia/task-contracts';
import { enqueue } from '@accountia/task-runtime';
import { sql } from 'kysely';
import type { TestApi } from './api.ts';

type WithDatabase = Pick<TestApi, 'db'>;

/** A queued run, of a document when one is named. */
export async function createRun(
  { db }: WithDatabase,
  organizationId: string,
  about: { documentId?: string; declarationId?: string } = {},
): Promise<RunRow> {
  const { documentId } = about;
  return await db.transaction().execute(async (trx) => {
    const options = { organizationId, ...about };
    const enqueued =
      documentId === undefined
        ? await enqueue(trx, ping, { echo: crypto.randomUUID() }, options)
        : await enqueue(trx, processFile, { documentId }, options);
    return enqueued.run;
  });
}

/** Takes a queued run as a worker does. */
export async function startAttempt({ db }: WithDatabase, run: RunRow): Promise<AttemptKey> {
  const { organization_id: organizationId, id: runId } = run;
  const delivered = await db
    .updateTable('runs')
    .set((eb) => ({ state: 'dispatched', delivery: eb('delivery', '+', 1), dispatched_at: sql<Date>`now()` }))
    .where('organization_id', '=', organizationId)
    .where('id', '=', runId)
    .returning('delivery')
    .executeTakeFirstOrThrow();
  const claimed = await claimRun(db, {
    organizationId,
    runId,
    delivery: delivered.delivery,
    workerId: 'worker-of-the-test',
    leaseMs: 60_000,
  });
  if (claimed === null) throw new Error('The run could not be claimed');
  await announceRuns(db, [runId]);
  return { organizationId, runId, attempt: claimed.attempt };
}

export async function progress({ db }: WithDatabase, attempt: AttemptKey, elapsedMs: number): Promise<void> {
  await recordProgress(db, attempt, { elapsedMs });
  await announceRuns(db, [attempt.runId]);
}

export async function complete({ db }: WithDatabase, attempt: AttemptKey): Promise<void> {
  const result = { echo: 'x', workerId: 'worker-of-the-test', attempt: attempt.attempt };
  await db.transaction().execute(async (trx) => await completeRun(trx, attempt, { result }));
  await announceRuns(db, [attempt.runId]);
}

export async function fail({ db }: WithDatabase, attempt: AttemptKey): Promise<void> {
  const error = new TaskError({
    code: 'timeout',
    message: 'The attempt took longer than 1000 ms',
    retryable: true,
    details: { timeoutMs: 1_000 },
  });
  const failed = { state: 'failed', error: error.serialize() } as const;
  await db.transaction().execute(async (trx) => await settleRun(trx, attempt, failed));
}
