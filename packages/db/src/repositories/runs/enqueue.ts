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
  readonly deduplication: { readonly key: string; readonly while: 'waiting' | 'unfinished' } | null;
  readonly documentId?: string;
  readonly declarationId?: string;
  readonly runAt?: Date;
  readonly notAfter?: Date;
}

const WAITING: readonly RunState[] = ['queued', 'dispatched'];
const UNFINISHED: readonly RunState[] = ['queued', 'dispatched', 'running'];

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
  const inserted = await trx
    .insertInto('runs')
    .values({
      organization_id: run.organizationId,
      task: run.task,
      task_version: run.taskVersion,
      queue: run.queue,
      priority: run.priority,
      payload: json(run.payload),
      max_attempts: run.maxAttempts,
      timeout_ms: run.timeoutMs,
      deduplication_key: run.deduplication?.key ?? null,
      document_id: run.documentId ?? null,
      declaration_id: run.declarationId ?? null,
      not_after: run.notAfter ?? null,
      ...(run.runAt === undefined ? {} : { run_at: run.runAt }),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await appendRunEvent(trx, inserted, 'queued', {});
  return { run: inserted, deduplicated: false };
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
  return await trx
    .selectFrom('runs')
    .selectAll()
    .where('organization_id', '=', run.organizationId)
    .where('task', '=', run.task)
    .where('deduplication_key', '=', deduplication.key)
    .where('state', 'in', deduplication.while === 'waiting' ? WAITING : UNFINISHED)
    .orderBy('id')
    .executeTakeFirst();
}
