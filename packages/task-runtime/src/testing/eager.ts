import { admitRuns, type Database } from '@accountia/db';
import { createLogger, type Logger } from '@accountia/service-kit';
import { QUEUES } from '@accountia/task-contracts';
import { type Kysely, sql } from 'kysely';
import { type DeliveryOutcome, executeDelivery } from '../execute.ts';
import type { TaskHandlers } from '../handler.ts';

export interface EagerRunner {
  /**
   * Executes everything that is queued, and what that leads to, one run after another in this process: same claim,
   * validation, retries and fenced completion as in production, without a queue. Retries do not wait for their time.
   */
  drain(): Promise<DeliveryOutcome[]>;
}

/** Eager mode: for tests and for scripts that want the work done when they return. */
export function createEagerRunner(options: {
  db: Kysely<Database>;
  handlers: TaskHandlers;
  logger?: Logger;
  leaseMs?: number;
}): EagerRunner {
  const { db, handlers } = options;
  const executor = {
    db,
    handlers,
    logger: options.logger ?? createLogger({ app: 'eager', level: 'silent' }),
    workerId: `eager-${process.pid}`,
    leaseMs: options.leaseMs ?? 30_000,
    stopGraceMs: 1_000,
    active: new Map(),
  };
  return {
    async drain() {
      const outcomes: DeliveryOutcome[] = [];
      for (;;) {
        await db
          .updateTable('runs')
          .set({ run_at: sql<Date>`now()` })
          .where('state', '=', 'queued')
          .where('run_at', '>', sql<Date>`now()`)
          .execute();
        const admitted = [];
        for (const queue of QUEUES) {
          admitted.push(...(await admitRuns(db, { queue, maxInFlight: 1_000, batchSize: 100 })));
        }
        if (admitted.length === 0) return outcomes;
        for (const run of admitted) {
          outcomes.push(
            await executeDelivery(executor, {
              organizationId: run.organization_id,
              runId: run.id,
              delivery: run.delivery,
            }),
          );
        }
      }
    },
  };
}
