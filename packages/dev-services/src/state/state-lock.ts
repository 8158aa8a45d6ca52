import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { DevServicesError } from '../errors.ts';

const SQLITE_BUSY = 5;

/**
 * A lock between processes that the operating system releases when its holder dies, however it dies. A file holding a
 * pid would outlive a killed process, and no two processes can safely agree on who removes it. SQLite's exclusive
 * transaction is such a lock on every platform Node.js runs on.
 */
export interface StateLock {
  release(): void;
}

/** Takes the lock at `path` if nobody holds it, else returns null at once. */
export function tryLock(path: string): StateLock | null {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return null;
    throw error;
  }
  return {
    release() {
      database.exec('ROLLBACK');
      database.close();
    },
  };
}

/** Runs `work` while holding the lock at `path`. Throws `state_lock_timeout` when it is not to be had in time. */
export async function withLock<T>(path: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let lock = tryLock(path);
  while (lock === null) {
    if (Date.now() > deadline) {
      throw new DevServicesError('state_lock_timeout', `Another process has held ${path} for too long.`, {
        path,
      });
    }
    await sleep(20 + Math.random() * 30);
    lock = tryLock(path);
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}
