import { announceRuns, type Database } from '@accountia/db';
import type { Logger } from '@accountia/service-kit';
import type { Kysely } from 'kysely';

/** Short for who looks at a screen, long enough for many events of a busy worker. */
const INTERVAL_MS = 25;

export interface Announcer {
  /** Tells those who follow the run that something happened, soon. What happened must be committed. */
  announce(runId: string): void;
  /** Resolves when all was told. */
  close(): Promise<void>;
}

/** Tells followers of what happens to runs, for many runs at once. Who hears nothing, because this failed, polls. */
export function createAnnouncer(db: Kysely<Database>, logger: Logger): Announcer {
  let waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> = Promise.resolve();

  async function send(): Promise<void> {
    timer = undefined;
    const runIds = [...waiting];
    waiting = new Set();
    await announceRuns(db, runIds).catch((error: unknown) =>
      logger.warn({ err: error }, 'could not announce what happened to runs'),
    );
  }

  return {
    announce(runId) {
      waiting.add(runId);
      timer ??= setTimeout(() => (sending = sending.then(send)), INTERVAL_MS);
    },
    async close() {
      clearTimeout(timer);
      await sending;
      if (waiting.size > 0) await send();
    },
  };
}
