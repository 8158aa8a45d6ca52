import {
  type Database,
  listLiveWorkers,
  listRuns,
  listSchedules,
  queueDepths,
  type QueueDepth,
  type RunRow,
  type ScheduleRow,
  type WorkerRow,
} from '@accountia/db';
import type { StackStatus } from '@accountia/dev-services';
import { QUEUES } from '@accountia/task-contracts';
import type { Transport } from '@accountia/task-runtime';
import type { Kysely } from 'kysely';
import { WORKER_SILENCE_MS } from '../checks/system-checks.ts';
import { describeError } from '../errors.ts';
import { organizationNames } from '../operator-queries.ts';
import type { StackState } from '../stack-state.ts';

/** More than this and an operator looks at the queues instead. */
const MAX_ACTIVE = 50;

export interface QueueStatus extends QueueDepth {
  /** Jobs that the queue's server holds and no worker has; null when it does not answer. */
  readonly waitingInQueue: number | null;
}

export interface SystemStatus {
  readonly services: StackStatus;
  readonly apps: StackState['apps'];
  readonly queue: { readonly kind: Transport['kind']; readonly error: string | null };
  readonly queues: readonly QueueStatus[];
  readonly activeRuns: readonly (RunRow & { readonly organization: string })[];
  readonly workers: readonly WorkerRow[];
  readonly schedules: readonly ScheduleRow[];
}

export async function collectStatus(options: {
  db: Kysely<Database>;
  transport: Transport;
  services: StackStatus;
  apps: StackState['apps'];
}): Promise<SystemStatus> {
  const { db, transport } = options;
  const [depths, waiting, running, workers, schedules] = await Promise.all([
    queueDepths(db),
    countWaiting(transport),
    listRuns(db, { state: 'running', limit: MAX_ACTIVE }),
    listLiveWorkers(db, WORKER_SILENCE_MS),
    listSchedules(db),
  ]);
  const names = await organizationNames(
    db,
    running.items.map((run) => run.organization_id),
  );
  return {
    services: options.services,
    apps: options.apps,
    queue: { kind: transport.kind, error: waiting.error },
    queues: QUEUES.map((queue) => ({
      ...(depths.find((depth) => depth.queue === queue) ?? emptyQueue(queue)),
      waitingInQueue: waiting.counts.get(queue) ?? null,
    })),
    activeRuns: running.items.map((run) => ({
      ...run,
      organization: names.get(run.organization_id) ?? run.organization_id,
    })),
    workers,
    schedules,
  };
}

async function countWaiting(
  transport: Transport,
): Promise<{ counts: Map<string, number>; error: string | null }> {
  try {
    const counts = await Promise.all(
      transport.queues.map(async (queue) => {
        const found = await queue.getJobCounts('waiting', 'prioritized', 'delayed');
        return [queue.name, Object.values(found).reduce((sum, count) => sum + count, 0)] as const;
      }),
    );
    return { counts: new Map(counts), error: null };
  } catch (error) {
    // The status must be told above all when something is down.
    return { counts: new Map(), error: describeError(error).message };
  }
}

function emptyQueue(queue: string): QueueDepth {
  return { queue, queued: 0, dispatched: 0, running: 0, failedLastDay: 0, oldestDueMs: 0 };
}
