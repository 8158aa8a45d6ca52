import { z } from 'zod';
import { DEFAULT_POLICY, defineTask } from '../task.ts';

/** Counts what each organization did on one day (America/Bogota) and keeps it as the run's result. */
export const dailySummary = defineTask({
  name: 'reports.daily-summary',
  version: 1,
  queue: 'maintenance',
  /** Absent: the day before the run starts. */
  payload: z.object({ day: z.iso.date().optional() }),
  progress: z.object({ organizations: z.int().nonnegative() }),
  result: z.object({
    day: z.iso.date(),
    organizations: z.array(
      z.object({
        organizationId: z.uuid(),
        documentsReceived: z.int().nonnegative(),
        documentsProcessed: z.int().nonnegative(),
        documentsRejected: z.int().nonnegative(),
        runsFailed: z.int().nonnegative(),
      }),
    ),
  }),
  policy: {
    ...DEFAULT_POLICY,
    priority: 'low',
    deduplication: { key: (payload) => payload.day ?? 'yesterday', while: 'unfinished' },
  },
});
