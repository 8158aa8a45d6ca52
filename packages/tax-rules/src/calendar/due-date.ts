import { TaxRulesError } from '../errors.ts';
import { PERMANENT_CALENDAR } from '../parameters/common.ts';
import { KNOWN_YEARS, parameters } from '../parameters/index.ts';
import type { CalendarRule } from '../parameters/index.ts';
import { businessDayFrom } from './holidays.ts';

export interface DueDate {
  /** Last day to file and pay, `YYYY-MM-DD`. */
  readonly date: string;
  /** The pair of final digits that falls due that day, e.g. `01-02`, `99-00`. */
  readonly digits: string;
  readonly source: string;
  readonly provisional?: true;
}

/** First taxable year of the permanent calendar (filed in 2024). */
const FIRST_PERMANENT_YEAR = 2023;

/** Groups of two digits due in each month, from its `firstBusinessDay` on. */
const PERMANENT_MONTHS = [
  { month: '08', groups: 13, firstBusinessDay: 7 },
  { month: '09', groups: 20, firstBusinessDay: 1 },
  { month: '10', groups: 17, firstBusinessDay: 1 },
] as const;

/**
 * When a natural person must file the return of a taxable year, by the last two digits of the NIT or
 * cédula, without check digit.
 * From taxable year 2023 the rule is permanent and answers any later year; whoever depends on a far one
 * should confirm that it still holds.
 * @param number digits of the NIT or cédula; dots, spaces and a `-D` check digit are tolerated
 * @param year taxable year (año gravable); the date falls in the next
 * @throws {TaxRulesError} `invalid_number`, or `unknown_year` before 2021
 */
export function dueDate(number: string, year: number): DueDate {
  const group = groupOf(number);
  const rule: CalendarRule =
    year >= FIRST_PERMANENT_YEAR && Number.isInteger(year) ? PERMANENT_CALENDAR : parameters(year).calendar;
  const date =
    rule.kind === 'consecutive' ? businessDayFrom(rule.firstDate, group + 1) : permanentDate(group, year + 1);
  return {
    date,
    digits: `${twoDigits(group * 2 + 1)}-${twoDigits(group * 2 + 2)}`,
    source: rule.source,
    // Beyond the years whose parameters were checked, the rule may have been changed since.
    ...((rule.kind === 'consecutive' && rule.provisional) || !KNOWN_YEARS.includes(year)
      ? { provisional: true }
      : {}),
  };
}

/** 0 for 01-02 up to 49 for 99-00. */
function groupOf(number: string): number {
  const digits = number.replace(/-\d$/, '').replace(/[.\s]/g, '');
  if (!/^\d{1,15}$/.test(digits)) {
    throw new TaxRulesError('invalid_number', 'A NIT or cédula has 1 to 15 digits', {
      length: number.length,
    });
  }
  const lastTwo = Number(digits.slice(-2));
  return lastTwo === 0 ? 49 : Math.floor((lastTwo - 1) / 2);
}

function permanentDate(group: number, filingYear: number): string {
  let index = group;
  for (const { month, groups, firstBusinessDay } of PERMANENT_MONTHS) {
    if (index < groups) return businessDayFrom(`${filingYear}-${month}-01`, firstBusinessDay + index);
    index -= groups;
  }
  throw new TaxRulesError('invalid_number', 'No filing group for these digits', { group });
}

function twoDigits(number: number): string {
  return String(number % 100).padStart(2, '0');
}
