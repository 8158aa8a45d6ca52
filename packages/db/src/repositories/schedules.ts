import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database } from '../schema/index.ts';
import type { ScheduleSlotsTable, SchedulesTable } from '../schema/runs.ts';
import { json } from './values.ts';

export type ScheduleRow = Selectable<SchedulesTable>;
export type ScheduleSlotRow = Selectable<ScheduleSlotsTable>;

/** What to do about slots that nobody was there for. */
export type CatchUp =
  /** Nothing: what was missed is over. */
  | { readonly policy: 'skip' }
  /** One run makes up for all of them, that of the newest. */
  | { readonly policy: 'once' }
  /** A run for each of the newest `limit`, from the oldest to the newest. */
  | { readonly policy: 'all'; readonly limit: number };

export interface WantedSchedule {
  readonly id: string;
  readonly task: string;
  readonly pattern: string;
  readonly timeZone: string;
  readonly payload: unknown;
  readonly enabled: boolean;
  /** `once` when absent. */
  readonly catchUp?: CatchUp;
}

/** Makes the table say exactly what is wanted; a changed pattern forgets the next slot, so that it is computed anew. */
export async function reconcileSchedules(
  trx: Transaction<Database>,
  wanted: readonly WantedSchedule[],
): Promise<void> {
  for (const schedule of wanted) {
    const catchUp = schedule.catchUp ?? { policy: 'once' };
    const limit = catchUp.policy === 'all' ? catchUp.limit : null;
    await sql`
      insert into schedules (id, task, pattern, time_zone, payload, enabled, catch_up, catch_up_limit)
      values (${schedule.id}, ${schedule.task}, ${schedule.pattern}, ${schedule.timeZone},
              ${json(schedule.payload)}::jsonb, ${schedule.enabled}, ${catchUp.policy}, ${limit})
      on conflict (id) do update set
        task = excluded.task, payload = excluded.payload, enabled = excluded.enabled,
        next_slot_at = case when schedules.pattern = excluded.pattern and schedules.time_zone = excluded.time_zone
          then schedules.next_slot_at end,
        pattern = excluded.pattern, time_zone = excluded.time_zone, updated_at = now(),
        catch_up = excluded.catch_up, catch_up_limit = excluded.catch_up_limit
    `.execute(trx);
  }
  const ids = wanted.map((schedule) => schedule.id);
  await trx
    .deleteFrom('schedules')
    .where('id', 'not in', ids.length > 0 ? ids : [''])
    .execute();
}

export async function listSchedules(db: Kysely<Database>): Promise<ScheduleRow[]> {
  return await db.selectFrom('schedules').selectAll().orderBy('id').execute();
}

/** What became of a schedule's slots, newest first. */
export async function listScheduleSlots(
  db: Kysely<Database>,
  scheduleId: string,
  limit: number,
): Promise<ScheduleSlotRow[]> {
  return await db
    .selectFrom('schedule_slots')
    .selectAll()
    .where('schedule_id', '=', scheduleId)
    .orderBy('slot_at', 'desc')
    .limit(limit)
    .execute();
}

/** The server's clock, which slots are measured with. */
export async function databaseNow(db: Kysely<Database>): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(db);
  return rows[0]!.now;
}

export async function setNextSlot(db: Kysely<Database>, scheduleId: string, nextSlotAt: Date): Promise<void> {
  await db.updateTable('schedules').set({ next_slot_at: nextSlotAt }).where('id', '=', scheduleId).execute();
}

/**
 * Takes a slot together with the run it starts. False when a run was started for it before; one that was left out may
 * still be taken, since nothing happened in it.
 */
export async function takeSlot(
  trx: Transaction<Database>,
  slot: { scheduleId: string; slotAt: Date; organizationId: string; runId: string },
): Promise<boolean> {
  const taken = { outcome: 'started', organization_id: slot.organizationId, run_id: slot.runId } as const;
  const row = await trx
    .insertInto('schedule_slots')
    .values({ schedule_id: slot.scheduleId, slot_at: slot.slotAt, ...taken })
    .onConflict((conflict) =>
      conflict
        .columns(['schedule_id', 'slot_at'])
        .doUpdateSet(taken)
        .where('schedule_slots.outcome', '=', 'skipped'),
    )
    .returning('schedule_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes slots that were left out; those that were started or noted before stay as they are. */
export async function skipSlots(
  db: Kysely<Database>,
  scheduleId: string,
  slots: readonly Date[],
): Promise<void> {
  if (slots.length === 0) return;
  await db
    .insertInto('schedule_slots')
    .values(
      slots.map((slot_at) => ({
        schedule_id: scheduleId,
        slot_at,
        organization_id: null,
        run_id: null,
        outcome: 'skipped',
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
