import { describe, expect, test } from 'vitest';
import { MAX_LISTED_SLOTS, nextSlot, planSlots } from './slots.ts';

const BOGOTA = 'America/Bogota';

/** The slots after a time, one after the other, as Bogotá's clocks show them. */
function following(pattern: string, after: string, count: number): string[] {
  const shown: string[] = [];
  let time = new Date(after);
  while (shown.length < count) {
    time = nextSlot(pattern, BOGOTA, time);
    shown.push(time.toLocaleString('sv-SE', { timeZone: BOGOTA }).slice(0, 16));
  }
  return shown;
}

describe('the slots of a pattern', () => {
  test('are those of Bogotá, whatever zone the server is in', () => {
    expect(nextSlot('15 2 * * *', BOGOTA, new Date('2026-02-28T07:14:00Z')).toISOString()).toBe(
      '2026-02-28T07:15:00.000Z',
    );
  });

  test('a month end is the last day of each month, in leap years too', () => {
    expect(following('30 23 L * *', '2027-12-15T00:00:00Z', 4)).toEqual([
      '2027-12-31 23:30',
      '2028-01-31 23:30',
      '2028-02-29 23:30',
      '2028-03-31 23:30',
    ]);
  });

  test('day 31 leaves out the months that have none', () => {
    expect(following('0 6 31 * *', '2026-01-31T12:00:00Z', 3)).toEqual([
      '2026-03-31 06:00',
      '2026-05-31 06:00',
      '2026-07-31 06:00',
    ]);
  });

  test('29 February comes in leap years only, and not in 2100', () => {
    expect(following('0 0 29 2 *', '2026-03-01T00:00:00Z', 2)).toEqual([
      '2028-02-29 00:00',
      '2032-02-29 00:00',
    ]);
    expect(following('0 0 29 2 *', '2096-03-01T00:00:00Z', 1)).toEqual(['2104-02-29 00:00']);
  });

  test('a day has 24 hours the whole year: Colombia does not change its clocks', () => {
    const year = following('0 2 * * *', '2026-01-01T00:00:00Z', 365);
    expect(new Set(year.map((slot) => slot.slice(11)))).toEqual(new Set(['02:00']));
    expect(new Set(year).size).toBe(365);
  });

  test('in a zone that does change them, a slot in the missing hour is not lost', () => {
    const inNewYork = nextSlot('30 2 * * *', 'America/New_York', new Date('2026-03-08T05:00:00Z'));
    expect(inNewYork.toISOString().slice(0, 10)).toBe('2026-03-08');
  });
});

describe('what is done about slots', () => {
  const schedule = {
    pattern: '15 2 * * *',
    time_zone: BOGOTA,
    catch_up: 'all',
    catch_up_limit: 2,
    next_slot_at: new Date('2028-02-27T07:15:00Z'),
  } as const;

  test('an absence over the end of a February: the last two of its days and 1 March', () => {
    const { start, skip } = planSlots(schedule, new Date('2028-03-01T07:15:00Z'));
    expect(start.map((slot) => slot.toISOString())).toEqual([
      '2028-02-29T07:15:00.000Z',
      '2028-03-01T07:15:00.000Z',
    ]);
    expect(skip.map((slot) => slot.toISOString())).toEqual([
      '2028-02-27T07:15:00.000Z',
      '2028-02-28T07:15:00.000Z',
    ]);
  });

  test('nothing before the next slot has come, everything from its first millisecond on', () => {
    expect(planSlots(schedule, new Date('2028-02-27T07:14:59.999Z'))).toEqual({ start: [], skip: [] });
    expect(planSlots(schedule, new Date('2028-02-27T07:15:00Z')).start).toHaveLength(1);
  });

  test('a schedule that is new starts with its next slot', () => {
    expect(planSlots({ ...schedule, next_slot_at: null }, new Date())).toEqual({ start: [], skip: [] });
  });

  test('no more slots are listed than can be noted at once', () => {
    const minutely = { ...schedule, pattern: '* * * * *', catch_up: 'skip', catch_up_limit: null } as const;
    const { start, skip } = planSlots(minutely, new Date('2030-01-01T00:00:00Z'));
    expect(start.length + skip.length).toBe(MAX_LISTED_SLOTS);
    expect(start.length).toBe(2);
  });
});
