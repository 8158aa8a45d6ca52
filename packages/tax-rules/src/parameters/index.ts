import { TaxRulesError } from '../errors.ts';
import type { Limit, YearParameters } from './types.ts';
import { YEAR_2021 } from './years/2021.ts';
import { YEAR_2022 } from './years/2022.ts';
import { YEAR_2023 } from './years/2023.ts';
import { YEAR_2024 } from './years/2024.ts';
import { YEAR_2025 } from './years/2025.ts';
import { YEAR_2026 } from './years/2026.ts';

const BY_YEAR: ReadonlyMap<number, YearParameters> = new Map(
  [YEAR_2021, YEAR_2022, YEAR_2023, YEAR_2024, YEAR_2025, YEAR_2026].map((parameters) => [
    parameters.year,
    parameters,
  ]),
);

/** Taxable years whose parameters are known, ascending. */
export const KNOWN_YEARS: readonly number[] = [...BY_YEAR.keys()];

/**
 * Tax values of a taxable year (año gravable), each with the norm that sets it.
 * @throws {TaxRulesError} `unknown_year`, with `knownYears`; never the values of another year
 */
export function parameters(year: number): YearParameters {
  const found = BY_YEAR.get(year);
  if (!found) {
    throw new TaxRulesError('unknown_year', `No tax parameters for taxable year ${year}`, {
      year,
      knownYears: KNOWN_YEARS,
    });
  }
  return found;
}

/** Exact pesos of a number of UVT of a year, without the rounding of art. 868. */
export function uvtToPesos(uvt: number, year: number): bigint {
  return BigInt(uvt) * parameters(year).uvt.value;
}

/**
 * Rounds a limit as DIAN's notices print it (ET art. 868): to the peso up to 100, to the hundred up to
 * 10,000, to the thousand above.
 * The law compares with the limit; both figures are shown when an amount falls between them.
 */
export function roundLimit(amount: bigint): bigint {
  if (amount <= 100n) return amount;
  const unit = amount <= 10_000n ? 100n : 1_000n;
  return ((amount + unit / 2n) / unit) * unit;
}

/** A limit's yearly pesos, or undefined when it is a percentage only. Monthly limits count twelve months. */
export function limitInPesos(limit: Limit, year: number): bigint | undefined {
  if (limit.uvt === undefined) return undefined;
  return uvtToPesos(limit.uvt * (limit.period === 'month' ? 12 : 1), year);
}

export type {
  AuditBenefit,
  CalendarRule,
  CreditRules,
  DividendRules,
  LawRegime,
  Limit,
  PenaltyRules,
  SeveranceStep,
  Sourced,
  TaxBracket,
  TopeKey,
  TopeNumber,
  TopeParameter,
  YearParameters,
} from './types.ts';
