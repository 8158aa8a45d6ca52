import { describe, expect, test } from 'vitest';
import { addDays, asOf, dayOf, daysBetween, mondayOf } from './calendar.ts';

describe('days of Bogotá', () => {
  test('begin at five in the morning in UTC, whatever zone the server is in', () => {
    expect(dayOf(new Date('2026-03-01T04:59:59Z'))).toBe('2026-02-28');
    expect(dayOf(new Date('2026-03-01T05:00:00Z'))).toBe('2026-03-01');
  });

  test('are counted over month ends, leap days and years', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(daysBetween('2028-02-27', '2028-03-01')).toBe(3);
    expect(daysBetween('2026-08-12', '2026-08-11')).toBe(-1);
  });

  test.each([
    ['2026-11-23', '2026-11-23'],
    ['2026-11-29', '2026-11-23'],
    ['2027-01-01', '2026-12-28'],
    ['2028-02-29', '2028-02-28'],
  ])('the week of %s begins on Monday %s', (day, monday) => {
    expect(mondayOf(day)).toBe(monday);
  });

  test('a run is about the day of its slot, however late it is', () => {
    expect(asOf({ slotAt: '2026-03-01T04:30:00.000Z' })).toBe('2026-02-28');
  });
});
