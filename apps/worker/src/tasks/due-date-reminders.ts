import {
  type FilingDeclaration,
  type FilingReminder,
  insertFilingReminders,
  listFilingDeclarations,
} from '@accountia/db';
import { type dueDateReminders, REMINDER_STAGES } from '@accountia/task-contracts';
import type { TaskHandler } from '@accountia/task-runtime';
import { type DueDate, dueDate, TaxRulesError } from '@accountia/tax-rules';
import { addDays, asOf, daysBetween } from '../calendar.ts';

const BATCH = 1_000;

export function createDueDateRemindersHandler(): TaskHandler<typeof dueDateReminders> {
  return {
    async execute({ db, payload, signal, progress }) {
      const day = payload.day ?? asOf(payload);
      const reminders: FilingReminder[] = [];
      let declarations = 0;
      let withoutDueDate = 0;
      for (const taxableYear of yearsDue(day)) {
        let after: FilingDeclaration | null = null;
        for (;;) {
          signal.throwIfAborted();
          const batch = await listFilingDeclarations(db, { taxableYear, after, limit: BATCH });
          for (const declaration of batch) {
            const due = dueDateOf(declaration);
            if (due === null) withoutDueDate += 1;
            else reminders.push(...reminderOn(day, declaration, due));
          }
          declarations += batch.length;
          progress({ declarations });
          if (batch.length < BATCH) break;
          after = batch.at(-1)!;
        }
      }
      return {
        async apply(trx) {
          let reminded = 0;
          for (let start = 0; start < reminders.length; start += BATCH) {
            reminded += await insertFilingReminders(trx, reminders.slice(start, start + BATCH));
          }
          return { day, declarations, reminded, withoutDueDate };
        },
      };
    },
  };
}

/** Taxable years that may fall due within the longest notice: a return is filed in the year that follows. */
function yearsDue(day: string): Set<number> {
  const last = addDays(day, REMINDER_STAGES[0]);
  return new Set([day, last].map((date) => Number(date.slice(0, 4)) - 1));
}

function dueDateOf(declaration: FilingDeclaration): DueDate | null {
  try {
    return dueDate(declaration.taxpayer_number, declaration.taxable_year);
  } catch (error) {
    // A number that is none, or a year before our calendars: there is nothing to remind of.
    if (error instanceof TaxRulesError) return null;
    throw error;
  }
}

/**
 * The reminder that a declaration should have by this day, if any: that of the last stage it has reached. So a stage
 * that was missed, or that was past when the report came, is made up for once.
 */
function reminderOn(day: string, declaration: FilingDeclaration, due: DueDate): FilingReminder[] {
  const daysLeft = daysBetween(day, due.date);
  const stageDays = REMINDER_STAGES.findLast((stage) => daysLeft <= stage);
  if (daysLeft < 0 || stageDays === undefined) return [];
  return [
    {
      organizationId: declaration.organization_id,
      declarationId: declaration.id,
      dueDate: due.date,
      stageDays,
      daysLeft,
      provisional: due.provisional === true,
    },
  ];
}
