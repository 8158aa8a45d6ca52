import { hostname } from 'node:os';
import {
  claimRuns,
  completeWithoutEffects,
  type Database,
  type EndedRun,
  heartbeatWorker,
  listen,
  removeWorker,
} from '@accountia/db';
import { type Logger, VERSION } from '@accountia/service-kit';
import { QUEUES, type QueueName } from '@accountia/task-contracts';
import type { Kysely } from 'kysely';
import { createAnnouncer } from './announcer.ts';
import type { AttemptControl } from './attempt-control.ts';
import { type Delivery, executeDelivery, type Executor } from './execute.ts';
import type { TaskHandlers } from './handler.ts';
import { watchIntake } from './intake.ts';
import { together } from './together.ts';
import type { Transport } from './transport.ts';

export interface TaskWorkerOptions {
  readonly db: Kysely<Database>;
  readonly databaseUrl: string;
  readonly transport: Transport;
  readonly handlers: TaskHandlers;
  readonly logger: Logger;
  /** Of the catalogue's; all of them unless given. */
  readonly queues?: readonly QueueName[];
  /** Runs at the same time in each queue. */
  readonly concurrency: number;
  readonly leaseMs: number;
  readonly stopGraceMs?: number;
}

export interface TaskWorker {
  readonly id: string;
  /**
   * Throws when the process no longer does its work, although it lives: its heartbeats no longer arrive, a consumer has
   * ended, or deliveries wait although there is room for them.
   */
  check(): Promise<void>;
  /** Takes no more work, lets what is under way finish for up to `graceMs`, then hands it back. */
  stop(graceMs: number): Promise<void>;
}

const HEARTBEAT_MS = 2_000;
/** Longer than PostgreSQL takes to restart: the worker gets over that by itself. */
const SILENCE_LIMIT_MS = 30_000;

/** Consumes queues with one handler a task. Resolves when it consumes. */
export async function startTaskWorker(options: TaskWorkerOptions): Promise<TaskWorker> {
  const { db, transport, logger, queues = QUEUES } = options;
  const id = `${hostname()}-${process.pid}-${crypto.randomUUID().slice(0, 8)}`;
  const active = new Map<string, AttemptControl>();
  const announcer = createAnnouncer(db, logger);
  const { leaseMs } = options;
  const executor: Executor = {
    db,
    claim: together((asked: readonly Delivery[]) => claimRuns(db, asked, { workerId: id, leaseMs })),
    end: together((ended: readonly EndedRun[]) => completeWithoutEffects(db, ended)),
    announce: announcer.announce,
    handlers: options.handlers,
    logger,
    workerId: id,
    leaseMs,
    stopGraceMs: options.stopGraceMs ?? 1_500,
    active,
  };

  let beatAt = performance.now();
  async function heartbeat(): Promise<void> {
    await heartbeatWorker(db, {
      id,
      app: 'worker',
      host: hostname(),
      pid: process.pid,
      version: VERSION,
      queues: [...queues],
      concurrency: options.concurrency,
      active_runs: active.size,
    });
    beatAt = performance.now();
  }
  await heartbeat();
  let beating = false;
  const timer = setInterval(() => {
    // One that gets no answer must not be followed by others until no connection is left.
    if (beating) return;
    beating = true;
    heartbeat()
      .catch((error: unknown) => logger.warn({ err: error }, 'worker heartbeat'))
      .finally(() => (beating = false));
  }, HEARTBEAT_MS);

  // A notice that is lost costs nothing: the next heartbeat of the run reads the same from its row.
  const cancellations = await listen({
    url: options.databaseUrl,
    channels: ['accountia_run_cancel'],
    applicationName: 'accountia worker (cancellations)',
    onNotice: (_channel, runId) => active.get(runId)?.abort('cancelled'),
    onError: (error) => logger.warn({ err: error }, 'cancellation listener'),
  });

  const intake = watchIntake({ db, transport, queues, concurrency: options.concurrency });
  const consumers = await Promise.all(
    queues.map((queue) =>
      transport.consume(queue, { concurrency: options.concurrency, workerId: id }, (delivery, onWorkDone) =>
        intake.during(queue, () => executeDelivery(executor, delivery, onWorkDone)),
      ),
    ),
  );
  logger.info({ workerId: id, queues, concurrency: options.concurrency }, 'consuming');

  return {
    id,
    async check() {
      const silentMs = performance.now() - beatAt;
      if (silentMs > SILENCE_LIMIT_MS) throw new Error(`no heartbeat for ${Math.round(silentMs)} ms`);
      const idle = queues.filter((_queue, position) => !consumers[position]!.isConsuming());
      if (idle.length > 0) throw new Error(`no longer consumes ${idle.join(', ')}`);
      await intake.check();
    },
    async stop(graceMs) {
      const stopped = Promise.all(consumers.map((consumer) => consumer.stop()));
      const handBack = setTimeout(() => {
        for (const control of active.values()) control.abort('shutdown');
      }, graceMs);
      await stopped;
      clearTimeout(handBack);
      clearInterval(timer);
      await announcer.close();
      await cancellations.close();
      await removeWorker(db, id);
    },
  };
}
