import { z } from 'zod';
import { DEFAULT_POLICY, defineTask } from '../task.ts';

/** Days before the last day to file at which an organization is reminded, the earliest first. */
export const REMINDER_STAGES = [30, 7, 1] as const;

/**
 * Leaves a notification for each declaration that is due in 30, 7 or 1 days, once for each of them. A stage that nobody
 * was there for is made up for by the next run, with the days that are then left.
 */
export const dueDateReminders = defineTask({
  name: 'reminders.due-dates',
  version: 1,
  queue: 'maintenance',
  payload: z.object({
    /** The day to remind as of. Absent: that of `slotAt` in Bogotá. */
    day: z.iso.date().optional(),
    slotAt: z.iso.datetime().optional(),
  }),
  progress: z.object({ declarations: z.int().nonnegative() }),
  result: z.object({
    day: z.iso.date(),
    /** Declarations that were looked at. */
    declarations: z.int().nonnegative(),
    reminded: z.int().nonnegative(),
    /** Taxpayers' numbers or years for which no due date is known. */
    withoutDueDate: z.int().nonnegative(),
  }),
  policy: {
    ...DEFAULT_POLICY,
    priority: 'low',
    deduplication: { key: () => 'reminders', while: 'unfinished' },
  },
});
