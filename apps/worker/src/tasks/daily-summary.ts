import { activityBetween } from '@accountia/db';
import type { dailySummary } from '@accountia/task-contracts';
import type { TaskHandler } from '@accountia/task-runtime';
import { addDays, asOf, TIME_ZONE } from '../calendar.ts';

export function createDailySummaryHandler(): TaskHandler<typeof dailySummary> {
  return {
    async execute({ db, payload, progress }) {
      const day = payload.day ?? addDays(asOf(payload), -1);
      const organizations = await activityBetween(db, { firstDay: day, lastDay: day, timeZone: TIME_ZONE });
      progress({ organizations: organizations.length });
      return { apply: () => Promise.resolve({ day, organizations }) };
    },
  };
}
