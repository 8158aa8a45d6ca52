import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { serviceProcesses } from '../service-processes.ts';
import type { FaultContext } from './inject.ts';

const BACK_WITHIN_MS = 60_000;

export async function flushRedis({ stack }: FaultContext): Promise<void> {
  const redis = new Redis(stack.prepared.services.queue.url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: null,
  });
  // Redis may be down by another fault, which is flush enough.
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.flushall();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  } finally {
    redis.disconnect();
  }
}

/** SIGKILL; its supervisor starts it again on the same port, with its append-only file or without. */
export async function restartRedis(context: FaultContext, options: { keepFile: boolean }): Promise<void> {
  const { stateDirectory } = context.stack.prepared.services;
  const whileDown = (files: string) => {
    if (!options.keepFile) rmSync(files, { recursive: true, force: true });
  };
  await killRedis(stateDirectory, whileDown).catch((error: unknown) => context.note(String(error)));
}

/** SIGKILL to Redis; `whileDown` may change its append-only files before it is started again. */
export async function killRedis(
  stateDirectory: string,
  whileDown: (appendOnlyFiles: string) => void,
): Promise<void> {
  await restartService(stateDirectory, 'redis', (pid) => {
    // Stopped first: it must not write any more, and its supervisor must not start it while its files change.
    process.kill(pid, 'SIGSTOP');
    whileDown(path.join(stateDirectory, 'redis', 'appendonlydir'));
    process.kill(pid, 'SIGKILL');
  });
}

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT ends it as a crash does: it recovers from its log at the next start. */
export async function restartPostgres(
  { stack, note }: FaultContext,
  signal: 'SIGINT' | 'SIGQUIT',
): Promise<void> {
  const { stateDirectory } = stack.prepared.services;
  await restartService(stateDirectory, 'postgres', signal).catch((error: unknown) => note(String(error)));
}

export async function crashObjectStore({ stack, note }: FaultContext): Promise<void> {
  const { stateDirectory } = stack.prepared.services;
  await restartService(stateDirectory, 'object-store', 'SIGKILL').catch((error: unknown) =>
    note(String(error)),
  );
}

/**
 * Ends a local service and waits until its supervisor has it running again, as another process. Does nothing when it is
 * down already: an earlier fault is still being recovered from.
 */
export async function restartService(
  stateDirectory: string,
  name: string,
  end: NodeJS.Signals | ((pid: number) => void),
): Promise<void> {
  const before = serviceProcesses(stateDirectory)[name];
  if (before === undefined || before.status !== 'running') return;
  if (typeof end === 'string') process.kill(before.pid, end);
  else end(before.pid);
  const deadline = performance.now() + BACK_WITHIN_MS;
  for (;;) {
    const now = serviceProcesses(stateDirectory)[name];
    if (now?.status === 'running' && now.pid !== before.pid) return;
    if (now?.status === 'failed') throw new Error(`${name} was given up by its supervisor`);
    if (performance.now() > deadline) throw new Error(`${name} was not back after ${BACK_WITHIN_MS} ms`);
    await sleep(50);
  }
}
