import type { QuarantineReason } from '@accountia/task-contracts/api';
import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import type { Database } from '../../schema/index.ts';
import { json } from '../values.ts';
import type { AttemptsOf } from './control.ts';

/** Which failed runs; what is left out is not asked for. */
export interface DeadRunFilter {
  /** Absent: of every organization, for operators. */
  readonly organizationId?: string;
  readonly task?: string;
  readonly errorCode?: string;
  readonly quarantineReason?: QuarantineReason;
  readonly finishedSince?: Date;
  readonly finishedBefore?: Date;
}

export interface DeadRunCause {
  readonly task: string;
  readonly errorCode: string;
  readonly quarantineReason: QuarantineReason | null;
  readonly runs: number;
  readonly organizations: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

export interface RedrivenRun {
  readonly organizationId: string;
  readonly id: string;
  readonly task: string;
}

/** Failed runs by what ended them, the most frequent cause first. */
export async function countDeadRuns(db: Kysely<Database>, filter: DeadRunFilter): Promise<DeadRunCause[]> {
  const { rows } = await sql<
    Omit<DeadRunCause, 'runs' | 'organizations'> & { runs: bigint; organizations: bigint }
  >`
    select task, error ->> 'code' as "errorCode", quarantine_reason as "quarantineReason", count(*) as runs,
      count(distinct organization_id) as organizations, min(finished_at) as "firstAt", max(finished_at) as "lastAt"
    from runs where ${matching(filter)}
    group by 1, 2, 3 order by runs desc, task, "errorCode"
  `.execute(db);
  return rows.map((row) => ({ ...row, runs: Number(row.runs), organizations: Number(row.organizations) }));
}

/**
 * Starts failed runs again, the oldest first and at most `limit`, each with the tries of its task. Of the runs about one
 * document or declaration only the newest counts, and none while another of the same key is unfinished.
 */
export async function redriveRuns(
  db: Kysely<Database>,
  filter: DeadRunFilter,
  options: { limit: number; tasks: readonly string[]; attemptsOf: AttemptsOf },
): Promise<{ redriven: RedrivenRun[]; more: boolean }> {
  const attempts = Object.fromEntries(options.tasks.map((task) => [task, options.attemptsOf(task)]));
  const { rows } = await sql<RedrivenRun & { dead: bigint }>`
    with dead as (
      select organization_id, id from runs
      where ${matching(filter)} and task = any(${options.tasks}) and not ${superseded}
      order by id limit ${options.limit + 1}
      for update skip locked
    ),
    chosen as (select * from dead order by id limit ${options.limit}),
    requeued as (
      update runs
      set state = 'queued', run_at = now(), finished_at = null, cancel_requested_at = null, dispatched_at = null,
        not_after = null, worker_id = null, error = null, losses = 0, quarantine_reason = null,
        max_attempts = attempt + (${json(attempts)}::jsonb ->> task)::integer
      from chosen
      where runs.organization_id = chosen.organization_id and runs.id = chosen.id
      returning runs.organization_id, runs.id, runs.task
    ),
    noted as (
      insert into run_events (organization_id, run_id, type, data)
      select organization_id, id, 'queued', '{"retry": true, "redrive": true}' from requeued
    )
    select organization_id as "organizationId", id, task, (select count(*) from dead) as dead from requeued
  `.execute(db);
  const more = Number(rows[0]?.dead ?? 0n) > options.limit;
  return { redriven: rows.map(({ dead: _dead, ...run }) => run), more };
}

/** Indexes of the failed runs, and of the unfinished runs of a key, and of the runs of a document or declaration. */
const superseded: Expression<SqlBool> = sql<SqlBool>`(
  exists (
    select 1 from runs as newer
    where newer.organization_id = runs.organization_id and newer.task = runs.task
      and newer.deduplication_key = runs.deduplication_key and newer.finished_at is null
  )
  or exists (
    select 1 from runs as newer
    where newer.organization_id = runs.organization_id and newer.document_id = runs.document_id
      and newer.task = runs.task and newer.id > runs.id and newer.state in ('completed', 'failed')
  )
  or exists (
    select 1 from runs as newer
    where newer.organization_id = runs.organization_id and newer.declaration_id = runs.declaration_id
      and runs.document_id is null
      and newer.task = runs.task and newer.id > runs.id and newer.state in ('completed', 'failed')
  )
)`;

function matching(filter: DeadRunFilter): Expression<SqlBool> {
  const conditions = [sql<SqlBool>`runs.state = 'failed'`];
  if (filter.organizationId !== undefined) {
    conditions.push(sql<SqlBool>`runs.organization_id = ${filter.organizationId}`);
  }
  if (filter.task !== undefined) conditions.push(sql<SqlBool>`runs.task = ${filter.task}`);
  if (filter.errorCode !== undefined)
    conditions.push(sql<SqlBool>`runs.error ->> 'code' = ${filter.errorCode}`);
  if (filter.quarantineReason !== undefined) {
    conditions.push(sql<SqlBool>`runs.quarantine_reason = ${filter.quarantineReason}`);
  }
  if (filter.finishedSince !== undefined) {
    conditions.push(sql<SqlBool>`runs.finished_at >= ${filter.finishedSince}`);
  }
  if (filter.finishedBefore !== undefined) {
    conditions.push(sql<SqlBool>`runs.finished_at < ${filter.finishedBefore}`);
  }
  return sql<SqlBool>`(${sql.join(conditions, sql` and `)})`;
}
