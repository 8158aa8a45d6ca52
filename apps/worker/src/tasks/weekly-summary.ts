import { activityBetween } from '@accountia/db';
import type { weeklySummary } from '@accountia/task-contracts';
import type { TaskHandler } from '@accountia/task-runtime';
import { addDays, asOf, mondayOf, TIME_ZONE } from '../calendar.ts';

export function createWeeklySummaryHandler(): TaskHandler<typeof weeklySummary> {
  return {
    async execute({ db, payload, progress }) {
      const monday = mondayOf(payload.day ?? addDays(asOf(payload), -7));
      const sunday = addDays(monday, 6);
      const days = { firstDay: monday, lastDay: sunday, timeZone: TIME_ZONE };
      const organizations = await activityBetween(db, days);
      progress({ organizations: organizations.length });
      return { apply: () => Promise.resolve({ monday, sunday, organizations }) };
    },
  };
}
