import { z } from 'zod';
import { DEFAULT_POLICY, defineTask } from '../task.ts';

/** Deletes documents past their retention with their objects, old run events and used idempotency keys. */
export const purgeExpired = defineTask({
  name: 'maintenance.purge-expired',
  version: 1,
  queue: 'maintenance',
  payload: z.object({}),
  progress: z.object({ purgedDocuments: z.int().nonnegative() }),
  result: z.object({
    purgedDocuments: z.int().nonnegative(),
    deletedObjects: z.int().nonnegative(),
    deletedRuns: z.int().nonnegative(),
    deletedIdempotencyKeys: z.int().nonnegative(),
  }),
  policy: { ...DEFAULT_POLICY, priority: 'low', deduplication: { key: () => 'purge', while: 'unfinished' } },
});
