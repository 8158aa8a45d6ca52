import { CAPITAL_AND_OTHER_INCOME_CONCEPTS } from './capital-and-other-income.ts';
import { LABOUR_CONCEPTS } from './labour.ts';
import { PATRIMONY_CONCEPTS } from './patrimony.ts';
import { SEVERANCE_AND_CONTRIBUTION_CONCEPTS } from './severance-and-contributions.ts';
import { THRESHOLD_CONCEPTS } from './thresholds.ts';
import type { Concept } from './types.ts';
import { WITHHOLDING_AND_BENEFIT_CONCEPTS } from './withholdings-and-benefits.ts';

/** Every concept the rules know. Order does not matter: the most specific match wins. */
export const CONCEPTS: readonly Concept[] = [
  ...LABOUR_CONCEPTS,
  ...SEVERANCE_AND_CONTRIBUTION_CONCEPTS,
  ...CAPITAL_AND_OTHER_INCOME_CONCEPTS,
  ...PATRIMONY_CONCEPTS,
  ...WITHHOLDING_AND_BENEFIT_CONCEPTS,
  ...THRESHOLD_CONCEPTS,
];

export type { Concept, Pattern } from './types.ts';
