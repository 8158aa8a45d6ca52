import type { AdmittedRun, DeliveredRun } from '@accountia/db';
import type { Logger } from '@accountia/service-kit';
import { QUEUES, type QueueName } from '@accountia/task-contracts';
import {
  createPostgresBackend,
  createRedisBackend,
  type Queue,
  UnrecoverableError,
  type Worker,
  withBackend,
} from 'bullmq';
import type { Delivery, DeliveryOutcome } from './execute.ts';

/** How runs reach workers. BullMQ does it, over Redis or over PostgreSQL; the rest of the system cannot tell which. */
export type TransportConnection =
  | { readonly kind: 'redis'; readonly url: string; readonly prefix: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly prefix: string };

export interface Consumer {
  /** False when it takes no deliveries: it was stopped, or it ended by itself. */
  readonly isConsuming: () => boolean;
  /** Takes no more deliveries; resolves when those under way have ended. */
  stop(): Promise<void>;
}

/**
 * Works on a delivery. `onWorkDone` frees its place for the next one before it has ended: what is left to do is to wait for
 * the disk, together with others.
 */
export type Handle = (delivery: Delivery, onWorkDone: () => void) => Promise<DeliveryOutcome>;

export interface Transport {
  readonly kind: TransportConnection['kind'];
  /** Hands runs to their queues. The same delivery handed over twice is one job. */
  deliver(runs: readonly AdmittedRun[]): Promise<void>;
  /** Of these, the deliveries that the queue does not hold: it never got them, or it lost them. */
  missing<Run extends DeliveredRun>(runs: readonly Run[]): Promise<Run[]>;
  consume(
    queue: QueueName,
    options: { concurrency: number; workerId: string },
    handle: Handle,
  ): Promise<Consumer>;
  /** Throws when the queue's server does not answer. */
  check(): Promise<void>;
  /** For the operator's board. */
  readonly queues: readonly Queue[];
  close(): Promise<void>;
}

/** Unfinished work is in PostgreSQL; what the queue keeps of finished jobs is for the board's history only. */
const KEEP = {
  removeOnComplete: { age: 24 * 3600, count: 2_000 },
  removeOnFail: { age: 7 * 24 * 3600, count: 2_000 },
};
/** In these states a job will still reach a worker. */
const PENDING_STATES = new Set(['waiting', 'active', 'delayed', 'prioritized', 'waiting-children']);

/** The largest number that BullMQ takes. */
const MAX_PRIORITY = 2 ** 21;

type JobData = Delivery;

/** How long a consumer waits for work before it asks again, in seconds. */
const DRAIN_DELAY_SECONDS = 5;
/** So many for each place: at work, and done with it and waiting to be recorded. */
const MAX_UNDER_WAY_PER_PLACE = 8;
/** How long a queue's server may take to say goodbye. */
const GOODBYE_MS = 1_000;

export interface TransportOptions {
  /** A connection to Redis that is silent for this long while an answer is due is dropped; 5 seconds unless given. */
  readonly silenceLimitMs?: number;
}

export function createTransport(
  connection: TransportConnection,
  logger: Logger,
  options: TransportOptions = {},
): Transport {
  const bound = bind(connection, options.silenceLimitMs ?? 5_000);
  const { Queue: QueueClass, Worker: WorkerClass, producer, consumer } = bound;
  const queues = new Map<QueueName, Queue>(
    QUEUES.map((name) => {
      const queue = new QueueClass(name, {
        ...producer,
        defaultJobOptions: { attempts: 1, ...KEEP },
      }) as unknown as Queue;
      queue.on('error', (error) => logger.warn({ err: error, queue: name }, 'queue connection'));
      return [name, queue];
    }),
  );
  const workers = new Set<Worker>();

  return {
    kind: connection.kind,
    queues: [...queues.values()],

    async deliver(runs) {
      const byQueue = Map.groupBy(runs, (run) => run.queue);
      for (const [name, group] of byQueue) {
        await queueNamed(queues, name).addBulk(
          group.map((run) => ({
            name: run.task,
            data: {
              organizationId: run.organization_id,
              runId: run.id,
              delivery: run.delivery,
            } satisfies JobData,
            // Turns go on in the queue: a newcomer's first run overtakes what others have waiting there. 0 would be "no
            // priority" to BullMQ and go before all others.
            opts: { jobId: jobId(run), priority: Math.min(run.turn, MAX_PRIORITY) },
          })),
        );
      }
    },

    async missing(runs) {
      const states = await Promise.all(
        runs.map(async (run) => await queueNamed(queues, run.queue).getJobState(jobId(run))),
      );
      return runs.filter((_run, position) => !PENDING_STATES.has(states[position]!));
    },

    async consume(name, options, handle) {
      const underWay = new Set<Promise<unknown>>();
      async function work(job: { data: JobData }) {
        const { promise: workDone, resolve } = Promise.withResolvers<void>();
        // A disk that is late must not let them pile up.
        const onWorkDone = () => underWay.size < options.concurrency * MAX_UNDER_WAY_PER_PLACE && resolve();
        const handling = handle(job.data, onWorkDone);
        underWay.add(handling);
        handling
          .catch((error: unknown) => logger.warn({ err: error, run: job.data.runId }, 'a run was not ended'))
          .finally(() => underWay.delete(handling));
        return process((await Promise.race([handling, workDone])) ?? { outcome: 'completed' });
      }
      const worker = new WorkerClass<JobData>(name, work, {
        ...consumer,
        ...KEEP,
        concurrency: options.concurrency,
        name: options.workerId,
        // The lease in PostgreSQL decides who owns a run; this lock only keeps BullMQ from offering the job twice.
        lockDuration: 30_000,
        maxStalledCount: 1,
        drainDelay: DRAIN_DELAY_SECONDS,
      }) as unknown as Worker;
      worker.on('error', (error) => logger.warn({ err: error, queue: name }, 'worker connection'));
      workers.add(worker);
      await worker.waitUntilReady();
      return {
        isConsuming: () => worker.isRunning() && !worker.isPaused(),
        async stop() {
          workers.delete(worker);
          // One whose server has just come back may be long in closing. It may go when nothing is under way, and nothing
          // came that was on its way.
          while (!(await goodbye(worker))) {
            if (underWay.size === 0) return disconnect(worker);
            await Promise.allSettled(underWay);
          }
          await Promise.allSettled(underWay);
        },
      };
    },

    async check() {
      await queueNamed(queues, 'maintenance').getJobCounts('waiting');
    },

    async close() {
      await Promise.all([...workers].map((worker) => worker.close(true)));
      await Promise.all([...queues.values()].map(leave));
    },
  };
}

/** Closes a queue's connection. A server that no longer answers is left without a goodbye: nothing is lost with it. */
async function leave(client: Queue): Promise<void> {
  if (!(await goodbye(client))) disconnect(client);
}

function disconnect(client: Queue | Worker): void {
  client.disconnect().catch(() => undefined);
}

/** False when it is not closed within a moment; it goes on trying. */
async function goodbye(client: Queue | Worker): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), GOODBYE_MS);
  const closed = client.close().then(
    () => true,
    () => false,
  );
  const said = await Promise.race([closed, late]);
  clearTimeout(timer);
  return said;
}

/** Each hand-over of a run is a job of its own. BullMQ allows neither ":" nor digits alone in a custom id. */
function jobId(run: Pick<DeliveredRun, 'id' | 'delivery'>): string {
  return `${run.id}-${run.delivery}`;
}

/** What the board shows: a run that failed or will be retried is a failed job, everything else a completed one. */
function process(outcome: DeliveryOutcome): { outcome: string } {
  if (outcome.outcome === 'failed' || outcome.outcome === 'retrying') {
    const next = outcome.outcome === 'retrying' ? `; next try in ${Math.round(outcome.delayMs)} ms` : '';
    throw new UnrecoverableError(`${outcome.error.code}: ${outcome.error.message}${next}`);
  }
  return { outcome: outcome.outcome };
}

function queueNamed(queues: ReadonlyMap<QueueName, Queue>, name: QueueName): Queue {
  const queue = queues.get(name);
  if (queue === undefined) throw new Error(`There is no queue called ${name}`);
  return queue;
}

/** BullMQ's classes and options for a connection. Producers fail fast; consumers wait for their server to come back. */
function bind(connection: TransportConnection, silenceLimitMs: number) {
  if (connection.kind === 'postgres') {
    const { Queue, Worker } = withBackend(createPostgresBackend);
    const shared = {
      connection: {
        connectionString: connection.url,
        // Its own schema plays the part of Redis' key prefix.
        schema: `queue_${connection.prefix.replace(/[^a-z0-9_]/g, '_')}`,
        migrate: true,
      },
    };
    return { Queue, Worker, producer: shared, consumer: shared } as const;
  }
  const { Queue, Worker } = withBackend(createRedisBackend);
  const redis = {
    url: connection.url,
    connectTimeout: 10_000,
    // BullMQ's own pauses grow to 20 seconds: too long for work that waits for Redis to come back.
    retryStrategy: (failures: number) => Math.min(100 * 2 ** failures, 2_000),
  };
  return {
    Queue,
    Worker,
    producer: {
      connection: {
        ...redis,
        maxRetriesPerRequest: 1,
        commandTimeout: silenceLimitMs,
        // A half-open connection answers nothing and never ends: it is dropped, and connected anew.
        socketTimeout: silenceLimitMs,
      },
      prefix: connection.prefix,
      // Else a command waits for ever for a server that never comes.
      skipWaitingForReady: true,
      // BullMQ asks once for the version, and a queue whose question got no answer fails for the life of its process.
      // Versions are looked at by `guardRedis`.
      skipVersionCheck: true,
    },
    consumer: {
      connection: {
        ...redis,
        maxRetriesPerRequest: null,
        // A wait for work may be silent to its end.
        socketTimeout: DRAIN_DELAY_SECONDS * 1_000 + silenceLimitMs,
      },
      prefix: connection.prefix,
    },
  } as const;
}
