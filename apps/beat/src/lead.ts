import type { Database } from '@accountia/db';
import type { Logger } from '@accountia/service-kit';
import {
  type Repeating,
  startDispatcher,
  startScheduler,
  startSweeper,
  type Transport,
} from '@accountia/task-runtime';
import type { Kysely } from 'kysely';
import type { BeatEnvironment } from './environment.ts';
import { schedules } from './schedules.ts';

export interface Lead {
  /** Starts the leader's work, all of it or nothing, and answers with what stops it. */
  start(): Promise<() => Promise<void>>;
  /** Throws when a part of the work is stuck. In order while another beat leads. */
  check(): Promise<void>;
}

/** What the beat that leads does: deliver, start what is due, find what was lost. */
export function createLead(options: {
  readonly environment: BeatEnvironment;
  readonly db: Kysely<Database>;
  readonly transport: Transport;
  readonly logger: Logger;
}): Lead {
  const { environment, db, transport, logger } = options;
  const working = new Set<Repeating>();

  return {
    async start() {
      await using parts = new AsyncDisposableStack();
      parts.defer(() => working.clear());
      const sweeper = startSweeper({ db, transport, logger, intervalMs: environment.SWEEP_INTERVAL_MS });
      parts.defer(() => sweeper.stop());
      const scheduler = await startScheduler({ db, logger, schedules });
      parts.defer(() => scheduler.stop());
      const dispatcher = await startDispatcher({
        db,
        databaseUrl: environment.DATABASE_URL,
        transport,
        logger,
        pollMs: environment.DISPATCH_POLL_MS,
        maxInFlight: environment.DISPATCH_MAX_IN_FLIGHT,
      });
      parts.defer(() => dispatcher.stop());
      working.add(sweeper).add(scheduler);
      parts.move();
      return async () => {
        // All are told at once: one that hears of it when another has ended would begin a round more, and whoever lost the
        // lead has little time.
        await Promise.all([dispatcher, scheduler, sweeper].map((part) => part.stop()));
        working.clear();
      };
    },

    async check() {
      for (const part of working) await part.check();
    },
  };
}
