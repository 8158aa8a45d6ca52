import {
  type Database,
  type DeadRunFilter,
  redriveRuns,
  type RedrivenRun,
  retryFinishedRun,
} from '@accountia/db';
import { catalogue, DEFAULT_POLICY, isTaskName } from '@accountia/task-contracts';
import type { Kysely } from 'kysely';

/** Tries of a task's runs, also of one that a newer release brought. */
function attemptsOf(task: string): number {
  return isTaskName(task) ? catalogue[task].policy.maxAttempts : DEFAULT_POLICY.maxAttempts;
}

/** Starts one finished run again with the tries of its task; see `retryFinishedRun`. */
export async function retryRun(db: Kysely<Database>, organizationId: string, runId: string) {
  return await retryFinishedRun(db, organizationId, runId, attemptsOf);
}

/** Starts failed runs of the catalogue's tasks again, the oldest first and at most `limit`; see `redriveRuns`. */
export async function redriveDeadRuns(
  db: Kysely<Database>,
  filter: DeadRunFilter,
  limit: number,
): Promise<{ redriven: RedrivenRun[]; more: boolean }> {
  return await redriveRuns(db, filter, { limit, tasks: Object.keys(catalogue), attemptsOf });
}
