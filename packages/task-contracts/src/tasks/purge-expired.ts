import { z } from 'zod';
import { DEFAULT_POLICY, defineTask } from '../task.ts';

/**
 * Deletes what is kept no longer: documents past their retention with their objects and, once the last one is gone, their
 * declaration; objects without a document; old finished runs with their events; used idempotency keys; old slots of
 * schedules and notifications; answers of a language model past their time.
 */
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
    // Absent in results from before these were counted.
    deletedDeclarations: z.int().nonnegative().optional(),
    deletedScheduleSlots: z.int().nonnegative().optional(),
    deletedNotifications: z.int().nonnegative().optional(),
    deletedModelAnswers: z.int().nonnegative().optional(),
  }),
  policy: { ...DEFAULT_POLICY, priority: 'low', deduplication: { key: () => 'purge', while: 'unfinished' } },
});
