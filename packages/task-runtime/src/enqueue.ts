import { type Database, insertRun, type RunRow } from '@accountia/db';
import { PRIORITIES, type Priority, type TaskDefinition, TaskError } from '@accountia/task-contracts';
import type { Transaction } from 'kysely';
import type { z } from 'zod';

export interface EnqueueOptions {
  /** Who asks: the tenant that the run belongs to, from the caller's credentials. */
  readonly organizationId: string;
  /** What the run is about, so that it can be found from there. */
  readonly documentId?: string;
  readonly declarationId?: string;
  readonly priority?: Priority;
  /** Not before this time. */
  readonly runAt?: Date;
  /** Not after this time: what nobody started by then expires. */
  readonly notAfter?: Date;
}

export interface Enqueued {
  readonly run: RunRow;
  /** True when a run with the same deduplication key was there already and is answered instead of a new one. */
  readonly deduplicated: boolean;
}

/**
 * Accepts work in the caller's transaction. There is no other way to start work: when the transaction commits, the run
 * will be executed; when it rolls back, it was never asked for. Throws TaskError `invalid_payload`.
 */
export async function enqueue<Task extends TaskDefinition>(
  trx: Transaction<Database>,
  task: Task,
  payload: z.input<Task['payload']>,
  options: EnqueueOptions,
): Promise<Enqueued> {
  const parsed = task.payload.safeParse(payload);
  if (!parsed.success) {
    throw new TaskError({
      code: 'invalid_payload',
      message: `The payload of ${task.name} does not fit its schema`,
      retryable: false,
      details: { task: task.name, issues: parsed.error.issues },
    });
  }
  const { policy } = task;
  return await insertRun(trx, {
    organizationId: options.organizationId,
    task: task.name,
    taskVersion: task.version,
    queue: task.queue,
    priority: PRIORITIES.indexOf(options.priority ?? policy.priority),
    payload: parsed.data,
    maxAttempts: policy.maxAttempts,
    timeoutMs: policy.timeoutMs,
    deduplication:
      policy.deduplication === undefined
        ? null
        : { key: policy.deduplication.key(parsed.data), while: policy.deduplication.while },
    ...(options.documentId === undefined ? {} : { documentId: options.documentId }),
    ...(options.declarationId === undefined ? {} : { declarationId: options.declarationId }),
    ...(options.runAt === undefined ? {} : { runAt: options.runAt }),
    ...(options.notAfter === undefined ? {} : { notAfter: options.notAfter }),
  });
}
