import type { SerializedTaskError } from '@accountia/task-contracts';
import type { QuarantineReason, RunEventType } from '@accountia/task-contracts/api';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../schema/index.ts';
import { fromNow, json } from '../values.ts';
import type { RunRow } from './enqueue.ts';
import { appendRunEvent } from './events.ts';

/** Names one try of one run; every write of the try carries it, so that an older try can change nothing. */
export interface AttemptKey {
  readonly organizationId: string;
  readonly runId: string;
  readonly attempt: number;
}

/**
 * Compare-and-set: the delivery named takes the run, or nobody does.
 * Answers null for a delivery that came twice, came late (also after the run's notAfter), or whose run was cancelled or
 * finished.
 */
export async function claimRun(
  db: Kysely<Database>,
  claim: { organizationId: string; runId: string; delivery: number; workerId: string; leaseMs: number },
): Promise<RunRow | null> {
  return await db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('runs')
      .set((eb) => ({
        state: 'running',
        attempt: eb('attempt', '+', 1),
        worker_id: claim.workerId,
        started_at: sql<Date>`now()`,
        lease_expires_at: fromNow(claim.leaseMs),
        progress: null,
      }))
      .where('organization_id', '=', claim.organizationId)
      .where('id', '=', claim.runId)
      .where('state', '=', 'dispatched')
      .where('delivery', '=', claim.delivery)
      .where((eb) => eb.or([eb('not_after', 'is', null), eb('not_after', '>', sql<Date>`now()`)]))
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return null;
    await appendRunEvent(trx, row, 'started', { attempt: row.attempt, workerId: claim.workerId });
    return row;
  });
}

/** `lost`: the attempt is no longer the run's current one. */
export type AttemptStanding = 'held' | 'cancel-requested' | 'lost';

/** Extends the lease. An attempt that does not hold it must stop. */
export async function renewLease(
  db: Kysely<Database>,
  key: AttemptKey,
  leaseMs: number,
): Promise<AttemptStanding> {
  const row = await db
    .updateTable('runs')
    .set({ lease_expires_at: fromNow(leaseMs) })
    .where('organization_id', '=', key.organizationId)
    .where('id', '=', key.runId)
    .where('attempt', '=', key.attempt)
    .where('state', '=', 'running')
    .returning('cancel_requested_at')
    .executeTakeFirst();
  return standing(row);
}

/**
 * Stores and announces progress. False when the attempt is no longer the current one. One statement: between two, a worker
 * that is frozen would keep the row locked, and nobody could take its run over.
 */
export async function recordProgress(
  db: Kysely<Database>,
  key: AttemptKey,
  progress: Record<string, unknown>,
): Promise<boolean> {
  const row = await db
    .with('current', (eb) =>
      eb
        .updateTable('runs')
        .set({ progress: json(progress) })
        .where('organization_id', '=', key.organizationId)
        .where('id', '=', key.runId)
        .where('attempt', '=', key.attempt)
        .where('state', '=', 'running')
        .returning(['organization_id', 'id']),
    )
    .insertInto('run_events')
    .columns(['organization_id', 'run_id', 'type', 'data'])
    .expression((eb) =>
      eb
        .selectFrom('current')
        .select([
          'organization_id',
          'id',
          sql<RunEventType>`'progress'`.as('type'),
          sql<Record<string, unknown>>`${json(progress)}::jsonb`.as('data'),
        ]),
    )
    .returning('run_id')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Locks the run for the rest of the transaction if this attempt is still its current one. Effects are written between
 * this and `settleRun`, so that two attempts never write them at the same time. A request to cancel that came before is
 * told; one that comes after waits for the transaction and finds the run as it ends.
 */
export async function holdAttempt(trx: Transaction<Database>, key: AttemptKey): Promise<AttemptStanding> {
  const row = await trx
    .selectFrom('runs')
    .select('cancel_requested_at')
    .where('organization_id', '=', key.organizationId)
    .where('id', '=', key.runId)
    .where('attempt', '=', key.attempt)
    .where('state', '=', 'running')
    .forUpdate()
    .executeTakeFirst();
  return standing(row);
}

function standing(row: { cancel_requested_at: Date | null } | undefined): AttemptStanding {
  if (row === undefined) return 'lost';
  return row.cancel_requested_at === null ? 'held' : 'cancel-requested';
}

type Settlement =
  | { readonly state: 'completed'; readonly result: Record<string, unknown> }
  | {
      readonly state: 'failed';
      readonly error: SerializedTaskError;
      /** Given up although the error itself might pass. */
      readonly quarantineReason?: QuarantineReason;
    }
  | { readonly state: 'cancelled'; readonly error: SerializedTaskError };

/**
 * Writes the final state, in the transaction that also holds the handler's effects.
 * False when the attempt is no longer the current one: the caller must roll back.
 */
export async function settleRun(
  trx: Transaction<Database>,
  key: AttemptKey,
  settlement: Settlement,
): Promise<boolean> {
  const row = await trx
    .updateTable('runs')
    .set({
      state: settlement.state,
      finished_at: sql<Date>`now()`,
      lease_expires_at: null,
      ...(settlement.state === 'completed'
        ? { result: json(settlement.result), error: null }
        : { error: json(settlement.error) }),
      ...(settlement.state === 'failed' ? { quarantine_reason: settlement.quarantineReason ?? null } : {}),
    })
    .where('organization_id', '=', key.organizationId)
    .where('id', '=', key.runId)
    .where('attempt', '=', key.attempt)
    .where('state', '=', 'running')
    .returning(['organization_id', 'id'])
    .executeTakeFirst();
  if (row === undefined) return false;
  await appendRunEvent(
    trx,
    row,
    settlement.state,
    settlement.state === 'completed'
      ? { result: settlement.result }
      : {
          error: settlement.error,
          ...(settlement.state === 'failed' && settlement.quarantineReason !== undefined
            ? { quarantineReason: settlement.quarantineReason }
            : {}),
        },
  );
  return true;
}

/** Puts a failed attempt back in line, due after `delayMs`. False when the attempt is no longer the current one. */
export async function scheduleRetry(
  db: Kysely<Database>,
  key: AttemptKey,
  error: SerializedTaskError,
  delayMs: number,
): Promise<boolean> {
  return await requeueAttempt(db, key, error, delayMs, { counted: true });
}

/** Hands a run back without counting the attempt: the worker cannot go on, but the run did nothing wrong. */
export async function handBack(
  db: Kysely<Database>,
  key: AttemptKey,
  error: SerializedTaskError,
  delayMs: number,
): Promise<boolean> {
  return await requeueAttempt(db, key, error, delayMs, { counted: false });
}

async function requeueAttempt(
  db: Kysely<Database>,
  key: AttemptKey,
  error: SerializedTaskError,
  delayMs: number,
  { counted }: { counted: boolean },
): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('runs')
      .set((eb) => ({
        state: 'queued',
        run_at: fromNow(delayMs),
        lease_expires_at: null,
        worker_id: null,
        dispatched_at: null,
        error: json(error),
        // The number itself must never go down (it fences writes), so the limit goes up instead.
        ...(counted ? {} : { max_attempts: eb('max_attempts', '+', 1) }),
      }))
      .where('organization_id', '=', key.organizationId)
      .where('id', '=', key.runId)
      .where('attempt', '=', key.attempt)
      .where('state', '=', 'running')
      .returning(['organization_id', 'id', 'attempt', 'max_attempts'])
      .executeTakeFirst();
    if (row === undefined) return false;
    await appendRunEvent(trx, row, 'retrying', {
      attempt: row.attempt,
      maxAttempts: row.max_attempts,
      delayMs: Math.round(delayMs),
      error,
    });
    return true;
  });
}
