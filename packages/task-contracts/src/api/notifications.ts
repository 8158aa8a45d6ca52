import { z } from 'zod';
import { calendarDate, pageOf, pageQuery, timestamp } from './common.ts';

export const notification = z
  .object({
    id: z.uuid(),
    kind: z.enum(['filing_due']),
    declarationId: z.uuid(),
    taxableYear: z.int(),
    /** The last day to file and pay. */
    dueDate: calendarDate,
    /** Days that were left when it was made. */
    daysLeft: z.int().nonnegative(),
    /** True while the date may still be changed by decree. */
    provisional: z.boolean(),
    /** For people, in Spanish. */
    title: z.string(),
    body: z.string(),
    createdAt: timestamp,
  })
  .meta({ id: 'Notification', description: 'Something the organization should know without asking for it.' });
export type Notification = z.output<typeof notification>;

export const notificationQuery = pageQuery.extend({
  declarationId: z.uuid().optional(),
  /** Only those made after this time: ask again with the time of the newest one you have. */
  since: timestamp.optional(),
});
export const notificationPage = pageOf(notification).meta({ id: 'NotificationPage' });
