import { QUEUES } from '@accountia/task-contracts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../schema/index.ts';

export interface Backlog {
  /** Runs of the organization that have not ended; counted no further than `countUpTo`. */
  readonly unfinished: number;
  /** Age of the run that has been due longest and was not handed over; 0 when none is. */
  readonly oldestDueMs: number;
}

/** How much an organization has waiting. Reads indexes only, and no more of them than `countUpTo` entries. */
export async function organizationBacklog(
  db: Kysely<Database>,
  organizationId: string,
  countUpTo: number,
): Promise<Backlog> {
  const { rows } = await sql<{ unfinished: bigint; oldest: string | null }>`
    select
      (
        select count(*) from (
          select 1 from runs
          where queue = any(${[...QUEUES]}) and organization_id = ${organizationId} and state = 'queued'
          union all
          select 1 from runs where organization_id = ${organizationId} and state = 'blocked'
          union all
          select 1 from runs where organization_id = ${organizationId} and state = 'dispatched'
          union all
          select 1 from runs where organization_id = ${organizationId} and state = 'running'
          limit ${countUpTo}
        ) as counted
      ) as unfinished,
      (
        select extract(epoch from now() - min(due.run_at)) * 1000
        from unnest(${[...QUEUES]}::text[]) as queues (queue)
        cross join (values (0), (1), (2)) as class (priority)
        cross join lateral (
          select run_at from runs
          where runs.queue = queues.queue and organization_id = ${organizationId} and state = 'queued'
            and runs.priority = class.priority and run_at <= now()
          order by run_at limit 1
        ) as due
      ) as oldest
  `.execute(db);
  const row = rows[0]!;
  return {
    unfinished: Number(row.unfinished),
    oldestDueMs: row.oldest === null ? 0 : Math.max(0, Math.round(Number(row.oldest))),
  };
}
