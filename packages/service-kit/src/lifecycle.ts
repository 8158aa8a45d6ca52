import type { Logger } from './logging.ts';

type Step = { readonly name: string; readonly close: () => Promise<void> | void };

export interface Lifecycle {
  /** Aborted as soon as the process is to stop: for what waits before it could register a step. */
  readonly signal: AbortSignal;
  /**
   * Runs what brings the process up. When it fails, the log says why in one line, what was opened is closed, and the
   * process exits with 1.
   */
  start(work: () => Promise<void>): Promise<void>;
  /** Registers what must be closed; the last one registered is closed first. */
  onShutdown(name: string, close: Step['close']): void;
  /** Ends the process in order with exit code 1: it found that it must not go on. */
  fail(error: Error): void;
}

/** How long a start that is interrupted may take to come to a point where it can be undone. */
const START_SETTLES_MS = 1_000;

/**
 * Ordered shutdown: on SIGTERM or SIGINT each step runs after the one before has finished; the process then exits
 * with 0, or with 1 when a step failed or the grace period passed. A second signal exits at once.
 * An error that nobody caught ends the process the same way: its state is unknown, a supervisor starts a clean one.
 */
export function createLifecycle(options: { logger: Logger; graceMs: number }): Lifecycle {
  const { logger, graceMs } = options;
  const steps: Step[] = [];
  const stopping = new AbortController();
  let started: Promise<unknown> = Promise.resolve();

  async function closeAll(reason: string): Promise<boolean> {
    logger.info({ reason }, 'shutting down');
    await settled(started, START_SETTLES_MS);
    let clean = true;
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      try {
        await step.close();
      } catch (error) {
        clean = false;
        logger.error({ err: error, step: step.name }, 'a shutdown step failed');
      }
    }
    logger.info({ clean }, 'shut down');
    return clean;
  }

  function exitAfterShutdown(reason: string, exitCode: number): void {
    if (stopping.signal.aborted) {
      logger.warn({ reason }, 'second request to stop: leaving now');
      process.exit(1);
    }
    stopping.abort();
    const force = setTimeout(() => {
      logger.error({ graceMs }, 'shutdown took longer than its grace period');
      process.exit(1);
    }, graceMs);
    force.unref();
    closeAll(reason).then(
      (clean) => process.exit(clean ? exitCode : 1),
      () => process.exit(1),
    );
  }

  function fail(error: unknown, reason: string): void {
    logger.fatal({ err: error }, error instanceof Error ? error.message : reason);
    exitAfterShutdown(reason, 1);
  }

  process.on('SIGTERM', () => exitAfterShutdown('SIGTERM', 0));
  process.on('SIGINT', () => exitAfterShutdown('SIGINT', 0));
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'uncaught error');
    exitAfterShutdown('uncaught error', 1);
  });
  process.on('unhandledRejection', (error) => {
    logger.fatal({ err: error }, 'unhandled rejection');
    exitAfterShutdown('unhandled rejection', 1);
  });

  return {
    signal: stopping.signal,
    async start(work) {
      const starting = work();
      started = starting;
      try {
        await starting;
      } catch (error) {
        // What a start meets that is interrupted by a signal is a consequence of the signal.
        if (stopping.signal.aborted) logger.debug({ err: error }, 'the start was interrupted');
        else fail(error, 'could not start');
      }
    },
    onShutdown: (name, close) => void steps.push({ name, close }),
    fail: (error) => fail(error, 'failed'),
  };
}

/** Waits until the work has ended, however, but for no longer than this. */
async function settled(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
}
