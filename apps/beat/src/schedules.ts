import type { Schedule } from '@accountia/task-runtime';

const BOGOTA = 'America/Bogota';

/** What happens by the clock. Beat makes the database agree with this list whenever it begins to lead. */
export const schedules: readonly Schedule[] = [
  {
    id: 'purge-expired-documents',
    task: 'maintenance.purge-expired',
    pattern: '15 2 * * *',
    timeZone: BOGOTA,
    payload: {},
    enabled: true,
    // One purge deletes what several would have.
    catchUp: { policy: 'once' },
  },
  {
    id: 'daily-summary',
    task: 'reports.daily-summary',
    pattern: '30 5 * * *',
    timeZone: BOGOTA,
    payload: {},
    enabled: true,
    // Each day has a report of its own.
    catchUp: { policy: 'all', limit: 14 },
  },
  {
    id: 'weekly-summary',
    task: 'reports.weekly-summary',
    pattern: '45 5 * * 1',
    timeZone: BOGOTA,
    payload: {},
    enabled: true,
    catchUp: { policy: 'all', limit: 4 },
  },
  {
    id: 'due-date-reminders',
    task: 'reminders.due-dates',
    pattern: '0 7 * * *',
    timeZone: BOGOTA,
    payload: {},
    enabled: true,
    // The next one reminds of what the missed ones would have.
    catchUp: { policy: 'once' },
  },
];
