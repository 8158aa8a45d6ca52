import { type Database, findRun, listRunEvents } from '@accountia/db';
import { isTerminal, type RunEvent } from '@accountia/task-contracts/api';
import type { Kysely } from 'kysely';
import type { StreamTimings } from '../context.ts';
import type { RunEventHub } from './hub.ts';

const PAGE = 500;
const FINAL: ReadonlySet<RunEvent['type']> = new Set(['completed', 'failed', 'cancelled', 'expired']);

export interface Followed {
  readonly db: Kysely<Database>;
  readonly hub: RunEventHub;
  readonly organizationId: string;
  readonly runId: string;
  /** Only events after this sequence. */
  readonly after: bigint;
  readonly timings: StreamTimings;
  readonly signal: AbortSignal;
}

/**
 * The events of a run from the one after `after` on, as they happen, and an empty list whenever nothing was told for
 * `keepAliveMs`. Ends when the newest event is final, when the run is gone, or when the signal aborts. A final event with
 * others behind it (the run was retried) does not end it.
 */
export async function* followRun(followed: Followed): AsyncGenerator<RunEvent[], void, void> {
  const { db, hub, organizationId, runId, timings, signal } = followed;
  const bell = createBell(signal);
  const unsubscribe = hub.subscribe(runId, bell.ring);
  let after = followed.after;
  let toldAt = performance.now();
  try {
    while (!signal.aborted) {
      // Before the look at the table: what is announced during the look is looked at again.
      bell.reset();
      const events = await listRunEvents(db, organizationId, runId, after, PAGE);
      const last = events.at(-1);
      if (last === undefined) {
        if (await isOver(followed, after)) return;
      } else {
        after = BigInt(last.sequence);
        yield events;
        toldAt = performance.now();
        if (events.length === PAGE) continue;
        if (FINAL.has(last.type)) return;
      }
      await bell.rung(Math.min(timings.pollMs, timings.keepAliveMs));
      if (performance.now() - toldAt >= timings.keepAliveMs) {
        yield [];
        toldAt = performance.now();
      }
    }
  } finally {
    unsubscribe();
    bell.dispose();
  }
}

/** Finished (or gone) with nothing left to tell. The state is read first: its event was written with it. */
async function isOver(followed: Followed, after: bigint): Promise<boolean> {
  const { db, organizationId, runId } = followed;
  const run = await findRun(db, organizationId, runId);
  if (run === null) return true;
  if (!isTerminal(run.state)) return false;
  return (await listRunEvents(db, organizationId, runId, after, 1)).length === 0;
}

interface Bell {
  readonly ring: () => void;
  readonly reset: () => void;
  /** Resolves when rung since the last reset, after `milliseconds`, or when the signal aborts. */
  readonly rung: (milliseconds: number) => Promise<void>;
  readonly dispose: () => void;
}

function createBell(signal: AbortSignal): Bell {
  let heard = false;
  let wake: (() => void) | undefined;
  const ring = (): void => {
    heard = true;
    wake?.();
  };
  signal.addEventListener('abort', ring, { once: true });
  return {
    ring,
    reset: () => {
      heard = false;
    },
    async rung(milliseconds) {
      if (heard || signal.aborted) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      const timer = setTimeout(resolve, milliseconds);
      await promise;
      clearTimeout(timer);
      wake = undefined;
    },
    dispose: () => signal.removeEventListener('abort', ring),
  };
}
