import { type AttemptKey, type Database, recordProgress } from '@accountia/db';
import type { Logger } from '@accountia/service-kit';
import type { TaskDefinition } from '@accountia/task-contracts';
import type { Kysely } from 'kysely';
import type { AttemptControl } from './attempt-control.ts';

const INTERVAL_MS = 100;

export interface ProgressReporter {
  report(progress: unknown): void;
  /** Stores no more by itself and answers with the newest progress that is not stored, for who completes the run. */
  take(): Promise<Record<string, unknown> | undefined>;
  /** Stores at once what was reported, and no more after that. */
  flush(): Promise<void>;
}

/**
 * Stores the newest progress at most ten times a second, and first when the attempt has lasted for a tenth: what is over
 * before costs no statement but the one that ends it. A report that does not fit its schema is a bug and throws.
 */
export function createProgressReporter(options: {
  db: Kysely<Database>;
  key: AttemptKey;
  schema: TaskDefinition['progress'];
  logger: Logger;
  control: AttemptControl;
  onStored: () => void;
}): ProgressReporter {
  const { db, key, schema, logger, control } = options;
  let waiting: Record<string, unknown> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  let writtenAt = performance.now();
  let closed = false;

  async function write(): Promise<void> {
    const progress = waiting;
    if (progress === undefined) return;
    waiting = undefined;
    writtenAt = performance.now();
    try {
      if (await recordProgress(db, key, progress)) options.onStored();
      else control.abort('lost');
    } catch (error) {
      logger.warn({ err: error }, 'could not store progress');
    }
  }

  function schedule(): void {
    if (timer !== undefined || writing !== undefined || closed || waiting === undefined) return;
    const pause = Math.max(0, writtenAt + INTERVAL_MS - performance.now());
    timer = setTimeout(() => {
      timer = undefined;
      writing = write().finally(() => {
        writing = undefined;
        schedule();
      });
    }, pause);
  }

  async function take(): Promise<Record<string, unknown> | undefined> {
    closed = true;
    clearTimeout(timer);
    await writing;
    const newest = waiting;
    waiting = undefined;
    return newest;
  }

  return {
    report(progress) {
      if (control.signal.aborted || closed) return;
      waiting = schema.parse(progress) as Record<string, unknown>;
      schedule();
    },
    take,
    async flush() {
      waiting = await take();
      await write();
    },
  };
}
