/**
 * What a report of third parties cannot know. Every fact is optional: `FACT_FIELDS` says what is taken for
 * granted when it is missing, always the choice that does not lower the tax.
 * Amounts are whole pesos of the taxable year, never negative; dates are `YYYY-MM-DD`.
 */
export interface DraftFacts {
  readonly resident?: boolean;
  readonly dependants?: number;
  readonly dependantsTenPercent?: boolean;
  readonly monthsWorked?: number;
  readonly labourExemption?: boolean;
  readonly severance?: bigint;
  readonly averageMonthlyIncome?: bigint;
  readonly exemptIncomeOutsideCap?: bigint;
  readonly voluntaryRais?: bigint;
  readonly housingInterest?: bigint;
  readonly prepaidMedicine?: bigint;
  readonly icetexInterest?: bigint;
  readonly financialMovementsTax?: bigint;
  readonly eInvoicePurchases?: bigint;
  readonly financialYields?: bigint;
  readonly costs?: bigint;
  readonly capitalCosts?: bigint;
  readonly nonLabourCosts?: bigint;
  readonly pensionMonths?: number;
  readonly lotteryPrizes?: bigint;
  readonly homeSaleGain?: bigint;
  readonly lifeInsurance?: bigint;
  readonly inheritedHome?: bigint;
  readonly inheritedProperty?: bigint;
  readonly inheritance?: bigint;
  readonly otherGifts?: bigint;
  readonly donations?: bigint;
  readonly foreignIncome?: bigint;
  readonly firstYearFiling?: boolean;
  readonly secondYearFiling?: boolean;
  readonly priorNetTax?: bigint;
  readonly priorAdvance?: bigint;
  readonly priorNetPatrimony?: bigint;
  readonly nominalValuations?: bigint;
  readonly incomeTaxPaidInYear?: bigint;
  readonly filingDate?: string;
  readonly dueDate?: string;
  readonly idLastTwoDigits?: string;
  readonly afterSummons?: boolean;
  readonly penaltyReduction?: PenaltyReduction;
  readonly voluntaryFiling?: boolean;
}

export type FactName = keyof DraftFacts;

export const PENALTY_REDUCTIONS = ['none', 'to_50_percent', 'to_75_percent'] as const;
export type PenaltyReduction = (typeof PENALTY_REDUCTIONS)[number];

/** Names of the facts that hold an amount of pesos. */
export type MoneyFact = {
  [Name in FactName]-?: Exclude<DraftFacts[Name], undefined> extends bigint ? Name : never;
}[FactName];
