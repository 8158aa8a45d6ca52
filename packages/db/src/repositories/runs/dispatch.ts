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
 * run twice. The mark is committed before delivery; a crash in between is found by `listUnclaimed`.
 */
export async function admitRuns(
  db: Kysely<Database>,
  { queue, maxInFlight, batchSize }: AdmitOptions,
): Promise<AdmittedRun[]> {
  const rows = await admissionOf(batchSize)(db, [queue, maxInFlight]);
  return rows.map(({ turn, ...run }) => ({ ...run, turn: Number(turn) }));
}

/**
 * One plan a batch size and connection: planning it takes several times as long as its work. The size is in its text,
 * because the planner looks rows up one by one when it knows that they are few.
 */
const admissions = new Map<number, ReturnType<typeof prepared<DeliveredRun & { turn: bigint }>>>();

function admissionOf(batchSize: number) {
  const existing = admissions.get(batchSize);
  if (existing !== undefined) return existing;
  const statement = prepared<DeliveredRun & { turn: bigint }>(
    `admit_runs_${batchSize}`,
    admissionText(batchSize),
  );
  admissions.set(batchSize, statement);
  return statement;
}

function admissionText(batchSize: number): string {
  return `
    with recursive in_flight as materialized (
      select organization_id, priority from runs where queue = $1 and state = 'dispatched'
      union all
      select organization_id, priority from runs where queue = $1 and state = 'running'
    ),
    load as materialized (
      select organization_id, count(*) as runs,
        count(*) filter (where priority = 0) as high, count(*) filter (where priority <= 1) as normal
      from in_flight group by organization_id
    ),
    room as materialized (
      select greatest(0, least(${batchSize}::bigint, $2::bigint - count(*))) as runs from in_flight
    ),
    -- One step in the index for each organization that waits, however many runs it has there. The whole order of that
    -- index, or the planner may take another one and filter.
    waiting as (
      (
        select organization_id from runs where queue = $1 and state = 'queued' and (select runs from room) > 0
        order by organization_id, priority, run_at, id limit 1
      )
      union all
      select (
        select runs.organization_id from runs
        where queue = $1 and state = 'queued' and runs.organization_id > waiting.organization_id
        order by runs.organization_id, priority, run_at, id limit 1
      )
      from waiting where waiting.organization_id is not null
    ),
    tenants as materialized (
      select organizations.id, dispatch_weight as weight,
        coalesce(load.high, 0) as high, coalesce(load.normal, 0) as normal, coalesce(load.runs, 0) as runs,
        least(
          max_in_flight - coalesce(load.runs, 0),
          greatest(
            dispatch_weight,
            ceil((select runs from room) * dispatch_weight::numeric / sum(dispatch_weight) over ())
          )
        ) as share
      from waiting join organizations on organizations.id = waiting.organization_id
      left join load on load.organization_id = organizations.id
      where max_in_flight > coalesce(load.runs, 0)
    ),
    candidates as (
      select candidate.*,
        (case candidate.priority when 0 then tenants.high when 1 then tenants.normal else tenants.runs end
          + row_number() over (
              partition by tenants.id order by candidate.priority, candidate.run_at, candidate.id
            )
          + weight - 1) / weight as turn
      from tenants
      cross join lateral (
        select due.* from (values (0), (1), (2)) as class (priority)
        cross join lateral (
          select organization_id, id, runs.priority, run_at from runs
          where queue = $1 and organization_id = tenants.id and state = 'queued'
            and runs.priority = class.priority and run_at <= now() and (not_after is null or not_after > now())
          order by run_at, id
          limit least(${batchSize}, tenants.share)
        ) as due
        order by due.priority, run_at, id
        limit tenants.share
      ) as candidate
    ),
    -- The second limit is a number that the planner knows: by it, it looks rows up one by one.
    ordered as (
      select * from (
        select organization_id, id, turn from candidates
        order by turn, priority, run_at, id
        limit (select runs from room)
      ) as within_room
      limit ${batchSize}
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
      returning runs.organization_id, runs.id, runs.task, runs.queue, runs.priority, runs.delivery, runs.run_at,
        locked.turn
    )
    select organization_id, id, task, queue, priority, delivery, turn from admitted
    order by turn, priority, run_at, id
  `;
}

export interface Waiting {
  /** Those in which runs wait, due or not. */
  readonly queues: readonly QueueName[];
  /** Milliseconds until the first run falls due: 0 when one is due already, null when none waits. */
  readonly dueInMs: number | null;
}

// A few steps in an index each. Times in UTC, as the index has them.
const waiting = prepared<{ queue: QueueName; due: string | null }>(
  'waiting_runs',
  `select queue, (
    select extract(epoch from min(run_at at time zone 'UTC') - now() at time zone 'UTC') * 1000
    from runs where state = 'queued'
  ) as due
  from unnest($1::text[]) with ordinality as asked (queue, position)
  where exists (select 1 from runs where runs.queue = asked.queue and state = 'queued')
  order by position`,
);

export async function whatWaits(db: Kysely<Database>, queues: readonly QueueName[]): Promise<Waiting> {
  const rows = await waiting(db, [[...queues]]);
  const due = rows[0]?.due;
  return {
    queues: rows.map((row) => row.queue),
    dueInMs: due == null ? null : Math.max(0, Number(due)),
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
