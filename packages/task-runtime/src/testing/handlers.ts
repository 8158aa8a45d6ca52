import { TaskError } from '@accountia/task-contracts';
import type { TaskHandlers } from '../handler.ts';

function unexpected(): never {
  throw new TaskError({
    code: 'unexpected_task',
    message: 'This test has no handler for the task',
    retryable: false,
  });
}

/** A full set of handlers of which a test gives those it is about; the others fail any run that reaches them. */
export function handlersWith(given: Partial<TaskHandlers>): TaskHandlers {
  const missing = { execute: async () => unexpected() };
  return {
    'exogena.process-file': missing,
    'declaration.analyze': missing,
    'maintenance.purge-expired': missing,
    'reports.daily-summary': missing,
    'system.ping': missing,
    ...given,
  };
}
