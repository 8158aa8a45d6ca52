import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface EventLoopWatch {
  /** How late the loop is for all but one in a hundred of its turns, in milliseconds, over the last one or two windows. */
  delayMs(): number;
  /** Throws when the loop is so late that heartbeats and leases can no longer be kept. */
  check(): Promise<void>;
  stop(): void;
}

/**
 * Watches how late the event loop is. One long turn is no harm; a loop that is late again and again means that something
 * computes where it must not, and that everything else of this process waits for it.
 */
export function watchEventLoop(options: { limitMs?: number; windowMs?: number } = {}): EventLoopWatch {
  const { limitMs = 2_000, windowMs = 10_000 } = options;
  const histogram = monitorEventLoopDelay({ resolution: 20 });
  histogram.enable();
  let before = 0;

  function delayMs(): number {
    // Without a sample yet the percentile is 0.
    return Math.max(before, histogram.percentile(99) / 1_000_000);
  }
  const timer = setInterval(() => {
    before = histogram.percentile(99) / 1_000_000;
    histogram.reset();
  }, windowMs);
  timer.unref();

  return {
    delayMs,
    async check() {
      const delay = Math.round(delayMs());
      if (delay > limitMs) throw new Error(`the event loop is ${delay} ms late`);
    },
    stop() {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
