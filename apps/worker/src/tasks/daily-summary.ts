import { dailyActivity } from '@accountia/db';
import type { dailySummary } from '@accountia/task-contracts';
import type { TaskHandler } from '@accountia/task-runtime';

const TIME_ZONE = 'America/Bogota';

export function createDailySummaryHandler(): TaskHandler<typeof dailySummary> {
  return {
    async execute({ db, payload, progress }) {
      const day = payload.day ?? yesterday(new Date());
      const organizations = await dailyActivity(db, { day, timeZone: TIME_ZONE });
      progress({ organizations: organizations.length });
      return { apply: () => Promise.resolve({ day, organizations }) };
    },
  };
}

/** The calendar day before `now` where the taxpayers are; Colombia has no daylight saving time. */
export function yesterday(now: Date): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: TIME_ZONE, dateStyle: 'short' });
  return parts.format(new Date(now.getTime() - 24 * 3_600_000));
}
