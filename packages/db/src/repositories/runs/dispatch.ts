import type { QueueName } from '@accountia/task-contracts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../schema/index.ts';
import type { RunRow } from './enqueue.ts';

export interface AdmitOptions {
  readonly queue: QueueName;
  /** Runs handed to the queue and not finished, at most: what waits beyond stays in PostgreSQL, in fair order. */
  readonly maxInFlight: number;
  readonly batchSize: number;
}

export type AdmittedRun = Pick<RunRow, 'organization_id' | 'id' | 'task' | 'queue' | 'priority' | 'delivery'>;

/**
 * Marks the next due runs of a queue as dispatched and answers with them, in the order they should be delivered.
 * Organizations take turns: the first waiting run of each goes before the second of any.
 * The mark is committed before delivery; a crash in between is found by `listUndelivered`.
 */
export async function admitRuns(db: Kysely<Database>, options: AdmitOptions): Promise<AdmittedRun[]> {
  const { queue, maxInFlight, batchSize } = options;
  const { rows } = await sql<AdmittedRun & { turn: bigint }>`
    with room as (
      select greatest(0, least(${batchSize}::bigint, ${maxInFlight}::bigint - count(*))) as runs
      from runs where queue = ${queue} and state in ('dispatched', 'running')
    ),
    waiting as (
      select distinct organization_id from runs
      where queue = ${queue} and state = 'queued' and run_at <= now()
    ),
    ordered as (
      select candidate.*
      from waiting
      cross join lateral (
        select organization_id, id, priority, run_at, row_number() over (order by priority, run_at, id) as turn
        from runs
        where queue = ${queue} and organization_id = waiting.organization_id
          and state = 'queued' and run_at <= now()
        order by priority, run_at, id
        limit ${batchSize}
      ) as candidate
      order by priority, turn, run_at
      limit (select runs from room)
    ),
    locked as (
      select runs.organization_id, runs.id, ordered.turn
      from ordered join runs using (organization_id, id)
      where runs.state = 'queued'
      for update of runs skip locked
    ),
    admitted as (
      update runs set state = 'dispatched', delivery = runs.delivery + 1, dispatched_at = now()
      from locked
      where runs.organization_id = locked.organization_id and runs.id = locked.id
      returning runs.organization_id, runs.id, runs.task, runs.queue, runs.priority, runs.delivery, locked.turn
    )
    select * from admitted order by priority, turn
  `.execute(db);
  return rows.map(({ turn: _turn, ...run }) => run);
}

/** Runs marked as dispatched for longer than `olderThanMs` and not claimed: either they wait in the queue or it lost them. */
export async function listUnclaimed(
  db: Kysely<Database>,
  options: { olderThanMs: number; limit: number },
): Promise<AdmittedRun[]> {
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
  run: Pick<AdmittedRun, 'organization_id' | 'id' | 'delivery'>,
): Promise<boolean> {
  const result = await db
    .updateTable('runs')
    .set({ state: 'queued', dispatched_at: null })
    .where('organization_id', '=', run.organization_id)
    .where('id', '=', run.id)
    .where('state', '=', 'dispatched')
    .where('delivery', '=', run.delivery)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Milliseconds until the next queued run falls due, null when none waits for its time. */
export async function nextDueInMs(db: Kysely<Database>): Promise<number | null> {
  const row = await db
    .selectFrom('runs')
    .select(sql<string | null>`extract(epoch from min(run_at) - now()) * 1000`.as('due'))
    .where('state', '=', 'queued')
    .where('run_at', '>', sql<Date>`now()`)
    .executeTakeFirst();
  return row?.due == null ? null : Math.max(0, Number(row.due));
}
