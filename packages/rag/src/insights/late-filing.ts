import { lateFilingPenalty, type LateFilingPenalty } from '@accountia/tax-rules';
import { yearlyIncome, type AnalysisContext } from './context.ts';
import { dueDateOf } from './deadline.ts';

export interface EstimatedPenalty extends LateFilingPenalty {
  /** From the tax of the drafted return; otherwise there is no tax to take it of, and the income stands for it. */
  readonly drafted: boolean;
}

/** What the return costs more when it is filed on that day, with what is reported (ET arts. 639 to 641). */
export function penaltyUntil(context: AnalysisContext, due: string, filingDate: string): EstimatedPenalty {
  const { estimate } = context.estimated;
  const penalty = lateFilingPenalty({
    dueDate: due,
    filingDate,
    tax: estimate?.tax ?? 0n,
    grossIncome: yearlyIncome(context),
    creditBalance: estimate?.box(137) ?? 0n,
  });
  return { ...penalty, drafted: estimate !== null };
}

/** The penalty of the first day late, which counts as a month; null when the due date cannot be told. */
export function oneMonthLate(context: AnalysisContext): EstimatedPenalty | null {
  const due = dueDateOf(context)?.date;
  return due === undefined ? null : penaltyUntil(context, due, dayAfter(due));
}

function dayAfter(date: string): string {
  const next = new Date(`${date}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}
