import type { QueueName } from '@accountia/task-contracts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../schema/index.ts';
import { prepared } from '../../prepared.ts';
import type { RunRow } from './enqueue.ts';

export interface AdmitOptions {
  readonly queue: QueueName;
  /**
   * Runs handed to the queue and not finished, at most: what waits beyond stays in PostgreSQL, in fair order. Each
   * organization has a limit of its own besides (`organizations.max_in_flight`).
   */
  readonly maxInFlight: number;
  readonly batchSize: number;
}

export type DeliveredRun = Pick<
  RunRow,
  'organization_id' | 'id' | 'task' | 'queue' | 'priority' | 'delivery'
>;

export interface AdmittedRun extends DeliveredRun {
  /** 1 for the run that goes first among those of its organization that are in flight; orders the queue, too. */
  readonly turn: number;
}

/**
 * Marks the next due runs of a queue as dispatched and answers with them, in the order they should be delivered.
 *
 * Organizations take turns, and priority ranks the runs of one organization: what an organization has in flight already
 * counts as turns it had, so that a newcomer's first run goes before the second of anybody. An organization of weight 3 has
 * three runs in each turn.
 *
 * Answers with fewer than there is room for when organizations have less waiting than their share: ask again until
 * nothing comes. The limits are kept exactly by one dispatcher at a time; two may overshoot them, and never admit one
 * run twice. The mark can be seen before delivery; a crash in between is found by `listUnclaimed`.
 */
export async function admitRuns(
  db: Kysely<Database>,
  { queue, maxInFlight, batchSize }: AdmitOptions,
): Promise<AdmittedRun[]> {
  const rows = await admit(db, [queue, maxInFlight, batchSize]);
  return rows.map(({ organization_id, id, task, queue, priority, delivery, turn }) => ({
    organization_id,
    id,
    task,
    queue,
    priority,
    delivery,
    turn: Number(turn),
  }));
}

// In functions of the database, which say how they are to be planned (migration 0019).
// Admission does not wait for the disk: a server that crashes may forget it, and with it everything that came of it but was
// not waited for either; the run is in line again.
const admit = prepared<DeliveredRun & { turn: bigint }>(
  'admit_runs',
  `select organization_id, id, task, queue, priority, delivery, turn, set_config('synchronous_commit', 'off', true)
  from admit_runs($1, $2, $3)`,
);
const waiting = prepared<{ queue: QueueName; due: string }>(
  'waiting_runs',
  'select queue, extract(epoch from due_at - now()) * 1000 as due from waiting_runs($1)',
);

export interface Waiting {
  /** Those in which runs wait, due or not. */
  readonly queues: readonly QueueName[];
  /** Milliseconds until the first run falls due: 0 when one is due already, null when none waits. */
  readonly dueInMs: number | null;
}

export async function whatWaits(db: Kysely<Database>, queues: readonly QueueName[]): Promise<Waiting> {
  const rows = await waiting(db, [[...queues]]);
  return {
    queues: rows.map((row) => row.queue),
    dueInMs: rows[0] === undefined ? null : Math.max(0, Number(rows[0].due)),
  };
}

/** Runs marked as dispatched for longer than `olderThanMs` and not claimed: either they wait in the queue or it lost them. */
export async function listUnclaimed(
  db: Kysely<Database>,
  options: { olderThanMs: number; limit: number },
): Promise<DeliveredRun[]> {
  return await db
    .selectFrom('runs')
    .select(['organization_id', 'id', 'task', 'queue', 'priority', 'delivery'])
    .where('state', '=', 'dispatched')
    .where('dispatched_at', '<', sql<Date>`now() - ${options.olderThanMs} * interval '1 millisecond'`)
    .orderBy('dispatched_at')
    .limit(options.limit)
    .execute();
}

/** Puts a delivery that never arrived back in line. False when the run moved on in the meantime. */
export async function requeueUndelivered(
  db: Kysely<Database>,
  run: Pick<DeliveredRun, 'organization_id' | 'id' | 'delivery'>,
): Promise<boolean> {
  const result = await db
    .updateTable('runs')
    .set({ state: 'queued', dispatched_at: null })
    .where('organization_id', '=', run.organization_id)
    .where('id', '=', run.id)
    // A state that stood alone would tempt the planner to walk through all runs in that state.
    .where(sql<boolean>`delivery = case state when 'dispatched' then ${run.delivery}::integer end`)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
