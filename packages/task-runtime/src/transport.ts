import type { AdmittedRun } from '@accountia/db';
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
  /** Takes no more deliveries; resolves when those under way have ended. */
  stop(): Promise<void>;
}

export interface Transport {
  readonly kind: TransportConnection['kind'];
  /** Hands runs to their queues. The same delivery handed over twice is one job. */
  deliver(runs: readonly AdmittedRun[]): Promise<void>;
  /** Of these, the deliveries that the queue does not hold: it never got them, or it lost them. */
  missing<Run extends AdmittedRun>(runs: readonly Run[]): Promise<Run[]>;
  consume(
    queue: QueueName,
    options: { concurrency: number; workerId: string },
    handle: (delivery: Delivery) => Promise<DeliveryOutcome>,
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

type JobData = Delivery;

export function createTransport(connection: TransportConnection, logger: Logger): Transport {
  const { Queue: QueueClass, Worker: WorkerClass, producer, consumer } = bind(connection);
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
            // 0 would be "no priority" to BullMQ and go before all others.
            opts: { jobId: jobId(run), priority: run.priority + 1 },
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
      const worker = new WorkerClass<JobData>(name, async (job) => await process(await handle(job.data)), {
        ...consumer,
        ...KEEP,
        concurrency: options.concurrency,
        name: options.workerId,
        // The lease in PostgreSQL decides who owns a run; this lock only keeps BullMQ from offering the job twice.
        lockDuration: 30_000,
        maxStalledCount: 1,
        drainDelay: 5,
      }) as unknown as Worker;
      worker.on('error', (error) => logger.warn({ err: error, queue: name }, 'worker connection'));
      workers.add(worker);
      await worker.waitUntilReady();
      return {
        async stop() {
          workers.delete(worker);
          await worker.close();
        },
      };
    },

    async check() {
      await queueNamed(queues, 'maintenance').getJobCounts('waiting');
    },

    async close() {
      await Promise.all([...workers].map((worker) => worker.close(true)));
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}

/** Each hand-over of a run is a job of its own. BullMQ allows neither ":" nor digits alone in a custom id. */
function jobId(run: Pick<AdmittedRun, 'id' | 'delivery'>): string {
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
function bind(connection: TransportConnection) {
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
  const redis = { url: connection.url, connectTimeout: 10_000 };
  return {
    Queue,
    Worker,
    producer: {
      connection: { ...redis, maxRetriesPerRequest: 1, commandTimeout: 10_000 },
      prefix: connection.prefix,
      // Else a command waits for ever for a server that never comes.
      skipWaitingForReady: true,
    },
    consumer: { connection: { ...redis, maxRetriesPerRequest: null }, prefix: connection.prefix },
  } as const;
}
