import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AdmittedRun,
  admitRuns,
  type Database,
  listen,
  requeueUndelivered,
  whatWaits,
} from '@accountia/db';
import type { Logger } from '@accountia/service-kit';
import { QUEUES, type QueueName } from '@accountia/task-contracts';
import type { Kysely } from 'kysely';
import { createLookout } from './lookout.ts';
import type { Transport } from './transport.ts';

export interface DispatcherOptions {
  readonly db: Kysely<Database>;
  readonly databaseUrl: string;
  readonly transport: Transport;
  readonly logger: Logger;
  /** Looks at the table at least this often, whatever it is told or not told. */
  readonly pollMs?: number;
  readonly batchSize?: number;
  /** Of each queue: what waits beyond it stays in PostgreSQL, where organizations take turns. */
  readonly maxInFlight?: number;
}

export interface Dispatcher {
  stop(): Promise<void>;
}

/**
 * What is due and stays in PostgreSQL waits for a run in flight to end, of which nobody tells: a notice for each end would
 * cost every run of a quiet system. So the dispatcher looks again soon, the sooner the more ended since the last look.
 */
const MIN_REFILL_MS = 5;
const MAX_REFILL_MS = 50;
const LARGE_REFILL = 16;
/**
 * While runs wait for room, a notice hardly tells anything new, and may come for every run that ends. Whoever has room all
 * the same waits no longer than this.
 */
const MAX_DEAF_MS = 20;

/** Moves queued runs to the queue as soon as they are committed and due. */
export async function startDispatcher(options: DispatcherOptions): Promise<Dispatcher> {
  const { db, transport, logger } = options;
  const pollMs = options.pollMs ?? 1_000;
  const batchSize = options.batchSize ?? 200;
  const maxInFlight = options.maxInFlight ?? 400;
  const stopping = new AbortController();
  const { signal } = stopping;
  let wake: () => void = () => undefined;
  /** Set by a notice that comes while a round is under way: that round may have looked too early. */
  let noticed = false;
  /** Those in which something was accepted since the last look. */
  const named = new Set<QueueName>();

  function notice(queue?: string): void {
    noticed = true;
    const known = QUEUES.find((name) => name === queue);
    if (known !== undefined) named.add(known);
    wake();
  }

  /** Ends sooner with a notice, though not before `deafMs`. */
  async function pause(milliseconds: number, deafMs = 0): Promise<void> {
    // It rejects only when the dispatcher stops, which is looked at next.
    if (deafMs > 0) await sleep(deafMs, undefined, { signal }).catch(() => undefined);
    if (noticed || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds - deafMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Answers with how many runs it handed over. */
  async function round(queues: Iterable<QueueName>): Promise<number> {
    let total = 0;
    for (const queue of queues) {
      for (;;) {
        const admitted = await admitRuns(db, { queue, maxInFlight, batchSize });
        if (admitted.length === 0) break;
        await deliverOrRequeue(admitted);
        total += admitted.length;
        // One organization has all the room, so that what it leaves over is not due or beyond its own limit. Of several,
        // each had its share, and some may have left room.
        const organizations = new Set(admitted.map((run) => run.organization_id)).size;
        if (signal.aborted || (organizations === 1 && admitted.length < batchSize)) break;
      }
    }
    return total;
  }

  async function deliverOrRequeue(admitted: AdmittedRun[]): Promise<void> {
    try {
      await transport.deliver(admitted);
    } catch (error) {
      // What may have arrived all the same is stale when it comes: the next delivery has another number.
      for (const run of admitted) await requeueUndelivered(db, run);
      throw error;
    }
  }

  async function loop(): Promise<void> {
    let refillMs = MIN_REFILL_MS;
    /** More is due than there was room for at the last look. */
    let crowded = false;
    while (!signal.aborted) {
      noticed = false;
      const told = [...named];
      named.clear();
      try {
        // Who was told where needs not ask what waits: most often it is one run, which somebody waits for.
        let admitted = crowded ? 0 : await round(told);
        let waiting = await whatWaits(db, QUEUES);
        if (waiting.dueInMs === 0) {
          admitted += await round(waiting.queues);
          waiting = await whatWaits(db, QUEUES);
        }
        crowded = waiting.dueInMs === 0;
        if (!crowded) refillMs = MIN_REFILL_MS;
        else if (admitted >= LARGE_REFILL) refillMs = Math.max(MIN_REFILL_MS, refillMs / 2);
        else refillMs = Math.min(MAX_REFILL_MS, refillMs * 2);
        lookout.after(admitted);
        const dueMs = crowded ? refillMs : (waiting.dueInMs ?? pollMs);
        const pauseMs = Math.min(pollMs, lookout.pauseMs ?? pollMs, dueMs);
        await pause(pauseMs, crowded ? Math.min(pauseMs, MAX_DEAF_MS) : 0);
      } catch (error) {
        logger.error({ err: error }, 'dispatch failed, trying again');
        noticed = false;
        await pause(pollMs);
      }
    }
  }

  const listener = await listen({
    url: options.databaseUrl,
    channels: ['accountia_run_queued'],
    applicationName: 'accountia dispatcher',
    onNotice: (_channel, queue) => notice(queue),
    onConnected: () => notice(),
    onError: (error) => logger.warn({ err: error }, 'dispatch listener'),
  });
  const lookout = createLookout(listener, logger);
  const running = loop();
  return {
    async stop() {
      stopping.abort();
      wake();
      await running;
      await listener.close();
    },
  };
}
