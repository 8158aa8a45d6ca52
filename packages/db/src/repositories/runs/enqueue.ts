import type { QueueName } from '@accountia/task-contracts';
import type { RunState } from '@accountia/task-contracts/api';
import { type Selectable, sql, type Transaction } from 'kysely';
import type { Database } from '../../schema/index.ts';
import type { RunsTable } from '../../schema/runs.ts';
import { json } from '../values.ts';
import { appendRunEvent } from './events.ts';

export type RunRow = Selectable<RunsTable>;

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
  readonly documentId?: string;
  readonly declarationId?: string;
  readonly runAt?: Date;
  readonly notAfter?: Date;
}

const WAITING: readonly RunState[] = ['blocked', 'queued', 'dispatched'];

/**
 * Stores a run in the caller's transaction: when that commits, the work is accepted; when it rolls back, it never was.
 * While another run of the organization has the same deduplication key (and waits, or is unfinished), answers with it.
 */
export async function insertRun(
  trx: Transaction<Database>,
  run: NewRun,
): Promise<{ run: RunRow; deduplicated: boolean }> {
  if (run.deduplication !== null) {
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
  const inserted = await trx
    .insertInto('runs')
    .values({
      ...extra,
      organization_id: run.organizationId,
      task: run.task,
      task_version: run.taskVersion,
      queue: run.queue,
      priority: run.priority,
      payload: json(run.payload),
      max_attempts: run.maxAttempts,
      timeout_ms: run.timeoutMs,
      hard_timeout_ms: run.hardTimeoutMs,
      deduplication_key: run.deduplication?.key ?? null,
      document_id: run.documentId ?? null,
      declaration_id: run.declarationId ?? null,
      not_after: run.notAfter ?? null,
      ...(run.runAt === undefined ? {} : { run_at: run.runAt }),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await appendRunEvent(trx, inserted, extra.state ?? 'queued', {});
  return inserted;
}

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
  await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(trx);
  let query = trx
    .selectFrom('runs')
    .selectAll()
    .where('organization_id', '=', run.organizationId)
    .where('task', '=', run.task)
    .where('deduplication_key', '=', deduplication.key)
    .where('finished_at', 'is', null)
    // What may end with its children's failure would take the caller's request down with it.
    .where((eb) => eb.or([eb('state', '<>', 'blocked'), eb('on_child_failure', '=', 'ignore')]));
  // Locked: a worker that claims it now must wait until the caller's effects are there to be seen, or be found to have it.
  if (deduplication.while === 'waiting') query = query.where('state', 'in', WAITING).forUpdate();
  return await query.orderBy('id').executeTakeFirst();
}
