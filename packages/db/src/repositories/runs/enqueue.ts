import type { QueueName } from '@accountia/task-contracts';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from '../../schema/index.ts';
import type { RunsTable } from '../../schema/runs.ts';
import { prepared } from '../../prepared.ts';
import { json } from '../values.ts';

export type RunRow = Selectable<RunsTable>;

/** Of a whole row, by name: see `prepared`. */
export const RUN_COLUMNS = [
  'organization_id',
  'id',
  'task',
  'task_version',
  'queue',
  'priority',
  'payload',
  'deduplication_key',
  'document_id',
  'declaration_id',
  'state',
  'attempt',
  'max_attempts',
  'delivery',
  'timeout_ms',
  'hard_timeout_ms',
  'losses',
  'quarantine_reason',
  'on_child_failure',
  'in_flow',
  'run_at',
  'not_after',
  'dispatched_at',
  'started_at',
  'lease_expires_at',
  'finished_at',
  'worker_id',
  'cancel_requested_at',
  'progress',
  'result',
  'error',
  'created_at',
] as const satisfies readonly (keyof RunsTable)[];

const insert = prepared<RunRow>(
  'insert_run',
  `with inserted as (
    insert into runs (
      organization_id, task, task_version, queue, priority, payload, max_attempts, timeout_ms, hard_timeout_ms,
      deduplication_key, document_id, declaration_id, not_after, run_at, state, on_child_failure
    ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, coalesce($14, now()), $15, $16)
    returning ${RUN_COLUMNS.join(', ')}
  ), noted as (
    insert into run_events (organization_id, run_id, type) select organization_id, id, state from inserted
  )
  select ${RUN_COLUMNS.join(', ')} from inserted`,
);

export interface NewRun {
  readonly organizationId: string;
  readonly task: string;
  readonly taskVersion: number;
  readonly queue: QueueName;
  readonly priority: number;
  readonly payload: unknown;
  readonly maxAttempts: number;
  readonly timeoutMs: number;
  readonly hardTimeoutMs: number;
  readonly deduplication: { readonly key: string; readonly while: 'waiting' | 'unfinished' } | null;
  /** That nobody else can have asked for a run with its deduplication key yet. */
  readonly subjectIsNew?: boolean;
  readonly documentId?: string;
  readonly declarationId?: string;
  readonly runAt?: Date;
  readonly notAfter?: Date;
}

/**
 * Stores a run in the caller's transaction: when that commits, the work is accepted; when it rolls back, it never was.
 * While another run of the organization has the same deduplication key (and waits, or is unfinished), answers with it.
 */
export async function insertRun(
  trx: Transaction<Database>,
  run: NewRun,
): Promise<{ run: RunRow; deduplicated: boolean }> {
  if (run.deduplication !== null && !run.subjectIsNew) {
    const existing = await findDuplicate(trx, run, run.deduplication);
    if (existing !== undefined) return { run: existing, deduplicated: true };
  }
  return { run: await insertAs(trx, run, {}), deduplicated: false };
}

/** The row and its first event. A run that waits for others has no say in whether it is a duplicate. */
export async function insertAs(
  trx: Transaction<Database>,
  run: NewRun,
  extra: { state?: 'blocked'; on_child_failure?: 'fail' | 'ignore' },
): Promise<RunRow> {
  const [inserted] = await insert(trx, [
    run.organizationId,
    run.task,
    run.taskVersion,
    run.queue,
    run.priority,
    json(run.payload),
    run.maxAttempts,
    run.timeoutMs,
    run.hardTimeoutMs,
    run.deduplication?.key ?? null,
    run.documentId ?? null,
    run.declarationId ?? null,
    run.notAfter ?? null,
    run.runAt ?? null,
    extra.state ?? 'queued',
    extra.on_child_failure ?? null,
  ]);
  return inserted!;
}

/** The columns that are asked for, with their types as `jsonb_to_recordset` wants them. */
const ASKED_COLUMNS = {
  organization_id: 'uuid',
  task: 'text',
  task_version: 'integer',
  queue: 'text',
  priority: 'smallint',
  payload: 'jsonb',
  max_attempts: 'integer',
  timeout_ms: 'integer',
  hard_timeout_ms: 'integer',
  document_id: 'uuid',
  declaration_id: 'uuid',
  not_after: 'timestamptz',
  run_at: 'timestamptz',
} as const satisfies Partial<Record<keyof RunsTable, string>>;
const ASKED = Object.keys(ASKED_COLUMNS);

const insertSeveral = prepared<RunRow>(
  'insert_runs',
  `with given as materialized (
    select time_ordered_uuid() as id, asked.*
    from rows from (
      jsonb_to_recordset($1::jsonb) as (${Object.entries(ASKED_COLUMNS)
        .map(([name, type]) => `${name} ${type}`)
        .join(', ')})
    ) with ordinality as asked (${ASKED.join(', ')}, place)
  ), inserted as (
    insert into runs (id, ${ASKED.join(', ')})
    select id, ${ASKED.map((name) => (name === 'run_at' ? 'coalesce(run_at, now())' : name)).join(', ')}
    from given order by place
    returning ${RUN_COLUMNS.join(', ')}
  ), noted as (
    insert into run_events (organization_id, run_id, type) select organization_id, id, state from inserted
  )
  select ${RUN_COLUMNS.map((column) => `inserted.${column}`).join(', ')}
  from inserted join given on given.id = inserted.id order by place`,
);

/**
 * Stores several runs in one statement, which is a transaction of its own unless the caller has one. Answers in their
 * order. None of them has a deduplication key: those need `insertRun`.
 */
export async function insertRuns(db: Kysely<Database>, runs: readonly NewRun[]): Promise<RunRow[]> {
  const asked = runs.map((run) => {
    if (run.deduplication !== null) throw new Error(`${run.task} has a deduplication key: insert it alone`);
    return {
      organization_id: run.organizationId,
      task: run.task,
      task_version: run.taskVersion,
      queue: run.queue,
      priority: run.priority,
      payload: run.payload,
      max_attempts: run.maxAttempts,
      timeout_ms: run.timeoutMs,
      hard_timeout_ms: run.hardTimeoutMs,
      document_id: run.documentId,
      declaration_id: run.declarationId,
      not_after: run.notAfter,
      run_at: run.runAt,
    } satisfies Record<keyof typeof ASKED_COLUMNS, unknown>;
  });
  return await insertSeveral(db, [json(asked)]);
}

const lockDeduplication = prepared(
  'lock_deduplication',
  'select pg_advisory_xact_lock(hashtextextended($1, 0))',
);

// What may end with its children's failure would take the caller's request down with it.
const FIND_DUPLICATE = `select ${RUN_COLUMNS.join(', ')} from runs
  where organization_id = $1 and task = $2 and deduplication_key = $3 and finished_at is null
    and (state <> 'blocked' or on_child_failure = 'ignore')`;

const findUnfinished = prepared<RunRow>('find_unfinished_duplicate', `${FIND_DUPLICATE} order by id limit 1`);

// Locked: a worker that claims it now must wait until the caller's effects are there to be seen, or be found to have it.
const findWaiting = prepared<RunRow>(
  'find_waiting_duplicate',
  `${FIND_DUPLICATE} and state in ('blocked', 'queued', 'dispatched') order by id limit 1 for update`,
);

/**
 * A lock instead of a unique index: a retry moves a run back to `queued`, and that must never fail because
 * another run with its key was accepted while it was running.
 */
async function findDuplicate(
  trx: Transaction<Database>,
  run: NewRun,
  deduplication: NonNullable<NewRun['deduplication']>,
): Promise<RunRow | undefined> {
  const lock = `${run.organizationId}/${run.task}/${deduplication.key}`;
  await lockDeduplication(trx, [lock]);
  const [row] = await (deduplication.while === 'waiting' ? findWaiting : findUnfinished)(trx, [
    run.organizationId,
    run.task,
    deduplication.key,
  ]);
  return row;
}
