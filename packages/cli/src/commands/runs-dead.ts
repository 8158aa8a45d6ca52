import type { DeadRunCause } from '@accountia/db';
import { defineCommand, wholeNumber } from '../command.ts';
import { withDatabase } from '../database.ts';
import { CAUSE_OPTIONS, deadRunFilter } from '../dead-runs.ts';
import { organizationNames } from '../operator-queries.ts';
import { formatTime } from '../terminal/format.ts';
import { print, printJson } from '../terminal/output.ts';
import { runTable } from '../terminal/run-table.ts';
import { style } from '../terminal/style.ts';
import { table } from '../terminal/table.ts';

export const runsDead = defineCommand({
  usage: '[--task <name>] [--code <code>] [--since <time>] [--organization <name>] [--limit <n>] [--json]',
  description:
    'Runs that failed for good, by what ended them and then the newest one by one. Those that were given up although their ' +
    'error might pass are in quarantine: nothing starts them again but "runs retry" and "runs redrive".',
  options: {
    ...CAUSE_OPTIONS,
    limit: { type: 'string', value: 'n', description: 'List at most so many, 20 unless given' },
    json: { type: 'boolean', description: 'Print {causes, runs}' },
  },
  async run({ options }) {
    const limit = wholeNumber('limit', options.limit, 20, 1_000);
    const { countDeadRuns, listRuns } = await import('@accountia/db');
    const { causes, runs, names } = await withDatabase(async (db) => {
      const filter = await deadRunFilter(db, options);
      const { items } = await listRuns(db, { ...filter, state: 'failed', limit });
      const owners = items.map((run) => run.organization_id);
      return {
        causes: await countDeadRuns(db, filter),
        runs: items,
        names: await organizationNames(db, owners),
      };
    });
    if (options.json) {
      printJson({ causes, runs });
      return 0;
    }
    if (runs.length === 0) {
      print('There are no such runs.');
      return 0;
    }
    for (const line of causeTable(causes)) print(line);
    print();
    print(style('bold', 'Newest'));
    for (const line of runTable(runs, names, new Date())) print(line);
    return 0;
  },
});

function causeTable(causes: readonly DeadRunCause[]): string[] {
  const columns = [
    { title: 'Runs', align: 'right' as const },
    ...['Task', 'Error', 'Quarantine', 'Organizations', 'First', 'Last'].map((title) => ({ title })),
  ];
  return table(
    columns,
    causes.map((cause) => [
      String(cause.runs),
      cause.task,
      cause.errorCode,
      cause.quarantineReason ?? '',
      String(cause.organizations),
      formatTime(cause.firstAt),
      formatTime(cause.lastAt),
    ]),
  );
}
