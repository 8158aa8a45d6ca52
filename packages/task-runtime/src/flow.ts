import { type Database, insertFlow, type InsertedFlow } from '@accountia/db';
import type { CatalogueTask, TaskDefinition } from '@accountia/task-contracts';
import { TaskError } from '@accountia/task-contracts';
import type { Transaction } from 'kysely';
import type { z } from 'zod';
import { type EnqueueOptions, toNewRun } from './enqueue.ts';

type OwnOptions = Omit<EnqueueOptions, 'organizationId'>;

/** One run of a flow: a task of the catalogue with its own payload. */
export type FlowStep<Task extends TaskDefinition = CatalogueTask> = Task extends TaskDefinition
  ? { readonly task: Task; readonly payload: z.input<Task['payload']> } & OwnOptions
  : never;

export interface Flow {
  /** Executed at the same time, as far as there is room. */
  readonly children: readonly FlowStep[];
  /** Executed when every child has ended. */
  readonly afterwards: FlowStep;
}

export interface FlowOptions {
  readonly organizationId: string;
  /**
   * `fail`: unless every child completed, the parent fails with `child_failed`, and retrying it retries them.
   * `ignore`: it is executed whatever became of them.
   */
  readonly onChildFailure: 'fail' | 'ignore';
}

/** The rows of a flow are one transaction, and one statement each: more of them is work for a task of its own. */
const MAX_CHILDREN = 1_000;

/**
 * Accepts runs and one that waits for them, in the caller's transaction. Everything about it is in PostgreSQL: children
 * and parent survive what single runs survive. A child that was accepted before (deduplication) is waited for.
 * Throws TaskError `invalid_payload`, `invalid_time`, `flow_too_large`.
 */
export async function enqueueFlow(
  trx: Transaction<Database>,
  flow: Flow,
  options: FlowOptions,
): Promise<InsertedFlow> {
  const { organizationId, onChildFailure } = options;
  if (flow.children.length > MAX_CHILDREN) {
    throw new TaskError({
      code: 'flow_too_large',
      message: `A flow has at most ${MAX_CHILDREN} children`,
      retryable: false,
      details: { children: flow.children.length, max: MAX_CHILDREN },
    });
  }
  const toRow = ({ task, payload, ...own }: FlowStep) => toNewRun(task, payload, { ...own, organizationId });
  return await insertFlow(trx, {
    children: flow.children.map(toRow),
    parent: toRow(flow.afterwards),
    onChildFailure,
  });
}
