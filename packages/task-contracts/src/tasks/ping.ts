import { z } from 'zod';
import { DEFAULT_POLICY, defineTask } from '../task.ts';

/** Proves the whole way: row, dispatcher, queue, worker, row. */
export const ping = defineTask({
  name: 'system.ping',
  version: 1,
  queue: 'maintenance',
  payload: z.object({
    echo: z.string().max(200),
    /** Keeps the worker busy for this long; tests and operators use it to see cancellation and recovery. */
    durationMs: z.int().min(0).max(600_000).default(0),
  }),
  progress: z.object({ elapsedMs: z.int().nonnegative() }),
  result: z.object({ echo: z.string(), workerId: z.string(), attempt: z.int().positive() }),
  policy: { ...DEFAULT_POLICY, priority: 'high' },
});
