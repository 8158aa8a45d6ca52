import {
  claimRun,
  type Database,
  handBack,
  holdAttempt,
  renewLease,
  type RunRow,
  scheduleRetry,
  settleRun,
  type AttemptKey,
} from '@accountia/db';
import type { Logger } from '@accountia/service-kit';
import {
  catalogue,
  isTaskName,
  retryDelayMs,
  type TaskDefinition,
  TaskError,
} from '@accountia/task-contracts';
import type { Kysely } from 'kysely';
import { AttemptAborted, AttemptControl } from './attempt-control.ts';
import type { TaskHandler, TaskHandlers } from './handler.ts';
import { createProgressReporter } from './progress.ts';

/** What a job carries: ids only. */
export interface Delivery {
  readonly organizationId: string;
  readonly runId: string;
  readonly delivery: number;
}

export type DeliveryOutcome =
  /** The run is elsewhere by now: delivered twice, cancelled, finished. Nothing was done. */
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'completed' }
  | { readonly outcome: 'cancelled' }
  | { readonly outcome: 'handed-back' }
  | { readonly outcome: 'lost' }
  | { readonly outcome: 'retrying'; readonly error: TaskError; readonly delayMs: number }
  | { readonly outcome: 'failed'; readonly error: TaskError };

export interface Executor {
  readonly db: Kysely<Database>;
  readonly handlers: TaskHandlers;
  readonly logger: Logger;
  readonly workerId: string;
  /** How long an attempt lives without a heartbeat; it beats three times in that span. */
  readonly leaseMs: number;
  /** How long a handler may take to stop after its signal aborted; then its attempt ends without it. */
  readonly stopGraceMs: number;
  /** Attempts under way in this process, by run id. */
  readonly active: Map<string, AttemptControl>;
}

/** A worker that does not know a task leaves it, after this pause, to one that does: a release is rolling out. */
const UNKNOWN_TASK_DELAY_MS = 15_000;

/**
 * Executes one delivery: claim, validate, heartbeat, handler, fenced completion. Resolves with what became of it;
 * rejects only when PostgreSQL cannot be asked, in which case the lease runs out and the sweeper takes over.
 */
export async function executeDelivery(executor: Executor, delivery: Delivery): Promise<DeliveryOutcome> {
  const { db, workerId, leaseMs } = executor;
  const run = await claimRun(db, { ...delivery, workerId, leaseMs });
  if (run === null) return { outcome: 'stale' };
  const key: AttemptKey = { organizationId: run.organization_id, runId: run.id, attempt: run.attempt };
  const logger = executor.logger.child({ run: run.id, task: run.task, attempt: run.attempt });

  if (!isTaskName(run.task) || run.task_version > catalogue[run.task].version) {
    const error = new TaskError({
      code: 'unknown_task',
      message: `This worker does not know ${run.task} version ${run.task_version}`,
      retryable: true,
      details: { task: run.task, version: run.task_version },
    });
    await handBack(db, key, error.serialize(), UNKNOWN_TASK_DELAY_MS);
    return { outcome: 'handed-back' };
  }
  const task: TaskDefinition = catalogue[run.task];
  const handler = executor.handlers[run.task] as unknown as TaskHandler<TaskDefinition>;

  const control = new AttemptControl({ timeoutMs: run.timeout_ms });
  executor.active.set(run.id, control);
  const heartbeat = setInterval(() => void beat(executor, key, control, logger), leaseMs / 3);
  const progress = createProgressReporter({ db, key, schema: task.progress, logger, control });
  try {
    if (run.cancel_requested_at !== null) control.abort('cancelled');
    if (run.attempt > run.max_attempts) throw attemptsExhausted(run);
    const payload = parse(task.payload, run.payload, 'invalid_payload', run.task);
    const outcome = await control.race(
      handler.execute({
        organizationId: run.organization_id,
        runId: run.id,
        attempt: run.attempt,
        maxAttempts: run.max_attempts,
        payload,
        signal: control.signal,
        logger,
        workerId,
        db,
        progress: progress.report,
      }),
      executor.stopGraceMs,
    );
    await progress.flush();
    control.throwIfAborted();
    await db.transaction().execute(async (trx) => {
      if (!(await holdAttempt(trx, key))) throw new AttemptAborted('lost');
      const result = parse(task.result, await outcome.apply(trx), 'invalid_result', run.task);
      if (!(await settleRun(trx, key, { state: 'completed', result: result as Record<string, unknown> }))) {
        throw new AttemptAborted('lost');
      }
    });
    logger.info('run completed');
    return { outcome: 'completed' };
  } catch (thrown) {
    return await conclude({ executor, run, task, handler, key, logger, thrown, control });
  } finally {
    clearInterval(heartbeat);
    control.dispose();
    await progress.flush();
    executor.active.delete(run.id);
  }
}

interface Conclusion {
  readonly executor: Executor;
  readonly run: RunRow;
  readonly task: TaskDefinition;
  readonly handler: TaskHandler<TaskDefinition>;
  readonly key: AttemptKey;
  readonly logger: Logger;
  readonly thrown: unknown;
  readonly control: AttemptControl;
}

/** An attempt that did not complete: cancelled, handed back, lost, to be retried, or failed for good. */
async function conclude(conclusion: Conclusion): Promise<DeliveryOutcome> {
  const { executor, run, task, key, logger, thrown, control } = conclusion;
  const { db } = executor;
  // Whatever a handler throws while it is being stopped is a consequence of the stop.
  const reason = control.reason ?? (thrown instanceof AttemptAborted ? thrown.reason : null);
  if (reason === 'lost') {
    logger.warn('the attempt is no longer the current one; its effects were rolled back');
    return { outcome: 'lost' };
  }
  if (reason === 'cancelled') {
    const error = new TaskError({ code: 'cancelled', message: 'Cancelled on request', retryable: false });
    const settled = await db
      .transaction()
      .execute(async (trx) => await settleRun(trx, key, { state: 'cancelled', error: error.serialize() }));
    logger.info('run cancelled');
    return { outcome: settled ? 'cancelled' : 'lost' };
  }
  if (reason === 'shutdown') {
    const error = new TaskError({
      code: 'worker_stopped',
      message: 'The worker was stopped',
      retryable: true,
    });
    const handed = await handBack(db, key, error.serialize(), 0);
    logger.info('run handed back');
    return { outcome: handed ? 'handed-back' : 'lost' };
  }
  const error =
    reason === 'timeout'
      ? new TaskError({
          code: 'timeout',
          message: `The attempt took longer than ${run.timeout_ms} ms`,
          retryable: true,
          details: { timeoutMs: run.timeout_ms },
          cause: thrown,
        })
      : TaskError.from(thrown);
  if (error.retryable && run.attempt < run.max_attempts) {
    const delayMs = error.retryAfterMs ?? retryDelayMs(task.policy.backoff, run.attempt);
    const scheduled = await scheduleRetry(db, key, error.serialize(), delayMs);
    logger.warn({ err: error, delayMs }, 'attempt failed, will be retried');
    return scheduled ? { outcome: 'retrying', error, delayMs } : { outcome: 'lost' };
  }
  return await failForGood(conclusion, error);
}

async function failForGood(conclusion: Conclusion, error: TaskError): Promise<DeliveryOutcome> {
  const { executor, run, task, handler, key, logger } = conclusion;
  const settled = await executor.db.transaction().execute(async (trx) => {
    if (!(await settleRun(trx, key, { state: 'failed', error: error.serialize() }))) return false;
    const payload = task.payload.safeParse(run.payload);
    if (payload.success) {
      const { organization_id: organizationId, id: runId } = run;
      await handler.onFailure?.(trx, { organizationId, runId, payload: payload.data, error });
    }
    return true;
  });
  logger.error({ err: error }, 'run failed');
  return settled ? { outcome: 'failed', error } : { outcome: 'lost' };
}

async function beat(
  executor: Executor,
  key: AttemptKey,
  control: AttemptControl,
  logger: Logger,
): Promise<void> {
  try {
    const lease = await renewLease(executor.db, key, executor.leaseMs);
    if (lease === 'lost') control.abort('lost');
    if (lease === 'cancel-requested') control.abort('cancelled');
    control.leaseRenewed();
  } catch (error) {
    logger.warn({ err: error }, 'could not renew the lease');
    // Without an answer the lease passes and another worker may start: stop before that.
    if (control.millisecondsSinceRenewal() > executor.leaseMs) control.abort('lost');
  }
}

function parse(schema: TaskDefinition['payload'], value: unknown, code: string, task: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new TaskError({
    code,
    message: `${task}: ${code === 'invalid_payload' ? 'the stored payload' : 'the result'} does not fit its schema`,
    retryable: false,
    details: { issues: parsed.error.issues },
  });
}

function attemptsExhausted(run: RunRow): TaskError {
  return new TaskError({
    code: 'attempts_exhausted',
    message: `Given up after ${run.max_attempts} attempts; the last one ended with: ${run.error?.message ?? 'unknown'}`,
    retryable: false,
    details: { maxAttempts: run.max_attempts, lastError: run.error?.code ?? null },
  });
}
