import {
  type Database,
  databaseNow,
  listSchedules,
  reconcileSchedules,
  type ScheduleRow,
  setNextSlot,
  SYSTEM_ORGANIZATION_ID,
  takeSlot,
} from '@accountia/db';
import type { Logger } from '@accountia/service-kit';
import {
  catalogue,
  isTaskName,
  type TaskDefinition,
  type TaskName,
  type TaskPayload,
} from '@accountia/task-contracts';
import { CronExpressionParser } from 'cron-parser';
import type { Kysely } from 'kysely';
import { enqueue } from './enqueue.ts';
import { every, type Repeating } from './repeat.ts';

/** A schedule as data: what runs, when, in whose time. */
export type Schedule = {
  readonly [Name in TaskName]: {
    readonly id: string;
    readonly task: Name;
    /** Five-field cron pattern. */
    readonly pattern: string;
    readonly timeZone: string;
    readonly payload: TaskPayload<Name>;
    readonly enabled: boolean;
  };
}[TaskName];

/** The first slot of a pattern after a time. Throws on a pattern that is not one. */
export function nextSlot(pattern: string, timeZone: string, after: Date): Date {
  return CronExpressionParser.parse(pattern, { currentDate: after, tz: timeZone }).next().toDate();
}

export interface SchedulerOptions {
  readonly db: Kysely<Database>;
  readonly logger: Logger;
  readonly schedules: readonly Schedule[];
  readonly intervalMs?: number;
}

/** Brings the table in line with the declared schedules, then starts what is due, each slot at most once. */
export async function startScheduler(options: SchedulerOptions): Promise<Repeating> {
  const { db, logger, schedules } = options;
  for (const schedule of schedules) assertPattern(schedule);
  await db.transaction().execute((trx) => reconcileSchedules(trx, schedules));
  return every(options.intervalMs ?? 1_000, logger, 'schedule', () => startDueSlots(db, logger));
}

function assertPattern({ id, pattern, timeZone }: Schedule): void {
  try {
    nextSlot(pattern, timeZone, new Date());
  } catch (cause) {
    throw new Error(`Schedule ${id} cannot be read: "${pattern}" in ${timeZone}`, { cause });
  }
}

/** Starts the runs whose slot has come. Slots missed while nobody led are made up for by one run, that of the newest. */
export async function startDueSlots(db: Kysely<Database>, logger: Logger): Promise<number> {
  const now = await databaseNow(db);
  let started = 0;
  for (const schedule of await listSchedules(db)) {
    if (!schedule.enabled) continue;
    if (schedule.next_slot_at !== null && schedule.next_slot_at <= now) {
      const slot = newestSlot(schedule, schedule.next_slot_at, now);
      if (await startSlot(db, schedule, slot, logger)) started += 1;
    }
    if (schedule.next_slot_at === null || schedule.next_slot_at <= now) {
      await setNextSlot(db, schedule.id, nextSlot(schedule.pattern, schedule.time_zone, now));
    }
  }
  return started;
}

function newestSlot(schedule: ScheduleRow, due: Date, now: Date): Date {
  const expression = CronExpressionParser.parse(schedule.pattern, {
    // `prev` looks strictly before, and a slot may be exactly now.
    currentDate: new Date(now.getTime() + 1_000),
    tz: schedule.time_zone,
  });
  const newest = expression.prev().toDate();
  return newest > due && newest <= now ? newest : due;
}

async function startSlot(
  db: Kysely<Database>,
  schedule: ScheduleRow,
  slotAt: Date,
  logger: Logger,
): Promise<boolean> {
  const { task } = schedule;
  if (!isTaskName(task)) throw new Error(`Schedule ${schedule.id} names a task that does not exist: ${task}`);
  class SlotTaken extends Error {}
  try {
    await db.transaction().execute(async (trx) => {
      const definition: TaskDefinition = catalogue[task];
      const { run } = await enqueue(trx, definition, schedule.payload, {
        organizationId: SYSTEM_ORGANIZATION_ID,
      });
      const slot = { scheduleId: schedule.id, slotAt, organizationId: run.organization_id, runId: run.id };
      if (!(await takeSlot(trx, slot))) throw new SlotTaken();
    });
  } catch (error) {
    if (error instanceof SlotTaken) return false;
    throw error;
  }
  logger.info({ schedule: schedule.id, slot: slotAt.toISOString() }, 'schedule started a run');
  return true;
}
