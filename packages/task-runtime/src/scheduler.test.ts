import { listRuns, listSchedules, listScheduleSlots, SYSTEM_ORGANIZATION_ID } from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { createLogger } from '@accountia/service-kit';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Schedule, startDueSlots, startScheduler } from './scheduler.ts';

const logger = createLogger({ app: 'test', level: 'silent' });
/** A ping for each slot: a task without deduplication, so that every start is a run. */
const hourly: Schedule = {
  id: 'hourly',
  task: 'system.ping',
  pattern: '0 * * * *',
  timeZone: 'America/Bogota',
  payload: { echo: 'slot', durationMs: 0 },
  enabled: true,
};

describe('schedules', () => {
  let database: MigratedTestDatabase;
  /** What the clock shows. */
  let now: Date;
  const clock = () => Promise.resolve(now);

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.dispose());
  beforeEach(async () => {
    await sql`truncate runs, schedules cascade`.execute(database.db);
    now = new Date('2026-03-10T12:30:00Z');
  });

  async function declare(...schedules: Schedule[]): Promise<void> {
    const options = { db: database.db, logger, schedules, intervalMs: 3_600_000, clock };
    await (await startScheduler(options)).stop();
  }

  /** Sets the clock and lets the scheduler look at it. Answers with how many runs it started. */
  async function at(time: string): Promise<number> {
    now = new Date(time);
    return await startDueSlots(database.db, logger, clock);
  }

  async function slotsOf(schedule: Schedule): Promise<string[]> {
    const rows = await listScheduleSlots(database.db, schedule.id, 2_000);
    return rows.toReversed().map((row) => `${row.outcome} ${row.slot_at.toISOString().slice(0, 16)}`);
  }

  async function runCount(): Promise<number> {
    return (await listRuns(database.db, { organizationId: SYSTEM_ORGANIZATION_ID, limit: 500 })).items.length;
  }

  async function nextOf(schedule: Schedule): Promise<string | undefined> {
    const row = (await listSchedules(database.db)).find(({ id }) => id === schedule.id);
    return row?.next_slot_at?.toISOString();
  }

  test('a declared schedule waits for its first slot and is removed when it is no longer declared', async () => {
    await declare(hourly);
    expect(await nextOf(hourly)).toBe('2026-03-10T13:00:00.000Z');
    expect(await runCount()).toBe(0);
    await declare();
    expect(await listSchedules(database.db)).toEqual([]);
  });

  test('a changed pattern forgets the slot that was computed from the old one', async () => {
    await declare(hourly);
    await declare({ ...hourly, pattern: '45 * * * *' });
    expect(await nextOf(hourly)).toBe('2026-03-10T12:45:00.000Z');
  });

  test('a due slot starts one run, however many schedulers look at it', async () => {
    await declare(hourly);
    now = new Date('2026-03-10T13:00:00Z');
    const started = await Promise.all([1, 2, 3].map(() => startDueSlots(database.db, logger, clock)));
    expect(started.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await runCount()).toBe(1);
    expect(await slotsOf(hourly)).toEqual(['started 2026-03-10T13:00']);
  });

  test('a run gets the time of its slot when its task asks for it', async () => {
    const daily: Schedule = { ...hourly, id: 'daily', task: 'reports.daily-summary', payload: {} };
    await declare(daily, hourly);
    await at('2026-03-10T13:00:20Z');
    const { items } = await listRuns(database.db, { organizationId: SYSTEM_ORGANIZATION_ID, limit: 10 });
    expect(items.map((run) => [run.task, run.payload]).toSorted()).toEqual([
      ['reports.daily-summary', { slotAt: '2026-03-10T13:00:00.000Z' }],
      ['system.ping', { echo: 'slot', durationMs: 0 }],
    ]);
  });

  test('a disabled schedule starts nothing', async () => {
    await declare({ ...hourly, enabled: false });
    expect(await at('2026-03-10T16:00:00Z')).toBe(0);
  });

  test('a schedule whose task this release does not know keeps no other from its run', async () => {
    await declare({ ...hourly, id: 'a-first' }, hourly);
    await sql`update schedules set task = 'reports.of-the-future' where id = 'a-first'`.execute(database.db);
    expect(await at('2026-03-10T13:00:01Z')).toBe(1);
    expect(await slotsOf(hourly)).toEqual(['started 2026-03-10T13:00']);
  });

  test.each([
    ['a pattern', { ...hourly, pattern: 'every night' }],
    ['a time zone', { ...hourly, timeZone: 'America/Macondo' }],
    ['a payload', { ...hourly, payload: { echo: 'slot', durationMs: -1 } }],
  ])('%s that is not one is refused before anything is stored', async (_what, schedule) => {
    await expect(declare(schedule as Schedule)).rejects.toThrow('Schedule hourly cannot be read');
    expect(await listSchedules(database.db)).toEqual([]);
  });

  describe('slots that nobody was there for', () => {
    test('are made up for by one run of the newest, unless the schedule says otherwise', async () => {
      await declare(hourly);
      expect(await at('2026-03-10T16:20:00Z')).toBe(1);
      expect(await slotsOf(hourly)).toEqual([
        'skipped 2026-03-10T13:00',
        'skipped 2026-03-10T14:00',
        'skipped 2026-03-10T15:00',
        'started 2026-03-10T16:00',
      ]);
      expect(await at('2026-03-10T16:20:01Z')).toBe(0);
      expect(await at('2026-03-10T17:00:00Z')).toBe(1);
    });

    test('are over with "skip", which still takes a slot that another beat left a moment ago', async () => {
      const schedule: Schedule = { ...hourly, catchUp: { policy: 'skip' } };
      await declare(schedule);
      expect(await at('2026-03-10T15:20:00Z')).toBe(0);
      expect(await at('2026-03-10T16:00:40Z')).toBe(1);
      expect(await slotsOf(schedule)).toEqual([
        'skipped 2026-03-10T13:00',
        'skipped 2026-03-10T14:00',
        'skipped 2026-03-10T15:00',
        'started 2026-03-10T16:00',
      ]);
    });

    test('are all started with "all", the newest of them up to its limit, in order', async () => {
      const schedule: Schedule = { ...hourly, catchUp: { policy: 'all', limit: 3 } };
      await declare(schedule);
      expect(await at('2026-03-10T17:20:00Z')).toBe(3);
      expect(await slotsOf(schedule)).toEqual([
        'skipped 2026-03-10T13:00',
        'skipped 2026-03-10T14:00',
        'started 2026-03-10T15:00',
        'started 2026-03-10T16:00',
        'started 2026-03-10T17:00',
      ]);
      const { items } = await listRuns(database.db, { organizationId: SYSTEM_ORGANIZATION_ID, limit: 9 });
      expect(items).toHaveLength(3);
    });

    test('are not started again by a beat that was killed before it could say where it was', async () => {
      const schedule: Schedule = { ...hourly, catchUp: { policy: 'all', limit: 10 } };
      await declare(schedule);
      await at('2026-03-10T15:20:00Z');
      await sql`update schedules set next_slot_at = '2026-03-10T13:00:00Z'`.execute(database.db);
      expect(await at('2026-03-10T15:21:00Z')).toBe(0);
      expect(await runCount()).toBe(3);
    });

    test('are looked at in bounded number after a very long absence', async () => {
      const minutely: Schedule = { ...hourly, pattern: '* * * * *' };
      await declare(minutely);
      expect(await at('2027-03-10T12:30:00Z')).toBe(1);
      const slots = await slotsOf(minutely);
      expect(slots).toHaveLength(1_000);
      expect(slots.at(-1)).toBe('started 2027-03-10T12:30');
    });
  });

  describe('a clock that is set', () => {
    test('back does not start a slot twice, nor does the schedule sleep until the clock has caught up', async () => {
      await declare(hourly);
      expect(await at('2026-03-10T15:00:10Z')).toBe(1);
      expect(await at('2026-03-10T13:30:00Z')).toBe(0);
      expect(await nextOf(hourly)).toBe('2026-03-10T14:00:00.000Z');
      // 14:00 had been left out for 15:00: now its time has come after all. 15:00 was started already.
      expect(await at('2026-03-10T14:00:05Z')).toBe(1);
      expect(await at('2026-03-10T15:00:05Z')).toBe(0);
      expect(await at('2026-03-10T16:00:05Z')).toBe(1);
      expect(await runCount()).toBe(3);
    });

    test('forward by a year by mistake and back again: the next real slot is started', async () => {
      await declare(hourly);
      await at('2027-03-10T12:30:00Z');
      expect(await at('2026-03-10T12:31:00Z')).toBe(0);
      expect(await at('2026-03-10T13:00:00Z')).toBe(1);
    });

    test('back and forth around a slot, as a bad time server does, starts it once', async () => {
      await declare(hourly);
      const times = ['12:59:59', '13:00:01', '12:59:58', '13:00:00', '12:30:00', '13:00:02'];
      const started: number[] = [];
      for (const time of times) started.push(await at(`2026-03-10T${time}Z`));
      expect(started).toEqual([0, 1, 0, 0, 0, 0]);
    });
  });
});
