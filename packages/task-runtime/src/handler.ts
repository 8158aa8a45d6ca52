import type { Database } from '@accountia/db';
import type { Logger } from '@accountia/service-kit';
import type {
  Catalogue,
  PayloadOf,
  ProgressOf,
  ResultOf,
  TaskDefinition,
  TaskError,
  TaskName,
} from '@accountia/task-contracts';
import type { Kysely, Transaction } from 'kysely';

export interface TaskContext<Task extends TaskDefinition> {
  readonly organizationId: string;
  readonly runId: string;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly payload: PayloadOf<Task>;
  /** Aborts on cancellation, soft time limit, lost lease and shutdown. Hand it to everything that waits. */
  readonly signal: AbortSignal;
  /** Aborts when the attempt has ended without the handler: it may still stop what it started elsewhere, and no more. */
  readonly abandoned: AbortSignal;
  readonly logger: Logger;
  readonly workerId: string;
  /** For reading. Effects belong in `apply`, where they commit with the run's final state or not at all. */
  readonly db: Kysely<Database>;
  /** Says how far the work is; stored and announced at most ten times a second, the newest wins. */
  progress(progress: ProgressOf<Task>): void;
}

export type TaskOutcome<Task extends TaskDefinition> = {
  /** Gives back what the outcome held (temporary files), whether it was applied or not. */
  readonly dispose?: () => Promise<void>;
} & (
  | {
      /** Writes the effects and answers with the result, in the transaction that completes the run. */
      readonly apply: (trx: Transaction<Database>) => Promise<ResultOf<Task>>;
      readonly result?: undefined;
    }
  | {
      /** Of a run without effects, which is completed without a transaction of several statements. */
      readonly result: ResultOf<Task>;
      readonly apply?: undefined;
    }
);

export interface TaskHandler<Task extends TaskDefinition> {
  /** Does the work and answers with its effects, which are applied in the transaction that completes the run. */
  execute(context: TaskContext<Task>): Promise<TaskOutcome<Task>>;
  /** Runs in the transaction that marks the run as failed for good. */
  onFailure?(
    trx: Transaction<Database>,
    failure: { organizationId: string; runId: string; payload: PayloadOf<Task>; error: TaskError },
  ): Promise<void>;
}

/** One handler for each task of the catalogue: a task without one does not compile. */
export type TaskHandlers = { readonly [Name in TaskName]: TaskHandler<Catalogue[Name]> };
