import { KNOWN_YEARS, parameters } from '../parameters/index.ts';
import { atLeastZero, least, roundToThousand, shareOf } from './arithmetic.ts';
import type { PenaltyReduction } from './facts/facts.ts';

export interface LateFiling {
  /** `YYYY-MM-DD`. */
  readonly dueDate: string;
  readonly filingDate: string;
  /** Total tax of the return, box 129. */
  readonly tax: bigint;
  /** Income of the year, of every kind. */
  readonly grossIncome: bigint;
  /** Of the year before; undefined when not known. */
  readonly priorNetPatrimony?: bigint | undefined;
  /** Credit balance before the penalty. */
  readonly creditBalance: bigint;
  readonly afterSummons?: boolean | undefined;
  readonly reduction?: PenaltyReduction | undefined;
}

export interface LateFilingPenalty {
  /** Rounded to the thousand; zero when the return is on time. */
  readonly amount: bigint;
  /** Months or fractions late. */
  readonly months: number;
  readonly base: 'tax' | 'income' | 'patrimony' | 'none';
  /** Before the minimum and the reduction. */
  readonly full: bigint;
  /** The minimum penalty of ET art. 639, rounded. */
  readonly minimum: bigint;
  readonly article: '641' | '642';
  /** The UVT of the year of filing is not known: the last known one was used. */
  readonly provisional: boolean;
}

/**
 * Penalty for filing late (ET arts. 639 to 642). Interest on the tax (arts. 634 and 635) is apart: its rate
 * changes every month.
 */
export function lateFilingPenalty(filing: LateFiling): LateFilingPenalty {
  const months = monthsLate(filing.dueDate, filing.filingDate);
  const filingYear = Number(filing.filingDate.slice(0, 4));
  const known = KNOWN_YEARS.includes(filingYear);
  const year = known
    ? filingYear
    : (KNOWN_YEARS.findLast((candidate) => candidate < filingYear) ?? filingYear);
  const { uvt, penalties } = parameters(year);
  const article = filing.afterSummons ? '642' : '641';
  const minimum = roundToThousand(BigInt(penalties.minimumUvt.value) * uvt.value);
  const outcome = { months, article, minimum, provisional: !known } as const;
  if (months === 0) return { ...outcome, amount: 0n, base: 'none', full: 0n };
  const { base, full } = fullPenalty(filing, months, year);
  const reduced = shareOf(full, remainingShare(filing, year));
  const amount = roundToThousand(reduced);
  return { ...outcome, base, full, amount: amount > minimum ? amount : minimum };
}

/** Months or fractions of a month from the due date: the day after it is already one. */
export function monthsLate(dueDate: string, filingDate: string): number {
  let months = 0;
  while (addMonths(dueDate, months) < filingDate) months += 1;
  return months;
}

function fullPenalty(
  filing: LateFiling,
  months: number,
  year: number,
): { readonly base: LateFilingPenalty['base']; readonly full: bigint } {
  const { penalties, uvt } = parameters(year);
  const rules = penalties.lateFiling.value;
  const factor = filing.afterSummons ? rules.afterSummonsFactor : 1;
  const grow = (base: bigint, perMonth: number, maximum: number) =>
    shareOf(base, Math.min(perMonth * months, maximum) * factor);
  if (filing.tax > 0n) {
    return { base: 'tax', full: grow(filing.tax, rules.taxPerMonthBasisPoints, rules.taxMaximumBasisPoints) };
  }
  const ceiling =
    filing.creditBalance > 0n
      ? filing.creditBalance * 2n * BigInt(factor)
      : BigInt(rules.maximumUvt * factor) * uvt.value;
  if (filing.grossIncome > 0n) {
    const full = grow(filing.grossIncome, rules.incomePerMonthBasisPoints, rules.incomeMaximumBasisPoints);
    return { base: 'income', full: least(full, ceiling) };
  }
  const patrimony = atLeastZero(filing.priorNetPatrimony ?? 0n);
  const full = grow(patrimony, rules.patrimonyPerMonthBasisPoints, rules.patrimonyMaximumBasisPoints);
  return { base: 'patrimony', full: least(full, ceiling) };
}

/** Share that remains after ET art. 640; a summons leaves no reduction. */
function remainingShare({ reduction = 'none', afterSummons }: LateFiling, year: number): number {
  const { half, threeQuarters } = parameters(year).penalties.reducedToBasisPoints.value;
  if (afterSummons || reduction === 'none') return 10_000;
  return reduction === 'to_50_percent' ? half : threeQuarters;
}

/** The same day some months later, or the month's last day when it has no such day. */
function addMonths(date: string, months: number): string {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7)) - 1 + months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(Number(date.slice(8, 10)), lastDay);
  return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
}
