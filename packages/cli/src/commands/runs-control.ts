import { defineCommand } from '../command.ts';
import { withDatabase } from '../database.ts';
import { CliError } from '../errors.ts';
import { getRun } from '../operator-queries.ts';
import { print, printJson } from '../terminal/output.ts';

const JSON_OPTION = { json: { type: 'boolean', description: 'Print the run record' } } as const;

export const runsRetry = defineCommand({
  usage: '<run id> [--json]',
  description: 'Starts a failed, cancelled or expired run again, with as many tries as it had at first.',
  options: JSON_OPTION,
  words: { min: 1, max: 1 },
  async run({ options, words }) {
    const { retryRun } = await import('@accountia/task-runtime');
    const answer = await withDatabase(async (db) => {
      const run = await getRun(db, words[0]!);
      return await retryRun(db, run.organization_id, run.id);
    });
    if (answer === null) throw new CliError('run_not_found', `There is no run ${words[0]}`);
    const { outcome, run } = answer;
    if (outcome === 'completed')
      throw new CliError('run_completed', 'The run has completed: there is nothing to repeat');
    if (outcome === 'not-finished')
      throw new CliError('run_not_finished', `The run has not finished: it is ${run.state}`);
    if (options.json) printJson(run);
    else print(`Run ${run.id} is queued again.`);
    return 0;
  },
});

export const runsCancel = defineCommand({
  usage: '<run id> [--json]',
  description: 'Asks a run to stop: at once when nobody works on it, else as soon as its worker hears of it.',
  options: JSON_OPTION,
  words: { min: 1, max: 1 },
  async run({ options, words }) {
    const { requestCancel } = await import('@accountia/db');
    const run = await withDatabase(async (db) => {
      const found = await getRun(db, words[0]!);
      return (await requestCancel(db, found.organization_id, found.id)) ?? found;
    });
    if (run.state !== 'cancelled' && run.finished_at !== null) {
      throw new CliError('run_finished', `The run has finished already: it is ${run.state}`, {
        details: { state: run.state },
      });
    }
    if (options.json) printJson(run);
    else
      print(run.state === 'cancelled' ? `Run ${run.id} is cancelled.` : `Run ${run.id} was asked to stop.`);
    return 0;
  },
});
