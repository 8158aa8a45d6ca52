import { DEDUCTION_TOPICS } from './deductions.ts';
import { DOUBT_TOPICS } from './doubts.ts';
import { INCOME_TOPICS } from './income.ts';
import { OBLIGATION_TOPICS } from './obligation.ts';
import { PATRIMONY_TOPICS } from './patrimony.ts';
import { REPORTER_TOPICS } from './reporters.ts';
import { TAX_TOPICS } from './tax.ts';
import type { Topic } from './topic.ts';

/** Everything that can be asked of a declaration. Of two that match a question equally, the first wins. */
export const TOPICS: readonly Topic[] = [
  ...OBLIGATION_TOPICS,
  ...TAX_TOPICS,
  ...INCOME_TOPICS,
  ...DOUBT_TOPICS,
  ...DEDUCTION_TOPICS,
  ...PATRIMONY_TOPICS,
  ...REPORTER_TOPICS,
];
