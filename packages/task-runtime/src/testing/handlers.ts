import { catalogue, TaskError } from '@accountia/task-contracts';
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
  const all = Object.fromEntries(Object.keys(catalogue).map((name) => [name, missing]));
  // The keys are those of the catalogue, which is what the type asks for.
  return { ...all, ...given } as TaskHandlers;
}
