import { createLogger } from '@accountia/service-kit';
import { createTransport } from '@accountia/task-runtime';
import { type CheckResult, runChecks } from '../checks/check.ts';
import { systemChecks } from '../checks/system-checks.ts';
import { defineCommand, wholeNumber } from '../command.ts';
import { withDatabaseOf } from '../database.ts';
import { findEnvironment } from '../environment.ts';
import { readObjectStore, readQueue } from '../system-environment.ts';
import { formatDuration } from '../terminal/format.ts';
import { print, printJson } from '../terminal/output.ts';
import { style, tick } from '../terminal/style.ts';

export const test = defineCommand({
  usage: '[--timeout <seconds>] [--json]',
  description:
    'Checks PostgreSQL, the queue, the object store and the workers, then sends a ping run all the way.\n' +
    'Exit code 1 when anything fails.',
  options: {
    timeout: {
      type: 'string',
      value: 'seconds',
      description: 'How long the ping run may take, 20 unless given',
    },
    json: { type: 'boolean', description: 'Print {ok, checks}' },
  },
  async run({ options }) {
    const pingTimeoutMs = wholeNumber('timeout', options.timeout, 20, 3_600) * 1_000;
    const variables = await findEnvironment(['database', 'queue', 'object store']);
    const objectStore = readObjectStore(variables);
    // Google's client reads the exception for its proxy from the process itself.
    if (variables['NO_PROXY'] !== undefined) process.env['NO_PROXY'] = variables['NO_PROXY'];
    const results = await withDatabaseOf(variables, async (db) => {
      const transport = createTransport(readQueue(variables), createLogger({ app: 'cli', level: 'silent' }));
      try {
        return await runChecks(systemChecks({ db, transport, objectStore, pingTimeoutMs }), (result) => {
          if (!options.json) show(result);
        });
      } finally {
        await transport.close();
      }
    });
    const ok = results.every((result) => result.ok);
    if (options.json) printJson({ ok, checks: results });
    else print(ok ? style('green', 'Everything works.') : style('red', 'Something does not work.'));
    return ok ? 0 : 1;
  },
});

function show({ name, ok, milliseconds, message, hint }: CheckResult): void {
  print(`${tick(ok)} ${name.padEnd(14)}${formatDuration(milliseconds).padStart(9)}  ${message}`);
  if (hint !== null) print(style('dim', `                           ${hint}`));
}
