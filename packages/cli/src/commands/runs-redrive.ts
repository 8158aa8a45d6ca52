import type { DeadRunFilter, Database, RedrivenRun } from '@accountia/db';
import type { Kysely } from 'kysely';
import { defineCommand } from '../command.ts';
import { withDatabase } from '../database.ts';
import { CAUSE_OPTIONS, deadRunFilter } from '../dead-runs.ts';
import { CliError, UsageError } from '../errors.ts';
import { getRun } from '../operator-queries.ts';
import { print, printJson } from '../terminal/output.ts';

/** Each batch is a transaction of its own, so that no other waits long for the rows it locks. */
const BATCH = 500;

export const runsRedrive = defineCommand({
  usage:
    '(<run id> | --all [--task <name>] [--code <code>] [--since <time>] [--organization <name>]) [--json]',
  description:
    'Starts failed runs again, with as many tries as they had at first: one, or all that "runs dead" shows for the same ' +
    'options. Of those about one document or declaration only the newest counts.',
  options: {
    all: { type: 'boolean', description: 'All that match, not one' },
    ...CAUSE_OPTIONS,
    json: { type: 'boolean', description: 'Print {redriven: [{organizationId, id, task}]}' },
  },
  words: { min: 0, max: 1 },
  async run({ options, words }) {
    const [id] = words;
    const { all = false, json = false, ...cause } = options;
    if (all === (id !== undefined)) throw new UsageError('Name one run, or say --all');
    if (id !== undefined && Object.keys(cause).length > 0) {
      throw new UsageError('Options that choose runs go with --all, not with a run id');
    }
    const redriven = await withDatabase(async (db) =>
      id === undefined ? await redriveAll(db, await deadRunFilter(db, cause)) : [await redriveOne(db, id)],
    );
    if (json) printJson({ redriven });
    else
      print(redriven.length === 1 ? '1 run is queued again.' : `${redriven.length} runs are queued again.`);
    return 0;
  },
});

async function redriveOne(db: Kysely<Database>, id: string): Promise<RedrivenRun> {
  const { retryRun } = await import('@accountia/task-runtime');
  const run = await getRun(db, id);
  if (run.state !== 'failed') {
    throw new CliError('run_not_failed', `The run has not failed: it is ${run.state}`, {
      details: { state: run.state },
    });
  }
  await retryRun(db, run.organization_id, run.id);
  return { organizationId: run.organization_id, id: run.id, task: run.task };
}

async function redriveAll(db: Kysely<Database>, filter: DeadRunFilter): Promise<RedrivenRun[]> {
  const [{ redriveDeadRuns }, { sql }] = await Promise.all([
    import('@accountia/task-runtime'),
    import('kysely'),
  ]);
  // What fails again while we are at it is not started a second time. By the clock that says when runs ended.
  const { rows } = await sql<{ until: Date }>`select now() as until`.execute(db);
  const finishedBefore = rows[0]!.until;
  const all: RedrivenRun[] = [];
  for (;;) {
    const { redriven, more } = await redriveDeadRuns(db, { ...filter, finishedBefore }, BATCH);
    all.push(...redriven);
    if (!more) return all;
  }
}
