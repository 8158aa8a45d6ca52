import type { Logger } from '@accountia/service-kit';

/** Longer than a round may take while a server restarts. */
const ROUND_LIMIT_MS = 60_000;

export interface Repeating {
  /** Throws when the round under way does not end: what it asked never answered. */
  check(): Promise<void>;
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
  let roundAt: number | null = null;
  let wake: () => void = () => undefined;

  async function loop(): Promise<void> {
    while (!stopped.signal.aborted) {
      roundAt = performance.now();
      try {
        await work();
      } catch (error) {
        logger.error({ err: error }, `${name} failed, trying again`);
      }
      roundAt = null;
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
    async check() {
      const tookMs = roundAt === null ? 0 : Math.round(performance.now() - roundAt);
      if (tookMs > ROUND_LIMIT_MS) throw new Error(`${name} has not ended for ${tookMs} ms`);
    },
    async stop() {
      stopped.abort();
      wake();
      await running;
    },
  };
}
