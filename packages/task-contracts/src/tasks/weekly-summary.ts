import { z } from 'zod';
import { DEFAULT_POLICY, defineTask } from '../task.ts';
import { organizationActivity } from './daily-summary.ts';

/** Counts what each organization did in one week, Monday to Sunday in Bogotá, and keeps it as the run's result. */
export const weeklySummary = defineTask({
  name: 'reports.weekly-summary',
  version: 1,
  queue: 'maintenance',
  payload: z.object({
    /** Any day of the week. Absent: the week before that of `slotAt`. */
    day: z.iso.date().optional(),
    /** Of the slot that started the run, so that a late one still reports its own week. Absent: now. */
    slotAt: z.iso.datetime().optional(),
  }),
  progress: z.object({ organizations: z.int().nonnegative() }),
  result: z.object({
    monday: z.iso.date(),
    sunday: z.iso.date(),
    organizations: z.array(organizationActivity),
  }),
  policy: {
    ...DEFAULT_POLICY,
    priority: 'low',
    deduplication: { key: ({ day, slotAt }) => day ?? slotAt ?? 'last week', while: 'unfinished' },
  },
});
