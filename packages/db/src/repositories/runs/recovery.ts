import type { SerializedTaskError } from '@accountia/task-contracts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../schema/index.ts';
import { json } from '../values.ts';

const LOST: SerializedTaskError = {
  code: 'worker_lost',
  message: 'The worker stopped renewing its lease: it was killed, hung, or cut off',
  retryable: true,
  details: {},
};

const EXPIRED: SerializedTaskError = {
  code: 'expired',
  message: 'Nobody could start the run before its notAfter',
  retryable: false,
  details: {},
};

export interface LostRun {
  readonly organization_id: string;
  readonly id: string;
  readonly task: string;
  readonly attempt: number;
  readonly losses: number;
  readonly worker_id: string | null;
}

/**
 * Puts runs whose lease has passed back in line. That they were lost is counted, and not as a try: a worker that was killed
 * says nothing about the run. One that was lost too often goes back, too: the next worker that claims it sees that
 * and ends it with its handler's clean-up, which the sweeper knows nothing about.
 */
export async function recoverLostRuns(db: Kysely<Database>, limit = 500): Promise<LostRun[]> {
  const { rows } = await sql<LostRun>`
    with lost as (
      select organization_id, id, attempt, worker_id from runs
      where state = 'running' and lease_expires_at < now()
      order by lease_expires_at
      limit ${limit}
      for update skip locked
    ),
    requeued as (
      update runs
      set state = 'queued', run_at = now(), dispatched_at = null, lease_expires_at = null, worker_id = null,
          error = ${json(LOST)}::jsonb, losses = losses + 1, max_attempts = max_attempts + 1
      from lost
      where runs.organization_id = lost.organization_id and runs.id = lost.id
      returning runs.organization_id, runs.id, runs.task, runs.attempt, runs.losses, lost.worker_id
    ),
    noted as (
      insert into run_events (organization_id, run_id, type, data)
      select organization_id, id, 'lost', jsonb_build_object('attempt', attempt, 'workerId', worker_id, 'losses', losses)
      from requeued
    )
    select * from requeued
  `.execute(db);
  return rows;
}

/**
 * Ends runs that nobody has started and whose notAfter has passed. Answers with how many. Runs that somebody has locked
 * are left for the next time: who locks several, as a new flow does, must never wait for us while we wait for it.
 */
export async function expireRuns(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    with due as (
      select organization_id, id from runs
      where state in ('blocked', 'queued', 'dispatched') and not_after <= now()
      for update skip locked
    ),
    overdue as (
      update runs set state = 'expired', finished_at = now(), error = ${json(EXPIRED)}::jsonb
      from due
      where runs.organization_id = due.organization_id and runs.id = due.id
      returning runs.organization_id, runs.id
    ),
    noted as (
      insert into run_events (organization_id, run_id, type) select organization_id, id, 'expired' from overdue
    )
    select id from overdue
  `.execute(db);
  return rows.length;
}
