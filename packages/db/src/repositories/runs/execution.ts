import type { SerializedTaskError } from '@accountia/task-contracts';
import type { QuarantineReason, RunEventType } from '@accountia/task-contracts/api';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../schema/index.ts';
import { prepared } from '../../prepared.ts';
import { fromNow, json } from '../values.ts';
import { RUN_COLUMNS, type RunRow } from './enqueue.ts';
import { appendRunEvent } from './events.ts';

/** Names one try of one run; every write of the try carries it, so that an older try can change nothing. */
export interface AttemptKey {
  readonly organizationId: string;
  readonly runId: string;
  readonly attempt: number;
}

/**
 * That the attempt is the run's current one. In every statement a state that stood alone would tempt the planner: it
 * believes the index of all runs in that state to be empty, and walks through it instead of finding the one run by its key.
 */
const isCurrent = (key: AttemptKey) =>
  sql<boolean>`attempt = case state when 'running' then ${key.attempt}::integer end`;

const claim = prepared<RunRow>(
  'claim_runs',
  `with claimed as (
    update runs set state = 'running', attempt = runs.attempt + 1, worker_id = $4, started_at = now(),
      lease_expires_at = now() + $5 * interval '1 millisecond', progress = null
    from asked_runs($1, $2, $3) as asked
    where runs.organization_id = asked.organization_id and runs.id = asked.id
      and runs.delivery = case runs.state when 'dispatched' then asked.number end
      and (runs.not_after is null or runs.not_after > now())
    returning ${RUN_COLUMNS.map((column) => `runs.${column}`).join(', ')}
  ), noted as (
    insert into run_events (organization_id, run_id, type, data)
    select organization_id, id, 'started', jsonb_build_object('attempt', attempt, 'workerId', worker_id) from claimed
  )
  select ${RUN_COLUMNS.join(', ')}, set_config('synchronous_commit', 'off', true) from claimed`,
);

/**
 * Compare-and-set, for several deliveries in one statement: the delivery named takes the run, or nobody does. It does not wait
 * for the disk: a server that crashes may forget the claim, and then the attempt, which is not the run's current one any
 * more, can change nothing, and the delivery is found to have been lost.
 *
 * Answers in the order of the deliveries, with null for one that came twice, came late (also after the run's notAfter),
 * or whose run was cancelled or finished.
 */
export async function claimRuns(
  db: Kysely<Database>,
  deliveries: readonly ClaimedDelivery[],
  { workerId, leaseMs }: Claimant,
): Promise<(RunRow | null)[]> {
  const rows = await claim(db, [
    deliveries.map(({ organizationId }) => organizationId),
    deliveries.map(({ runId }) => runId),
    deliveries.map(({ delivery }) => delivery),
    workerId,
    leaseMs,
  ]);
  const claimed = new Map(rows.map((row) => [row.id, row]));
  return deliveries.map(({ runId, delivery }) => {
    const row = claimed.get(runId);
    if (row?.delivery !== delivery) return null;
    claimed.delete(runId);
    return row;
  });
}

/** `claimRuns` for one. */
export async function claimRun(
  db: Kysely<Database>,
  claim: ClaimedDelivery & Claimant,
): Promise<RunRow | null> {
  return (await claimRuns(db, [claim], claim))[0]!;
}

export interface ClaimedDelivery {
  readonly organizationId: string;
  readonly runId: string;
  readonly delivery: number;
}

export interface Claimant {
  readonly workerId: string;
  readonly leaseMs: number;
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
    .where(isCurrent(key))
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
        .where(isCurrent(key))
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

const hold = prepared<{ cancel_requested_at: Date | null }>(
  'hold_attempt',
  `select cancel_requested_at from runs
  where organization_id = $1 and id = $2 and attempt = case state when 'running' then $3::integer end for update`,
);

/**
 * Locks the run for the rest of the transaction if this attempt is still its current one. Effects are written between
 * this and `completeRun`, so that two attempts never write them at the same time. A request to cancel that came before is
 * told; one that comes after waits for the transaction and finds the run as it ends.
 */
export async function holdAttempt(trx: Transaction<Database>, key: AttemptKey): Promise<AttemptStanding> {
  const [row] = await hold(trx, [key.organizationId, key.runId, key.attempt]);
  return standing(row);
}

function standing(row: { cancel_requested_at: Date | null } | undefined): AttemptStanding {
  if (row === undefined) return 'lost';
  return row.cancel_requested_at === null ? 'held' : 'cancel-requested';
}

const complete = prepared<{ id: string }>(
  'complete_runs',
  `with completed as (
    update runs set state = 'completed', finished_at = now(), lease_expires_at = null, result = asked.result::jsonb,
      error = null, progress = coalesce(asked.progress::jsonb, runs.progress)
    from asked_runs($1, $2, $3, $4, $5) as asked
    where runs.organization_id = asked.organization_id and runs.id = asked.id
      and runs.attempt = case runs.state when 'running' then asked.number end
      and (runs.cancel_requested_at is null or $6)
    returning runs.organization_id, runs.id, asked.result, asked.progress
  ), noted as (
    insert into run_events (organization_id, run_id, type, data)
    select organization_id, id, type, data
    from completed cross join lateral (values
      (1, 'progress', progress::jsonb), (2, 'completed', jsonb_build_object('result', result::jsonb))
    ) as event (place, type, data)
    where data is not null
    order by id, place
  )
  select id from completed`,
);

export interface Completion {
  readonly result: Record<string, unknown>;
  /** What was reported last and is not stored yet. */
  readonly progress?: Record<string, unknown> | undefined;
}

/**
 * Writes that the run is completed, in the transaction that also holds the handler's effects and the attempt
 * (`holdAttempt`). False when the attempt is no longer the current one: the caller must roll back.
 */
export async function completeRun(
  trx: Transaction<Database>,
  key: AttemptKey,
  completion: Completion,
): Promise<boolean> {
  const completed = await completeAll(trx, [{ ...completion, ...key }], { evenIfCancelled: true });
  return completed.length > 0;
}

export interface EndedRun extends AttemptKey, Completion {}

/**
 * The same for runs without effects, and all of it: one statement instead of a transaction each. None of them
 * may be part of a flow: the end of such a run locks the one that waits for it, and of two who do so with several,
 * each might wait for the other. Answers in their order.
 */
export async function completeWithoutEffects(
  db: Kysely<Database>,
  runs: readonly EndedRun[],
): Promise<AttemptStanding[]> {
  const rows = await completeAll(db, runs, { evenIfCancelled: false });
  const completed = new Set(rows.map(({ id }) => id));
  return await Promise.all(
    runs.map(async (run) => (completed.has(run.runId) ? 'held' : await standingOf(db, run))),
  );
}

async function standingOf(db: Kysely<Database>, key: AttemptKey): Promise<AttemptStanding> {
  const row = await db
    .selectFrom('runs')
    .select('cancel_requested_at')
    .where('organization_id', '=', key.organizationId)
    .where('id', '=', key.runId)
    .where(isCurrent(key))
    .executeTakeFirst();
  return standing(row);
}

async function completeAll(
  db: Kysely<Database>,
  runs: readonly EndedRun[],
  { evenIfCancelled }: { evenIfCancelled: boolean },
): Promise<{ id: string }[]> {
  return await complete(db, [
    runs.map(({ organizationId }) => organizationId),
    runs.map(({ runId }) => runId),
    runs.map(({ attempt }) => attempt),
    runs.map(({ result }) => json(result)),
    runs.map(({ progress }) => (progress === undefined ? null : json(progress))),
    evenIfCancelled,
  ]);
}

type Settlement =
  | {
      readonly state: 'failed';
      readonly error: SerializedTaskError;
      /** Given up although the error itself might pass. */
      readonly quarantineReason?: QuarantineReason;
    }
  | { readonly state: 'cancelled'; readonly error: SerializedTaskError };

/**
 * Writes the final state of an attempt that did not complete, in the transaction that also holds the handler's clean-up.
 * False when the attempt is no longer the current one: the caller must roll back.
 */
export async function settleRun(
  trx: Transaction<Database>,
  key: AttemptKey,
  settlement: Settlement,
): Promise<boolean> {
  const quarantineReason = settlement.state === 'failed' ? settlement.quarantineReason : undefined;
  const row = await trx
    .updateTable('runs')
    .set({
      state: settlement.state,
      finished_at: sql<Date>`now()`,
      lease_expires_at: null,
      error: json(settlement.error),
      ...(settlement.state === 'failed' ? { quarantine_reason: quarantineReason ?? null } : {}),
    })
    .where('organization_id', '=', key.organizationId)
    .where('id', '=', key.runId)
    .where(isCurrent(key))
    .returning(['organization_id', 'id'])
    .executeTakeFirst();
  if (row === undefined) return false;
  await appendRunEvent(trx, row, settlement.state, {
    error: settlement.error,
    ...(quarantineReason === undefined ? {} : { quarantineReason }),
  });
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
      .where(isCurrent(key))
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
