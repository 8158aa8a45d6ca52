import type { Logger } from './logging.ts';

type Step = { readonly name: string; readonly close: () => Promise<void> | void };

export interface Lifecycle {
  /** Registers what must be closed; the last one registered is closed first. */
  onShutdown(name: string, close: Step['close']): void;
  /** Closes all, in order. Answers whether every step succeeded within the grace period. */
  shutdown(reason: string): Promise<boolean>;
}

/**
 * Ordered shutdown: on SIGTERM or SIGINT each step runs after the one before has finished; the process then exits
 * with 0, or with 1 when a step failed or the grace period passed. A second signal exits at once.
 * An error that nobody caught ends the process the same way: its state is unknown, a supervisor starts a clean one.
 */
export function createLifecycle(options: { logger: Logger; graceMs: number }): Lifecycle {
  const { logger, graceMs } = options;
  const steps: Step[] = [];
  let running: Promise<boolean> | undefined;

  async function closeAll(reason: string): Promise<boolean> {
    logger.info({ reason }, 'shutting down');
    let clean = true;
    for (const step of steps.toReversed()) {
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

  function shutdown(reason: string): Promise<boolean> {
    running ??= closeAll(reason);
    return running;
  }

  function exitAfterShutdown(reason: string, exitCode: number): void {
    if (running !== undefined) {
      logger.warn({ reason }, 'second request to stop: leaving now');
      process.exit(1);
    }
    const force = setTimeout(() => {
      logger.error({ graceMs }, 'shutdown took longer than its grace period');
      process.exit(1);
    }, graceMs);
    force.unref();
    shutdown(reason).then(
      (clean) => process.exit(clean ? exitCode : 1),
      () => process.exit(1),
    );
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
    onShutdown: (name, close) => void steps.push({ name, close }),
    shutdown,
  };
}
