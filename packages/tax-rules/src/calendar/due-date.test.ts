import { describe, expect, it } from 'vitest';
import { dueDate } from './due-date.ts';

/** Final digits, and the day for AG2024 (in 2025) and AG2025 (in 2026), as published. */
const PUBLISHED: readonly (readonly [string, string, string])[] = [
  ['01-02', '08-12', '08-12'],
  ['03-04', '08-13', '08-13'],
  ['05-06', '08-14', '08-14'],
  ['07-08', '08-15', '08-18'],
  ['09-10', '08-19', '08-19'],
  ['11-12', '08-20', '08-20'],
  ['13-14', '08-21', '08-21'],
  ['15-16', '08-22', '08-24'],
  ['17-18', '08-25', '08-25'],
  ['19-20', '08-26', '08-26'],
  ['21-22', '08-27', '08-27'],
  ['23-24', '08-28', '08-28'],
  ['25-26', '08-29', '08-31'],
  ['27-28', '09-01', '09-01'],
  ['29-30', '09-02', '09-02'],
  ['31-32', '09-03', '09-03'],
  ['33-34', '09-04', '09-04'],
  ['35-36', '09-05', '09-07'],
  ['37-38', '09-08', '09-08'],
  ['39-40', '09-09', '09-09'],
  ['41-42', '09-10', '09-10'],
  ['43-44', '09-11', '09-11'],
  ['45-46', '09-12', '09-14'],
  ['47-48', '09-15', '09-15'],
  ['49-50', '09-16', '09-16'],
  ['51-52', '09-17', '09-17'],
  ['53-54', '09-18', '09-18'],
  ['55-56', '09-19', '09-21'],
  ['57-58', '09-22', '09-22'],
  ['59-60', '09-23', '09-23'],
  ['61-62', '09-24', '09-24'],
  ['63-64', '09-25', '09-25'],
  ['65-66', '09-26', '09-28'],
  ['67-68', '10-01', '10-01'],
  ['69-70', '10-02', '10-02'],
  ['71-72', '10-03', '10-05'],
  ['73-74', '10-06', '10-06'],
  ['75-76', '10-07', '10-07'],
  ['77-78', '10-08', '10-08'],
  ['79-80', '10-09', '10-09'],
  ['81-82', '10-10', '10-13'],
  ['83-84', '10-14', '10-14'],
  ['85-86', '10-15', '10-15'],
  ['87-88', '10-16', '10-16'],
  ['89-90', '10-17', '10-19'],
  ['91-92', '10-20', '10-20'],
  ['93-94', '10-21', '10-21'],
  ['95-96', '10-22', '10-22'],
  ['97-98', '10-23', '10-23'],
  ['99-00', '10-24', '10-26'],
];

describe('dueDate', () => {
  it.each(PUBLISHED)('%s: 2025-%s for AG2024 and 2026-%s for AG2025', (digits, in2025, in2026) => {
    for (const ending of digits.split('-')) {
      expect(dueDate(`10000000${ending}`, 2024)).toMatchObject({ date: `2025-${in2025}`, digits });
      expect(dueDate(`10000000${ending}`, 2025)).toMatchObject({ date: `2026-${in2026}`, digits });
    }
  });

  it.each([
    [2021, '2022-08-09', '2022-10-19', true],
    [2022, '2023-08-09', '2023-10-19', true],
    [2023, '2024-08-12', '2024-10-24', undefined],
    [2026, '2027-08-10', '2027-10-26', undefined],
  ])('AG%d runs from %s to %s', (year, first, last, provisional) => {
    expect(dueDate('901', year).date).toBe(first);
    expect(dueDate('900', year).date).toBe(last);
    expect(dueDate('901', year).provisional).toBe(provisional);
  });

  it('answers for years to come, marked provisional', () => {
    const { date, provisional, source } = dueDate('901', 2035);
    expect(date).toMatch(/^2036-08-\d\d$/);
    expect(provisional).toBe(true);
    expect(source).toContain('Decreto 2229');
  });

  it('never gives a later group an earlier day', () => {
    for (let year = 2021; year <= 2045; year += 1) {
      const dates = PUBLISHED.map(([digits]) => dueDate(digits.slice(3), year).date);
      expect(dates).toEqual([...new Set(dates)].sort());
    }
  });

  it.each([
    ['7', '07-08'],
    ['0', '99-00'],
    ['1.057.664.193', '93-94'],
    ['900111222-9', '21-22'],
  ])('reads %s as group %s', (number, digits) => {
    expect(dueDate(number, 2024).digits).toBe(digits);
  });

  it.each(['', 'abc', '12A4', '1234567890123456', '--1'])('refuses "%s"', (number) => {
    expect(() => dueDate(number, 2024)).toThrowError(expect.objectContaining({ code: 'invalid_number' }));
  });

  it.each([2020, 1999, 2024.5])('refuses year %d', (year) => {
    expect(() => dueDate('901', year)).toThrowError(expect.objectContaining({ code: 'unknown_year' }));
  });
});
