import type { Schedule } from '@accountia/task-runtime';

const BOGOTA = 'America/Bogota';

/** What happens by the clock. Beat makes the database agree with this list at every start. */
export const schedules: readonly Schedule[] = [
  {
    id: 'purge-expired-documents',
    task: 'maintenance.purge-expired',
    pattern: '15 2 * * *',
    timeZone: BOGOTA,
    payload: {},
    enabled: true,
  },
  {
    id: 'daily-summary',
    task: 'reports.daily-summary',
    pattern: '30 5 * * *',
    timeZone: BOGOTA,
    payload: {},
    enabled: true,
  },
];
