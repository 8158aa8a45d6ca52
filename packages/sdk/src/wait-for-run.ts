import { isTerminal, type Run, type RunEvent } from '@accountia/task-contracts/api';
import { RunFailedError, RunWaitTimeoutError } from './errors.ts';
import { type FollowOptions, followRun, isTerminalEvent, type RunSource } from './follow-run.ts';

export interface WaitOptions extends Omit<FollowOptions, 'lastEventId'> {
  /** How long to wait at most; without it, as long as it takes. */
  readonly timeoutMs?: number | undefined;
  /** Told how far the run is; the shape is that of its task's progress, such as `{phase, percent, rows}`. */
  readonly onProgress?: ((progress: Readonly<Record<string, unknown>>, event: RunEvent) => void) | undefined;
  /** Told of everything that happens to the run, progress included. */
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
}

/** See `runs.waitForRun`. */
export async function waitForRun(runId: string, source: RunSource, options: WaitOptions): Promise<Run> {
  const { timeoutMs, signal: given } = options;
  if (timeoutMs === undefined) return settle(await finished(source, options, given));

  const deadline = AbortSignal.timeout(timeoutMs);
  const signal = given === undefined ? deadline : AbortSignal.any([given, deadline]);
  try {
    return settle(await finished(source, options, signal));
  } catch (error) {
    if (deadline.aborted && error === deadline.reason) throw new RunWaitTimeoutError(runId, timeoutMs);
    throw error;
  }
}

async function finished(
  source: RunSource,
  options: WaitOptions,
  signal: AbortSignal | undefined,
): Promise<Run> {
  let lastEventId: string | undefined;
  for (;;) {
    const { maxReconnects, silenceLimitMs } = options;
    for await (const event of followRun(source, { signal, lastEventId, maxReconnects, silenceLimitMs })) {
      lastEventId = event.sequence;
      options.onEvent?.(event);
      if (event.type === 'progress') options.onProgress?.(event.data, event);
      if (!isTerminalEvent(event.type)) continue;
      // The event may be of an earlier try that somebody retried: the run itself decides.
      const run = await source.getRun({ signal });
      if (isTerminal(run.state)) return run;
    }
    const run = await source.getRun({ signal });
    if (isTerminal(run.state)) return run;
  }
}

function settle(run: Run): Run {
  if (run.state === 'completed') return run;
  throw new RunFailedError(run);
}
