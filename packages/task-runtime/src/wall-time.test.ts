import { describe, expect, test } from 'vitest';
import { instantAt } from './wall-time.ts';

const at = (local: string, timeZone: string) => instantAt(local, timeZone).toISOString();

describe('the instant at which a clock shows a time', () => {
  test('is five hours later in Bogotá, all year round', () => {
    expect(at('2026-08-12T09:00', 'America/Bogota')).toBe('2026-08-12T14:00:00.000Z');
    expect(at('2026-01-31T23:30:15', 'America/Bogota')).toBe('2026-02-01T04:30:15.000Z');
    // Colombia had summer time once, from May 1992 to April 1993.
    expect(at('1992-12-24T09:00', 'America/Bogota')).toBe('1992-12-24T13:00:00.000Z');
  });

  test('follows summer time where there is some', () => {
    expect(at('2026-01-15T09:00', 'America/New_York')).toBe('2026-01-15T14:00:00.000Z');
    expect(at('2026-07-15T09:00', 'America/New_York')).toBe('2026-07-15T13:00:00.000Z');
  });

  test('is the first of two, and after a gap as much later as the clock was put forward', () => {
    expect(at('2026-11-01T01:30', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
    expect(at('2026-03-08T02:30', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z');
    // East of Greenwich the change falls on the other side of midnight UTC.
    expect(at('2026-04-05T02:30', 'Australia/Sydney')).toBe('2026-04-04T15:30:00.000Z');
  });

  test.each(['2026-08-12', '2026-02-30T09:00', '2026-08-12T25:00', '2026-08-12T09:00Z', 'mañana'])(
    'is refused for %s',
    (local) => {
      expect(() => instantAt(local, 'America/Bogota')).toThrow(RangeError);
    },
  );

  test('is refused in a time zone that there is not', () => {
    expect(() => instantAt('2026-08-12T09:00', 'America/Macondo')).toThrow(RangeError);
  });
});
