import {
  type CatchUp,
  type Database,
  databaseNow,
  listSchedules,
  reconcileSchedules,
  type ScheduleRow,
  setNextSlot,
  skipSlots,
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
import type { Kysely } from 'kysely';
import { enqueue } from './enqueue.ts';
import { every, type Repeating } from './repeat.ts';
import { nextSlot, planSlots } from './slots.ts';

/** A schedule as data: what runs, when, in whose time. */
export type Schedule = {
  readonly [Name in TaskName]: {
    readonly id: string;
    readonly task: Name;
    /** Five-field cron pattern. */
    readonly pattern: string;
    readonly timeZone: string;
    /** A task whose payload has a `slotAt` is given the slot's time in it. */
    readonly payload: TaskPayload<Name>;
    readonly enabled: boolean;
    /** What happens to slots that nobody was there for; `once` when absent. */
    readonly catchUp?: CatchUp;
  };
}[TaskName];

/** Says what time it is. The database's clock in production, so that two beats on two machines agree. */
export type Clock = () => Promise<Date>;

export interface SchedulerOptions {
  readonly db: Kysely<Database>;
  readonly logger: Logger;
  readonly schedules: readonly Schedule[];
  readonly intervalMs?: number;
  readonly clock?: Clock;
}

/** Brings the table in line with the declared schedules, then starts what is due, each slot at most once. */
export async function startScheduler(options: SchedulerOptions): Promise<Repeating> {
  const { db, logger, schedules } = options;
  for (const schedule of schedules) assertReadable(schedule);
  await db.transaction().execute((trx) => reconcileSchedules(trx, schedules));
  const clock = options.clock ?? (() => databaseNow(db));
  return every(options.intervalMs ?? 1_000, logger, 'schedule', () => startDueSlots(db, logger, clock));
}

function assertReadable({ id, task, pattern, timeZone, payload }: Schedule): void {
  try {
    const slotAt = nextSlot(pattern, timeZone, new Date());
    catalogue[task].payload.parse(payloadAt(payload, slotAt));
  } catch (cause) {
    throw new Error(`Schedule ${id} cannot be read: "${pattern}" in ${timeZone} for ${task}`, { cause });
  }
}

/** The schema of a task that does not ask for `slotAt` drops it. */
function payloadAt(payload: unknown, slotAt: Date): Record<string, unknown> {
  return { ...(payload as Record<string, unknown>), slotAt: slotAt.toISOString() };
}

/**
 * Starts the runs whose slot has come, as many as each schedule's policy says when slots were missed. Answers with how
 * many. One schedule that cannot be started does not keep the others from it; it is tried again the next time.
 */
export async function startDueSlots(db: Kysely<Database>, logger: Logger, clock: Clock): Promise<number> {
  const now = await clock();
  let started = 0;
  for (const schedule of await listSchedules(db)) {
    if (!schedule.enabled) continue;
    try {
      started += await startSlotsOf(schedule, { db, logger, now });
    } catch (error) {
      logger.error({ err: error, schedule: schedule.id }, 'a schedule could not start its run');
    }
  }
  return started;
}

interface Round {
  readonly db: Kysely<Database>;
  readonly logger: Logger;
  readonly now: Date;
}

async function startSlotsOf(schedule: ScheduleRow, { db, logger, now }: Round): Promise<number> {
  const { id, next_slot_at: due } = schedule;
  const { start, skip } = planSlots(schedule, now);
  if (skip.length > 0) {
    await skipSlots(db, id, skip);
    logger.warn({ schedule: id, skipped: skip.length, from: skip[0] }, 'slots were missed and are left out');
  }
  let started = 0;
  for (const slotAt of start) if (await startSlot(db, schedule, slotAt, logger)) started += 1;

  const next = nextSlot(schedule.pattern, schedule.time_zone, now);
  // Later than the next one from now: the clock was set back since. What was started already is not started again,
  // because its slot is taken; without this the schedule would sleep until the clock is where it was.
  if (due !== null && due > next) logger.warn({ schedule: id, due, now }, 'the clock was set back');
  if (due === null || due.getTime() !== next.getTime()) await setNextSlot(db, id, next);
  return started;
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
      const { run } = await enqueue(trx, definition, payloadAt(schedule.payload, slotAt), {
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
