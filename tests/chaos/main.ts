import path from 'node:path';
import { type CommandOptions, HELP, readOptions, UsageError } from './options.ts';
import { reportLines } from './report.ts';
import { runChaos } from './run.ts';

const STATE_DIRECTORY = path.resolve(import.meta.dirname, '../../.data/chaos');
/** What a backlog of the whole run may need to be worked off. */
const SETTLE_WITHIN_MS = 300_000;

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else await run(options);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n${HELP}`);
  process.exitCode = 2;
}

async function run(options: CommandOptions): Promise<void> {
  const startedAt = performance.now();
  const say = (line: string) => {
    if (options.quiet) return;
    console.log(`${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(7)} s  ${line}`);
  };
  const outcome = await runChaos({
    ...options,
    directory: STATE_DIRECTORY,
    settleWithinMs: SETTLE_WITHIN_MS,
    onLog: say,
  });
  console.log(reportLines(outcome).join('\n'));
  process.exitCode = outcome.violations.length === 0 ? 0 : 1;
}
