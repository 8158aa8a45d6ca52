import type { Rule } from '../context.ts';
import { CAPITAL_AND_DIVIDEND_RULES } from './capital-and-dividends.ts';
import { DATE_AND_PENALTY_RULES } from './dates-and-penalties.ts';
import { DEDUCTION_AND_SAVING_RULES } from './deductions-and-savings.ts';
import { EXPECTED_RESULT_RULES } from './expected-result.ts';
import { FILING_OBLIGATION_RULES } from './filing-obligation.ts';
import { INCONSISTENCY_RULES } from './inconsistencies.ts';
import { LABOUR_AND_PENSION_RULES } from './labour-and-pensions.ts';
import { OCCASIONAL_GAIN_RULES } from './occasional-gains.ts';
import { OTHER_DUTY_RULES } from './other-duties.ts';
import { PATRIMONY_RULES } from './patrimony.ts';
import { REVIEW_FINDING_RULES } from './review-findings.ts';
import { SPECIAL_INCOME_RULES } from './special-income.ts';
import { UNUSED_BENEFIT_RULES } from './unused-benefits.ts';
import { WITHHOLDING_AND_CREDIT_RULES } from './withholdings-and-credits.ts';

/** Every rule, in the order in which insights of equal severity are shown. */
export const RULES: readonly Rule[] = [
  ...FILING_OBLIGATION_RULES,
  ...DATE_AND_PENALTY_RULES,
  ...OTHER_DUTY_RULES,
  ...EXPECTED_RESULT_RULES,
  ...LABOUR_AND_PENSION_RULES,
  ...DEDUCTION_AND_SAVING_RULES,
  ...UNUSED_BENEFIT_RULES,
  ...CAPITAL_AND_DIVIDEND_RULES,
  ...OCCASIONAL_GAIN_RULES,
  ...SPECIAL_INCOME_RULES,
  ...PATRIMONY_RULES,
  ...WITHHOLDING_AND_CREDIT_RULES,
  ...INCONSISTENCY_RULES,
  ...REVIEW_FINDING_RULES,
];
