import {
  type Database,
  listLiveWorkers,
  listRuns,
  listSchedules,
  type ModelUseTotals,
  modelUseTotals,
  type QueueDepth,
  queueDepths,
  type RunRow,
  type ScheduleRow,
  type WorkerRow,
} from '@accountia/db';
import { checkHealth, VERSION } from '@accountia/service-kit';
import { QUEUES } from '@accountia/task-contracts';
import type { Health } from '@accountia/task-contracts/api';
import type { Transport } from '@accountia/task-runtime';
import { type Kysely, sql, type Transaction } from 'kysely';

/** What is going on now; `work` is null when PostgreSQL could not tell. */
export interface Pulse {
  readonly readAt: Date;
  readonly health: Health;
  readonly work: {
    readonly queues: readonly QueueDepth[];
    readonly workers: readonly WorkerRow[];
    readonly modelUse: readonly ModelUseTotals[];
  } | null;
}

/** What an operator looks into next. */
export interface History {
  readonly failedRuns: readonly RunRow[];
  readonly schedules: readonly ScheduleRow[];
}

/** A worker says every two seconds that it lives; this allows for a few that got lost. */
const WORKER_SILENCE_MS = 15_000;
/** Watching must never become the load that it watches for. */
const STATEMENT_TIMEOUT_MS = 4_000;
const ANSWER_TIMEOUT_MS = 5_000;
const FAILED_RUNS_SHOWN = 10;

export async function readPulse(db: Kysely<Database>, transport: Pick<Transport, 'check'>): Promise<Pulse> {
  let work: Pulse['work'] = null;
  const health = await checkHealth({
    app: 'monitor',
    version: VERSION,
    timeoutMs: ANSWER_TIMEOUT_MS,
    checks: [
      {
        name: 'postgres',
        check: async () => {
          work = await readOnly(db, async (trx) => ({
            queues: withEveryQueue(await queueDepths(trx)),
            workers: await listLiveWorkers(trx, WORKER_SILENCE_MS),
            modelUse: await modelUseTotals(trx),
          }));
        },
      },
      { name: 'queue', check: () => transport.check() },
    ],
  });
  return { readAt: new Date(), health, work };
}

export async function readHistory(db: Kysely<Database>): Promise<History> {
  return await readOnly(db, async (trx) => {
    const failed = await listRuns(trx, { state: 'failed', limit: FAILED_RUNS_SHOWN });
    return { failedRuns: failed.items, schedules: await listSchedules(trx) };
  });
}

/** A queue without runs is a queue of depth 0, not one that does not exist. */
function withEveryQueue(depths: readonly QueueDepth[]): QueueDepth[] {
  const known = new Map(depths.map((depth) => [depth.queue, depth]));
  const empty = QUEUES.filter((queue) => !known.has(queue)).map((queue) => ({
    queue,
    queued: 0,
    dispatched: 0,
    running: 0,
    failedLastDay: 0,
    oldestDueMs: 0,
  }));
  const order: readonly string[] = QUEUES;
  return [...depths, ...empty].sort((one, other) => order.indexOf(one.queue) - order.indexOf(other.queue));
}

/** One connection, one moment in time, nothing written, and an end in sight. */
async function readOnly<Value>(
  db: Kysely<Database>,
  read: (trx: Transaction<Database>) => Promise<Value>,
): Promise<Value> {
  return await db
    .transaction()
    .setAccessMode('read only')
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      await sql`select set_config('statement_timeout', ${String(STATEMENT_TIMEOUT_MS)}, true)`.execute(trx);
      return await read(trx);
    });
}
