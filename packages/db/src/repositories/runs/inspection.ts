import type { QuarantineReason, RunState } from '@accountia/task-contracts/api';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../schema/index.ts';
import { decodeTimeCursor, type Page, toPage } from '../cursor.ts';
import type { RunRow } from './enqueue.ts';

export async function findRun(
  db: Kysely<Database>,
  organizationId: string,
  runId: string,
): Promise<RunRow | null> {
  const row = await db
    .selectFrom('runs')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', runId)
    .executeTakeFirst();
  return row ?? null;
}

export interface RunFilter {
  /** Absent: of every organization, for operators. */
  readonly organizationId?: string;
  readonly state?: RunState;
  readonly task?: string;
  readonly errorCode?: string;
  readonly quarantineReason?: QuarantineReason;
  readonly finishedSince?: Date;
  readonly finishedBefore?: Date;
  /** Only the runs for which this one waits or waited. */
  readonly parentId?: string;
  readonly documentId?: string;
  readonly declarationId?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Newest first. Throws InvalidCursorError. */
export async function listRuns(db: Kysely<Database>, filter: RunFilter): Promise<Page<RunRow>> {
  // Keys first: an index that has the order has them, too. Asked for whole rows the planner, which believes that hardly
  // any run has failed, would rather fetch all that have and sort.
  let query = db.selectFrom('runs').select(['organization_id', 'id']);
  if (filter.organizationId !== undefined) query = query.where('organization_id', '=', filter.organizationId);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.task !== undefined) query = query.where('task', '=', filter.task);
  if (filter.errorCode !== undefined) query = query.where(sql`error ->> 'code'`, '=', filter.errorCode);
  if (filter.quarantineReason !== undefined) {
    query = query.where('quarantine_reason', '=', filter.quarantineReason);
  }
  if (filter.finishedSince !== undefined) query = query.where('finished_at', '>=', filter.finishedSince);
  if (filter.finishedBefore !== undefined) query = query.where('finished_at', '<', filter.finishedBefore);
  if (filter.parentId !== undefined) {
    const { parentId } = filter;
    query = query.where((eb) =>
      eb(
        'id',
        'in',
        eb
          .selectFrom('run_children')
          .select('child_id')
          .whereRef('run_children.organization_id', '=', 'runs.organization_id')
          .where('parent_id', '=', parentId),
      ),
    );
  }
  if (filter.documentId !== undefined) query = query.where('document_id', '=', filter.documentId);
  if (filter.declarationId !== undefined) query = query.where('declaration_id', '=', filter.declarationId);
  if (filter.cursor !== undefined) {
    // Ids are ordered by time, so the id alone is the place in the list.
    query = query.where('id', '<', decodeTimeCursor(filter.cursor).id);
  }
  const keys = query.orderBy('id', 'desc').limit(filter.limit + 1);
  const rows = await db
    .selectFrom(keys.as('listed'))
    .innerJoin('runs', (join) =>
      join.onRef('runs.organization_id', '=', 'listed.organization_id').onRef('runs.id', '=', 'listed.id'),
    )
    .selectAll('runs')
    .orderBy('runs.id', 'desc')
    .execute();
  return toPage(
    rows,
    filter.limit,
    (row) => [row.created_at.toISOString(), row.id],
    (row) => row,
  );
}

export interface QueueDepth {
  readonly queue: string;
  readonly queued: number;
  readonly dispatched: number;
  readonly running: number;
  readonly failedLastDay: number;
  /** Age of the run that has been due longest; a stuck queue shows here first. */
  readonly oldestDueMs: number;
}

/** One step through an index for each state: what has ended is looked at only when it failed within the last day. */
export async function queueDepths(db: Kysely<Database>): Promise<QueueDepth[]> {
  const { rows } = await sql<{
    queue: string;
    queued: bigint;
    dispatched: bigint;
    running: bigint;
    failed: bigint;
    oldest: string | null;
  }>`
    with seen as (
      select queue, state, run_at from runs where state = 'queued'
      union all
      select queue, state, run_at from runs where state = 'dispatched'
      union all
      select queue, state, run_at from runs where state = 'running'
      union all
      select queue, state, run_at from runs where state = 'failed' and finished_at > now() - interval '1 day'
    )
    select queue,
      count(*) filter (where state = 'queued') as queued,
      count(*) filter (where state = 'dispatched') as dispatched,
      count(*) filter (where state = 'running') as running,
      count(*) filter (where state = 'failed') as failed,
      extract(epoch from now() - min(run_at) filter (where state in ('queued', 'dispatched') and run_at <= now()))
        * 1000 as oldest
    from seen
    group by queue order by queue
  `.execute(db);
  return rows.map((row) => ({
    queue: row.queue,
    queued: Number(row.queued),
    dispatched: Number(row.dispatched),
    running: Number(row.running),
    failedLastDay: Number(row.failed),
    oldestDueMs: row.oldest === null ? 0 : Math.round(Number(row.oldest)),
  }));
}
