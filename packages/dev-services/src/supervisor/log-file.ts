import { closeSync, openSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { StateDirectory } from '../state/state-directory.ts';

const MAX_LOG_BYTES = 5 * 1024 * 1024;

export function logPath(state: StateDirectory, name: string): string {
  return join(state.logs, `${name}.log`);
}

/** Opens a log to append to; one that has grown large starts anew. */
function openLog(state: StateDirectory, name: string): number {
  const path = logPath(state, name);
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_LOG_BYTES) truncateSync(path);
  return openSync(path, 'a', 0o600);
}

/** Runs `work` with a log opened for a child, and closes our own copy of the descriptor after. */
export function withLog<T>(state: StateDirectory, name: string, work: (descriptor: number) => T): T {
  const descriptor = openLog(state, name);
  try {
    return work(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
