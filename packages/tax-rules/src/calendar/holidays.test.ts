import { describe, expect, it } from 'vitest';
import { businessDayFrom, colombianHolidays, isBusinessDay } from './holidays.ts';

const OFFICIAL: Readonly<Record<number, string>> = {
  2023: '01-01 01-09 03-20 04-06 04-07 05-01 05-22 06-12 06-19 07-03 07-20 08-07 08-21 10-16 11-06 11-13 12-08 12-25',
  2024: '01-01 01-08 03-25 03-28 03-29 05-01 05-13 06-03 06-10 07-01 07-20 08-07 08-19 10-14 11-04 11-11 12-08 12-25',
  // Peter and Paul and the Sacred Heart fall on the same Monday.
  2025: '01-01 01-06 03-24 04-17 04-18 05-01 06-02 06-23 06-30 07-20 08-07 08-18 10-13 11-03 11-17 12-08 12-25',
  2026: '01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-20 08-07 08-17 10-12 11-02 11-16 12-08 12-25',
};

describe('colombianHolidays', () => {
  it.each(Object.entries(OFFICIAL))('%s has the days of the official calendar', (year, days) => {
    expect([...colombianHolidays(Number(year))]).toEqual(days.split(' ').map((day) => `${year}-${day}`));
  });

  it.each([
    [2000, '2000-04-21'],
    [2019, '2019-04-19'],
    [2038, '2038-04-23'],
    [2049, '2049-04-16'],
  ])('%d: Good Friday is %s', (year, date) => {
    expect(colombianHolidays(year)).toContain(date);
  });

  it('puts the moved holidays on Mondays in any year', () => {
    for (let year = 2020; year <= 2060; year += 1) {
      const fixed = new Set(['01-01', '05-01', '07-20', '08-07', '12-08', '12-25']);
      const moved = [...colombianHolidays(year)].filter((date) => !fixed.has(date.slice(5)));
      const weekdays = moved.map((date) => new Date(`${date}T00:00:00Z`).getUTCDay());
      // Only Maundy Thursday and Good Friday stay where Easter puts them.
      expect(weekdays.filter((weekday) => weekday !== 1)).toEqual([4, 5]);
    }
  });
});

describe('business days', () => {
  it.each([
    ['2026-08-14', true],
    ['2026-08-15', false],
    ['2026-08-16', false],
    ['2026-08-17', false],
    ['2026-08-18', true],
  ])('%s: %s', (date, expected) => {
    expect(isBusinessDay(date)).toBe(expected);
  });

  it('count from the first day, when it is one', () => {
    expect(businessDayFrom('2026-08-14', 1)).toBe('2026-08-14');
    expect(businessDayFrom('2026-08-15', 1)).toBe('2026-08-18');
    expect(businessDayFrom('2025-12-31', 2)).toBe('2026-01-02');
  });
});
