import { type Database, oldestDeliveries } from '@accountia/db';
import type { QueueName } from '@accountia/task-contracts';
import type { Kysely } from 'kysely';
import type { Transport } from './transport.ts';

export interface Intake {
  /** Does the work of one delivery and counts it. */
  during<Value>(queue: QueueName, work: () => Promise<Value>): Promise<Value>;
  /** Throws when a delivery waits although this process had room for it all that time. */
  check(): Promise<void>;
}

/** Many times what a delivery to a free worker takes. */
const DEFAULT_LIMIT_MS = 120_000;

/**
 * Knows whether deliveries reach this process. A connection that broke without a sound leaves a consumer that believes
 * that there is nothing to do: only from outside, in the record, can be seen that there is.
 */
export function watchIntake(options: {
  readonly db: Kysely<Database>;
  readonly transport: Pick<Transport, 'check'>;
  /** Those that this process consumes. */
  readonly queues: readonly QueueName[];
  /** Deliveries of one queue at the same time. */
  readonly concurrency: number;
  readonly limitMs?: number;
}): Intake {
  const { db, transport, queues, concurrency, limitMs = DEFAULT_LIMIT_MS } = options;
  const since = performance.now();
  const active = new Map<QueueName, number>();
  /** When a queue last gave us something, or last had no room to. */
  const busyAt = new Map<QueueName, number>();

  function count(queue: QueueName, change: 1 | -1): void {
    active.set(queue, (active.get(queue) ?? 0) + change);
    busyAt.set(queue, performance.now());
  }

  function starved(queue: QueueName, waitingMs: number): boolean {
    if ((active.get(queue) ?? 0) >= concurrency) return false;
    const idleMs = performance.now() - (busyAt.get(queue) ?? since);
    return waitingMs > limitMs && idleMs > limitMs;
  }

  return {
    async during(queue, work) {
      count(queue, 1);
      try {
        return await work();
      } finally {
        count(queue, -1);
      }
    },
    async check() {
      const waiting = await answered(() => oldestDeliveries(db));
      if (waiting === null) return;
      for (const [queue, waitingMs] of waiting) {
        if (!queues.includes(queue as QueueName) || !starved(queue as QueueName, waitingMs)) continue;
        // A queue that is away delivers to nobody; restarting this process would not bring it back.
        if ((await answered(() => transport.check().then(() => true))) === null) return;
        throw new Error(`a delivery of ${queue} waits for ${waitingMs} ms, and this worker is not given it`);
      }
    },
  };
}

/** Null when the server that is asked does not answer, which is for its own health check to tell. */
async function answered<Value>(ask: () => Promise<Value>): Promise<Value | null> {
  return await ask().catch(() => null);
}
