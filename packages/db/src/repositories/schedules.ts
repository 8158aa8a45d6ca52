import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database } from '../schema/index.ts';
import type { SchedulesTable } from '../schema/runs.ts';
import { json } from './values.ts';

export type ScheduleRow = Selectable<SchedulesTable>;

export interface WantedSchedule {
  readonly id: string;
  readonly task: string;
  readonly pattern: string;
  readonly timeZone: string;
  readonly payload: unknown;
  readonly enabled: boolean;
}

/** Makes the table say exactly what is wanted; a changed pattern forgets the next slot, so that it is computed anew. */
export async function reconcileSchedules(
  trx: Transaction<Database>,
  wanted: readonly WantedSchedule[],
): Promise<void> {
  for (const schedule of wanted) {
    await sql`
      insert into schedules (id, task, pattern, time_zone, payload, enabled)
      values (${schedule.id}, ${schedule.task}, ${schedule.pattern}, ${schedule.timeZone},
              ${json(schedule.payload)}::jsonb, ${schedule.enabled})
      on conflict (id) do update set
        task = excluded.task, payload = excluded.payload, enabled = excluded.enabled,
        next_slot_at = case when schedules.pattern = excluded.pattern and schedules.time_zone = excluded.time_zone
          then schedules.next_slot_at end,
        pattern = excluded.pattern, time_zone = excluded.time_zone, updated_at = now()
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

/** The server's clock, which slots are measured with. */
export async function databaseNow(db: Kysely<Database>): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(db);
  return rows[0]!.now;
}

export async function setNextSlot(db: Kysely<Database>, scheduleId: string, nextSlotAt: Date): Promise<void> {
  await db.updateTable('schedules').set({ next_slot_at: nextSlotAt }).where('id', '=', scheduleId).execute();
}

/** Takes a slot together with the run it starts. False when somebody took it before. */
export async function takeSlot(
  trx: Transaction<Database>,
  slot: { scheduleId: string; slotAt: Date; organizationId: string; runId: string },
): Promise<boolean> {
  const row = await trx
    .insertInto('schedule_slots')
    .values({
      schedule_id: slot.scheduleId,
      slot_at: slot.slotAt,
      organization_id: slot.organizationId,
      run_id: slot.runId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('schedule_id')
    .executeTakeFirst();
  return row !== undefined;
}
