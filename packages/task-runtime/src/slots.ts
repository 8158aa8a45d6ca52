import type { ScheduleRow } from '@accountia/db';
import { CronExpressionParser } from 'cron-parser';

/** A slot that is started within this time counts as on time: another beat may have had to take over first. */
const ON_TIME_MS = 60_000;
/** Of an absence so long that more slots were missed, the older ones are neither started nor noted. */
export const MAX_LISTED_SLOTS = 1_000;

/** The first slot of a pattern after a time. Throws on a pattern that is not one. */
export function nextSlot(pattern: string, timeZone: string, after: Date): Date {
  return CronExpressionParser.parse(pattern, { currentDate: after, tz: timeZone }).next().toDate();
}

/** The newest slots of a pattern from `from` to `until`, both included, oldest first. */
function slotsBetween(pattern: string, timeZone: string, from: Date, until: Date): Date[] {
  // `prev` looks strictly before, and a slot may be exactly at the end.
  const currentDate = new Date(until.getTime() + 1_000);
  const expression = CronExpressionParser.parse(pattern, { currentDate, tz: timeZone });
  const slots: Date[] = [];
  while (slots.length < MAX_LISTED_SLOTS) {
    const slot = expression.prev().toDate();
    if (slot < from) break;
    if (slot <= until) slots.push(slot);
  }
  return slots.toReversed();
}

export interface SlotPlan {
  /** To be started, oldest first. */
  readonly start: readonly Date[];
  /** To be noted as left out. */
  readonly skip: readonly Date[];
}

/** What a schedule's policy says about each slot from its next one until now. */
export function planSlots(
  schedule: Pick<ScheduleRow, 'pattern' | 'time_zone' | 'catch_up' | 'catch_up_limit' | 'next_slot_at'>,
  now: Date,
): SlotPlan {
  const { next_slot_at: due } = schedule;
  if (due === null || due > now) return { start: [], skip: [] };
  const slots = slotsBetween(schedule.pattern, schedule.time_zone, due, now);
  const started = countToStart(schedule, slots, now);
  return { start: slots.slice(slots.length - started), skip: slots.slice(0, slots.length - started) };
}

/** How many of the slots, counted from the newest. */
function countToStart(
  schedule: Pick<ScheduleRow, 'catch_up' | 'catch_up_limit'>,
  slots: readonly Date[],
  now: Date,
): number {
  switch (schedule.catch_up) {
    case 'skip':
      return slots.filter((slot) => now.getTime() - slot.getTime() <= ON_TIME_MS).length;
    case 'once':
      return Math.min(1, slots.length);
    case 'all':
      return Math.min(schedule.catch_up_limit ?? 1, slots.length);
  }
}
