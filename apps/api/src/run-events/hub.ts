import { listen } from '@accountia/db';
import type { Logger } from '@accountia/service-kit';

/** Told that a run may have new events. It must not throw and must return at once. */
type Wake = () => void;

export interface RunEventHub {
  /** Calls `wake` for each notice of the run until the answer is called. */
  subscribe(runId: string, wake: Wake): () => void;
  /** Aborts when the process stops: open streams end, their clients connect to another one. */
  readonly stopping: AbortSignal;
  /** Subscriptions now; a stream that ended must not be among them. */
  readonly size: number;
  close(): Promise<void>;
}

/**
 * Hears the events of all runs on one connection for the whole process, however many clients follow how many runs.
 * A notice names a run and nothing else; what happened is read from the table.
 */
export async function startRunEventHub(options: {
  databaseUrl: string;
  logger: Logger;
}): Promise<RunEventHub> {
  const stopping = new AbortController();
  const wakes = new Map<string, Set<Wake>>();

  const listener = await listen({
    url: options.databaseUrl,
    channels: ['accountia_run_event'],
    applicationName: 'accountia api (run events)',
    onNotice: (_channel, runId) => {
      for (const wake of wakes.get(runId) ?? []) wake();
    },
    // What was announced while the connection was down is in the table.
    onConnected: () => {
      for (const group of wakes.values()) for (const wake of group) wake();
    },
    onError: (error) => options.logger.warn({ err: error }, 'run event listener'),
  });

  return {
    stopping: stopping.signal,
    get size() {
      let count = 0;
      for (const group of wakes.values()) count += group.size;
      return count;
    },
    subscribe(runId, wake) {
      const group = wakes.get(runId) ?? new Set();
      wakes.set(runId, group.add(wake));
      return () => {
        group.delete(wake);
        if (group.size === 0 && wakes.get(runId) === group) wakes.delete(runId);
      };
    },
    async close() {
      stopping.abort();
      await listener.close();
    },
  };
}
