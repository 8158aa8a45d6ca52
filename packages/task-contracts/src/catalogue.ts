import type { PayloadOf, ProgressOf, ResultOf, TaskDefinition } from './task.ts';
import { analyzeDeclaration } from './tasks/analyze-declaration.ts';
import { dailySummary } from './tasks/daily-summary.ts';
import { dueDateReminders } from './tasks/due-date-reminders.ts';
import { loadCorpusCollection } from './tasks/load-corpus.ts';
import { ping } from './tasks/ping.ts';
import { processFile } from './tasks/process-file.ts';
import { purgeExpired } from './tasks/purge-expired.ts';
import { weeklySummary } from './tasks/weekly-summary.ts';

type Indexed<Tasks extends readonly TaskDefinition[]> = {
  readonly [Task in Tasks[number] as Task['name']]: Task;
};

function index<const Tasks extends readonly TaskDefinition[]>(...tasks: Tasks): Indexed<Tasks> {
  // The cast is the one place where a list becomes a map keyed by literal names.
  return Object.freeze(Object.fromEntries(tasks.map((task) => [task.name, task]))) as Indexed<Tasks>;
}

/** Every task there is. Adding one here without a handler in the worker does not compile. */
export const catalogue = index(
  processFile,
  analyzeDeclaration,
  purgeExpired,
  loadCorpusCollection,
  dailySummary,
  weeklySummary,
  dueDateReminders,
  ping,
);

export type Catalogue = typeof catalogue;
export type TaskName = keyof Catalogue;
export type CatalogueTask = Catalogue[TaskName];
export type TaskPayload<Name extends TaskName> = PayloadOf<Catalogue[Name]>;
export type TaskResult<Name extends TaskName> = ResultOf<Catalogue[Name]>;
export type TaskProgress<Name extends TaskName> = ProgressOf<Catalogue[Name]>;

export function isTaskName(name: string): name is TaskName {
  return Object.hasOwn(catalogue, name);
}
