import { type Database, insertRun, type NewRun, type RunRow } from '@accountia/db';
import { PRIORITIES, type Priority, type TaskDefinition, TaskError } from '@accountia/task-contracts';
import type { Transaction } from 'kysely';
import type { z } from 'zod';

export interface EnqueueOptions {
  /** Who asks: the tenant that the run belongs to, from the caller's credentials. */
  readonly organizationId: string;
  /**
   * What the run is about was made in the same transaction, so that nobody else can have asked for it: the look for a run
   * that is there already is left out.
   */
  readonly subjectIsNew?: boolean;
  /** What the run is about, so that it can be found from there. */
  readonly documentId?: string;
  readonly declarationId?: string;
  /** Unless given that of the task. It ranks the organization's own runs; between organizations there are turns. */
  readonly priority?: Priority;
  /** Not before this time; `instantAt` makes it of a wall clock's. */
  readonly runAt?: Date;
  /** Not after this time: no attempt starts from then on, and what nobody started by then expires. */
  readonly notAfter?: Date;
}

export interface Enqueued {
  readonly run: RunRow;
  /** True when a run with the same deduplication key was there already and is answered instead of a new one. */
  readonly deduplicated: boolean;
}

/**
 * Accepts work in the caller's transaction. There is no other way to start work: when the transaction commits, the run
 * will be executed; when it rolls back, it was never asked for.
 * Throws TaskError `invalid_payload`, `invalid_time`.
 */
export async function enqueue<Task extends TaskDefinition>(
  trx: Transaction<Database>,
  task: Task,
  payload: z.input<Task['payload']>,
  options: EnqueueOptions,
): Promise<Enqueued> {
  return await insertRun(trx, toNewRun(task, payload, options));
}

/** A request as the row it becomes. Throws TaskError `invalid_payload`, `invalid_time`. */
export function toNewRun<Task extends TaskDefinition>(
  task: Task,
  payload: z.input<Task['payload']>,
  options: EnqueueOptions,
): NewRun {
  const parsed = task.payload.safeParse(payload);
  if (!parsed.success) {
    throw new TaskError({
      code: 'invalid_payload',
      message: `The payload of ${task.name} does not fit its schema`,
      retryable: false,
      details: { task: task.name, issues: parsed.error.issues },
    });
  }
  const { runAt, notAfter } = options;
  if (runAt !== undefined && notAfter !== undefined && notAfter <= runAt) {
    throw new TaskError({
      code: 'invalid_time',
      message: `A run of ${task.name} could never start: notAfter is not later than runAt`,
      retryable: false,
      details: { runAt: runAt.toISOString(), notAfter: notAfter.toISOString() },
    });
  }
  const { policy } = task;
  return {
    organizationId: options.organizationId,
    task: task.name,
    taskVersion: task.version,
    queue: task.queue,
    priority: PRIORITIES.indexOf(options.priority ?? policy.priority),
    payload: parsed.data,
    maxAttempts: policy.maxAttempts,
    timeoutMs: policy.timeoutMs,
    hardTimeoutMs: policy.hardTimeoutMs,
    deduplication:
      policy.deduplication === undefined
        ? null
        : { key: policy.deduplication.key(parsed.data), while: policy.deduplication.while },
    ...(options.subjectIsNew === undefined ? {} : { subjectIsNew: options.subjectIsNew }),
    ...(options.documentId === undefined ? {} : { documentId: options.documentId }),
    ...(options.declarationId === undefined ? {} : { declarationId: options.declarationId }),
    ...(runAt === undefined ? {} : { runAt }),
    ...(notAfter === undefined ? {} : { notAfter }),
  };
}
