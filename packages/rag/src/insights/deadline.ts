import { dueDate, type DueDate } from '@accountia/tax-rules';
import type { AnalysisContext } from './context.ts';

/** When the return is due; undefined for an identification that has no digits to tell it by. */
export function dueDateOf({ input, year }: Pick<AnalysisContext, 'input' | 'year'>): DueDate | undefined {
  const { number } = input.taxpayer;
  const hasDigits = /^[\d.\s]{1,20}(?:-\d)?$/.test(number) && /\d/.test(number);
  return hasDigits ? dueDate(number, year) : undefined;
}
