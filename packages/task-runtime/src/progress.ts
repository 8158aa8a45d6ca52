import { type AttemptKey, type Database, recordProgress } from '@accountia/db';
import type { Logger } from '@accountia/service-kit';
import type { TaskDefinition } from '@accountia/task-contracts';
import type { Kysely } from 'kysely';
import type { AttemptControl } from './attempt-control.ts';

const INTERVAL_MS = 100;

export interface ProgressReporter {
  report(progress: unknown): void;
  /** Waits until what was reported is stored. */
  flush(): Promise<void>;
}

/** Stores the newest progress at most ten times a second; a report that does not fit its schema is a bug and throws. */
export function createProgressReporter(options: {
  db: Kysely<Database>;
  key: AttemptKey;
  schema: TaskDefinition['progress'];
  logger: Logger;
  control: AttemptControl;
}): ProgressReporter {
  const { db, key, schema, logger, control } = options;
  let waiting: Record<string, unknown> | undefined;
  let writing: Promise<void> | undefined;
  let lastWrite = -INTERVAL_MS;

  async function write(): Promise<void> {
    while (waiting !== undefined) {
      const pause = lastWrite + INTERVAL_MS - performance.now();
      if (pause > 0 && !control.signal.aborted) await new Promise((resolve) => setTimeout(resolve, pause));
      const progress = waiting;
      waiting = undefined;
      lastWrite = performance.now();
      if (!(await recordProgress(db, key, progress))) control.abort('lost');
    }
  }

  return {
    report(progress) {
      if (control.signal.aborted) return;
      waiting = schema.parse(progress) as Record<string, unknown>;
      writing ??= write()
        .catch((error: unknown) => logger.warn({ err: error }, 'could not store progress'))
        .finally(() => (writing = undefined));
    },
    async flush() {
      await writing;
    },
  };
}
