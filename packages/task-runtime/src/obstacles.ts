import { type Database, listChildren, type RunRow } from '@accountia/db';
import type { QuarantineReason } from '@accountia/task-contracts/api';
import { type TaskDefinition, TaskError } from '@accountia/task-contracts';
import type { Kysely } from 'kysely';

const CHILDREN_NAMED = 10;

/**
 * Why a claimed run is not executed but ended, with its handler's clean-up: it killed its workers, has no try left, or
 * needed children that failed. Null: nothing stands in its way.
 */
export async function findObstacle(
  db: Kysely<Database>,
  run: RunRow,
  task: TaskDefinition,
): Promise<TaskError | null> {
  if (run.losses >= task.policy.maxLosses) {
    return new TaskError({
      code: 'worker_lost_repeatedly',
      message: `Given up: ${run.losses} workers were lost while they executed it`,
      retryable: false,
      details: { losses: run.losses },
    });
  }
  if (run.attempt > run.max_attempts) {
    return new TaskError({
      code: 'attempts_exhausted',
      message: `Given up after ${run.max_attempts} attempts; the last one ended with: ${run.error?.message ?? 'unknown'}`,
      retryable: false,
      details: { maxAttempts: run.max_attempts, lastError: run.error?.code ?? null },
    });
  }
  if (run.on_child_failure !== 'fail') return null;
  const failed = (await listChildren(db, run.organization_id, run.id)).filter(
    (child) => child.state !== 'completed',
  );
  if (failed.length === 0) return null;
  return new TaskError({
    code: 'child_failed',
    message: `${failed.length} of the runs that it waited for did not complete`,
    retryable: false,
    details: {
      failed: failed.length,
      children: failed.slice(0, CHILDREN_NAMED).map((child) => ({
        id: child.id,
        task: child.task,
        state: child.state,
        code: child.error?.code ?? null,
      })),
    },
  });
}

/** Whether a run that fails was given up although its error might pass, and why; undefined: it failed by its own fault. */
export function quarantineReason(error: TaskError): QuarantineReason | undefined {
  if (error.code === 'worker_lost_repeatedly') return 'worker_lost';
  if (error.retryable || error.code === 'attempts_exhausted') return 'attempts_exhausted';
  return undefined;
}
