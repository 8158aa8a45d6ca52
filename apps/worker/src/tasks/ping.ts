import { setTimeout as sleep } from 'node:timers/promises';
import type { ping } from '@accountia/task-contracts';
import type { TaskHandler } from '@accountia/task-runtime';

const STEP_MS = 100;

export function createPingHandler(): TaskHandler<typeof ping> {
  return {
    async execute({ payload, attempt, workerId, signal, progress }) {
      for (let elapsedMs = 0; elapsedMs < payload.durationMs; elapsedMs += STEP_MS) {
        progress({ elapsedMs });
        await sleep(Math.min(STEP_MS, payload.durationMs - elapsedMs), undefined, { signal });
      }
      return { result: { echo: payload.echo, workerId, attempt } };
    },
  };
}
