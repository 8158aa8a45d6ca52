import {
  type AttemptKey,
  type Database,
  handBack,
  type RunRow,
  scheduleRetry,
  settleRun,
} from '@accountia/db';
import type { Logger } from '@accountia/service-kit';
import { retryDelayMs, type TaskDefinition, TaskError } from '@accountia/task-contracts';
import type { Kysely } from 'kysely';
import { AttemptAborted, type AttemptControl } from './attempt-control.ts';
import type { DeliveryOutcome } from './execute.ts';
import type { TaskHandler } from './handler.ts';
import { quarantineReason } from './obstacles.ts';

export interface EndedAttempt {
  readonly db: Kysely<Database>;
  readonly run: RunRow;
  readonly task: TaskDefinition;
  readonly handler: TaskHandler<TaskDefinition>;
  readonly key: AttemptKey;
  readonly logger: Logger;
  readonly control: AttemptControl;
  readonly thrown: unknown;
}

/** An attempt that did not complete: cancelled, handed back, lost, to be retried, or failed for good. */
export async function concludeAttempt(ended: EndedAttempt): Promise<DeliveryOutcome> {
  const { run, task, logger, thrown, control } = ended;
  // Whatever a handler throws while it is being stopped is a consequence of the stop.
  const reason = control.reason ?? (thrown instanceof AttemptAborted ? thrown.reason : null);
  if (reason === 'lost') {
    logger.warn('the attempt is no longer the current one; its effects were rolled back');
    return { outcome: 'lost' };
  }
  if (reason === 'cancelled') return await cancel(ended);
  if (reason === 'shutdown') {
    const error = new TaskError({
      code: 'worker_stopped',
      message: 'The worker was stopped',
      retryable: true,
    });
    return await giveBack(ended, error, 0);
  }
  const error = reason === 'timeout' ? timedOut(run, thrown) : TaskError.from(thrown);
  const delayMs = error.retryAfterMs ?? retryDelayMs(task.policy.backoff, run.attempt);
  if (error.retryable && !error.attemptCounts) return await giveBack(ended, error, delayMs);
  if (error.retryable && run.attempt < run.max_attempts) {
    const scheduled = await scheduleRetry(ended.db, ended.key, error.serialize(), delayMs);
    logger.warn({ err: error, delayMs }, 'attempt failed, will be retried');
    return scheduled ? { outcome: 'retrying', error, delayMs } : { outcome: 'lost' };
  }
  return await failForGood(ended, error);
}

async function cancel({ db, key, logger }: EndedAttempt): Promise<DeliveryOutcome> {
  const error = new TaskError({ code: 'cancelled', message: 'Cancelled on request', retryable: false });
  const settled = await db
    .transaction()
    .execute(async (trx) => await settleRun(trx, key, { state: 'cancelled', error: error.serialize() }));
  logger.info('run cancelled');
  return { outcome: settled ? 'cancelled' : 'lost' };
}

async function giveBack(
  { db, key, logger }: EndedAttempt,
  error: TaskError,
  delayMs: number,
): Promise<DeliveryOutcome> {
  const handed = await handBack(db, key, error.serialize(), delayMs);
  logger.info({ code: error.code, delayMs }, 'run handed back');
  return { outcome: handed ? 'handed-back' : 'lost' };
}

async function failForGood(ended: EndedAttempt, error: TaskError): Promise<DeliveryOutcome> {
  const { db, run, task, handler, key, logger } = ended;
  const quarantined = quarantineReason(error);
  const settled = await db.transaction().execute(async (trx) => {
    const failed = {
      state: 'failed',
      error: error.serialize(),
      ...(quarantined === undefined ? {} : { quarantineReason: quarantined }),
    } as const;
    if (!(await settleRun(trx, key, failed))) return false;
    const payload = task.payload.safeParse(run.payload);
    if (payload.success) {
      const { organization_id: organizationId, id: runId } = run;
      await handler.onFailure?.(trx, { organizationId, runId, payload: payload.data, error });
    }
    return true;
  });
  logger.error({ err: error, quarantined }, 'run failed');
  return settled ? { outcome: 'failed', error } : { outcome: 'lost' };
}

function timedOut(run: RunRow, cause: unknown): TaskError {
  return new TaskError({
    code: 'timeout',
    message: `The attempt took longer than ${run.timeout_ms} ms`,
    retryable: true,
    details: { timeoutMs: run.timeout_ms },
    cause,
  });
}
