import type { TaskHandlers } from '@accountia/task-runtime';
import type { WorkerDependencies } from './dependencies.ts';
import { createAnalyzeDeclarationHandler } from './tasks/analyze-declaration.ts';
import { createDailySummaryHandler } from './tasks/daily-summary.ts';
import { createDueDateRemindersHandler } from './tasks/due-date-reminders.ts';
import { createLoadCorpusHandler } from './tasks/load-corpus.ts';
import { createPingHandler } from './tasks/ping.ts';
import { createProcessFileHandler } from './tasks/process-file.ts';
import { createPurgeExpiredHandler } from './tasks/purge-expired.ts';
import { createWeeklySummaryHandler } from './tasks/weekly-summary.ts';

/** One handler for each task of the catalogue; leaving one out does not compile. */
export function createHandlers(dependencies: WorkerDependencies): TaskHandlers {
  return {
    'exogena.process-file': createProcessFileHandler(dependencies),
    'declaration.analyze': createAnalyzeDeclarationHandler(dependencies),
    'corpus.load': createLoadCorpusHandler(dependencies),
    'maintenance.purge-expired': createPurgeExpiredHandler(dependencies),
    'reports.daily-summary': createDailySummaryHandler(),
    'reports.weekly-summary': createWeeklySummaryHandler(),
    'reminders.due-dates': createDueDateRemindersHandler(),
    'system.ping': createPingHandler(),
  };
}
