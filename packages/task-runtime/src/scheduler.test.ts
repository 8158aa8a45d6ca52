import { listRuns, listSchedules, SYSTEM_ORGANIZATION_ID } from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { createLogger } from '@accountia/service-kit';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { nextSlot, type Schedule, startDueSlots, startScheduler } from './scheduler.ts';

const logger = createLogger({ app: 'test', level: 'silent' });
const nightly: Schedule = {
  id: 'nightly',
  task: 'maintenance.purge-expired',
  pattern: '15 2 * * *',
  timeZone: 'America/Bogota',
  payload: {},
  enabled: true,
};

describe('schedules', () => {
  let database: MigratedTestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.dispose());
  beforeEach(async () => {
    await sql`truncate runs, schedules cascade`.execute(database.db);
  });

  async function declare(schedules: readonly Schedule[]): Promise<void> {
    await (await startScheduler({ db: database.db, logger, schedules, intervalMs: 3_600_000 })).stop();
  }

  async function runCount(): Promise<number> {
    return (await listRuns(database.db, { organizationId: SYSTEM_ORGANIZATION_ID, limit: 100 })).items.length;
  }

  async function setNext(interval: string): Promise<void> {
    await sql`update schedules set next_slot_at = date_trunc('minute', now()) - ${interval}::interval`.execute(
      database.db,
    );
  }

  test('slots are those of Bogotá, whatever zone the server is in', () => {
    expect(nextSlot('15 2 * * *', 'America/Bogota', new Date('2026-02-28T07:14:00Z')).toISOString()).toBe(
      '2026-02-28T07:15:00.000Z',
    );
    expect(nextSlot('0 0 29 2 *', 'America/Bogota', new Date('2026-03-01T00:00:00Z')).toISOString()).toBe(
      '2028-02-29T05:00:00.000Z',
    );
  });

  test('a declared schedule waits for its first slot and is removed when it is no longer declared', async () => {
    await declare([nightly]);
    const [row] = await listSchedules(database.db);
    expect(row!.next_slot_at!.getTime()).toBeGreaterThan(Date.now());
    expect(await runCount()).toBe(0);
    await declare([]);
    expect(await listSchedules(database.db)).toEqual([]);
  });

  test('a changed pattern forgets the slot that was computed from the old one', async () => {
    await declare([nightly]);
    const before = (await listSchedules(database.db))[0]!.next_slot_at!;
    await declare([{ ...nightly, pattern: '45 3 * * *' }]);
    expect((await listSchedules(database.db))[0]!.next_slot_at).not.toEqual(before);
  });

  test('a due slot starts one run, however many schedulers look at it', async () => {
    await declare([{ ...nightly, pattern: '* * * * *' }]);
    await setNext('0 minutes');
    const started = await Promise.all([1, 2, 3].map(() => startDueSlots(database.db, logger)));
    expect(started.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await runCount()).toBe(1);
  });

  test('slots missed while nobody led are made up for by one run', async () => {
    await declare([{ ...nightly, pattern: '* * * * *' }]);
    await setNext('3 hours');
    expect(await startDueSlots(database.db, logger)).toBe(1);
    expect(await startDueSlots(database.db, logger)).toBe(0);
    expect(await runCount()).toBe(1);
  });

  test('a disabled schedule starts nothing', async () => {
    await declare([{ ...nightly, enabled: false }]);
    await setNext('1 hour');
    expect(await startDueSlots(database.db, logger)).toBe(0);
  });

  test('a pattern that is not one is refused before anything is stored', async () => {
    await expect(declare([{ ...nightly, pattern: 'every night' }])).rejects.toThrow(
      'Schedule nightly cannot be read: "every night"',
    );
    expect(await listSchedules(database.db)).toEqual([]);
  });
});
