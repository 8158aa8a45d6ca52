import { z } from 'zod';
import { DEFAULT_POLICY, defineTask } from '../task.ts';

export const organizationActivity = z.object({
  organizationId: z.uuid(),
  documentsReceived: z.int().nonnegative(),
  documentsProcessed: z.int().nonnegative(),
  documentsRejected: z.int().nonnegative(),
  runsFailed: z.int().nonnegative(),
});

/** Counts what each organization did on one day (America/Bogota) and keeps it as the run's result. */
export const dailySummary = defineTask({
  name: 'reports.daily-summary',
  version: 1,
  queue: 'maintenance',
  payload: z.object({
    /** Absent: the day before `slotAt`. */
    day: z.iso.date().optional(),
    /** Of the slot that started the run, so that a late one still reports its own day. Absent: now. */
    slotAt: z.iso.datetime().optional(),
  }),
  progress: z.object({ organizations: z.int().nonnegative() }),
  result: z.object({
    day: z.iso.date(),
    organizations: z.array(organizationActivity),
  }),
  policy: {
    ...DEFAULT_POLICY,
    priority: 'low',
    deduplication: { key: ({ day, slotAt }) => day ?? slotAt ?? 'yesterday', while: 'unfinished' },
  },
});
