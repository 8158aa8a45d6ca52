import { ASSETS_AND_GAINS } from './assets-and-gains.ts';
import type { DomainTerm } from './domain-term.ts';
import { EVERYDAY_THINGS } from './everyday-things.ts';
import { EVERYDAY_VERBS } from './everyday-verbs.ts';
import { EVERYDAY_WORDS } from './everyday-words.ts';
import { FILING } from './filing.ts';
import { LABOUR_INCOME } from './labour-income.ts';
import { PROCEDURE } from './procedure.ts';
import { SALES_AND_CONSUMPTION } from './sales-and-consumption.ts';
import { STATUTE_SUBJECTS } from './statute-subjects.ts';
import { WITHHOLDING_AND_BUSINESS } from './withholding-and-business.ts';

/** The vocabulary of the whole tax statute: general words of the trade, never the answers to particular questions. */
export const THESAURUS: readonly DomainTerm[] = [
  ...LABOUR_INCOME,
  ...ASSETS_AND_GAINS,
  ...FILING,
  ...PROCEDURE,
  ...SALES_AND_CONSUMPTION,
  ...WITHHOLDING_AND_BUSINESS,
  ...EVERYDAY_WORDS,
  ...EVERYDAY_VERBS,
  ...EVERYDAY_THINGS,
  ...STATUTE_SUBJECTS,
];
