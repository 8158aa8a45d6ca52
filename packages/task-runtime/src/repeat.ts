import type { Logger } from '@accountia/service-kit';

export interface Repeating {
  /** Resolves when the round under way has ended; no other one starts. */
  stop(): Promise<void>;
}

/** Does something again and again, the next time `intervalMs` after the last one ended. A failure is logged and repeated. */
export function every(
  intervalMs: number,
  logger: Logger,
  name: string,
  work: () => Promise<unknown>,
): Repeating {
  const stopped = new AbortController();
  let wake: () => void = () => undefined;

  async function loop(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        await work();
      } catch (error) {
        logger.error({ err: error }, `${name} failed, trying again`);
      }
      if (stopped.signal.aborted) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, intervalMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  const running = loop();
  return {
    async stop() {
      stopped.abort();
      wake();
      await running;
    },
  };
}
