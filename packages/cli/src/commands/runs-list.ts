import { RUN_STATES, type RunState } from '@accountia/task-contracts/api';
import { defineCommand, wholeNumber } from '../command.ts';
import { withDatabase } from '../database.ts';
import { UsageError } from '../errors.ts';
import { getOrganization, organizationNames } from '../operator-queries.ts';
import { print, printJson } from '../terminal/output.ts';
import { runTable } from '../terminal/run-table.ts';

export const runsList = defineCommand({
  usage: '[--state <state>] [--task <name>] [--organization <name>] [--limit <n>] [--json]',
  description: 'The newest runs of all organizations.',
  options: {
    state: { type: 'string', value: 'state', description: RUN_STATES.join(', ') },
    task: { type: 'string', value: 'name', description: 'Such as exogena.process-file' },
    organization: { type: 'string', value: 'name', description: 'Only those of this organization' },
    limit: { type: 'string', value: 'n', description: 'At most so many, 20 unless given' },
    json: { type: 'boolean', description: 'Print an array of run records' },
  },
  async run({ options }) {
    const limit = wholeNumber('limit', options.limit, 20, 1_000);
    const state = options.state === undefined ? undefined : runStateNamed(options.state);
    const { listRuns } = await import('@accountia/db');
    const { runs, names } = await withDatabase(async (db) => {
      const { task, organization } = options;
      const { items } = await listRuns(db, {
        limit,
        ...(state === undefined ? {} : { state }),
        ...(task === undefined ? {} : { task }),
        ...(organization === undefined
          ? {}
          : { organizationId: (await getOrganization(db, organization)).id }),
      });
      return {
        runs: items,
        names: await organizationNames(
          db,
          items.map((run) => run.organization_id),
        ),
      };
    });
    if (options.json) printJson(runs);
    else if (runs.length === 0) print('There are no such runs.');
    else for (const line of runTable(runs, names, new Date())) print(line);
    return 0;
  },
});

function runStateNamed(text: string): RunState {
  const state = RUN_STATES.find((candidate) => candidate === text);
  if (state === undefined)
    throw new UsageError(`--state must be one of ${RUN_STATES.join(', ')}, not "${text}"`);
  return state;
}
