import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { defineCommand } from '../command.ts';
import { CliError, UsageError } from '../errors.ts';
import { requestStop, stateDirectory } from '../stack-state.ts';
import { askYes } from '../terminal/ask.ts';
import { print, printError } from '../terminal/output.ts';

/** At least one of these is in every state directory that was ever used. */
const SIGNS = ['secrets.json', 'services.json', 'stack.json', 'lock.sqlite', 'credentials.json'];

export const clean = defineCommand({
  usage: '[--yes]',
  description:
    'Stops the apps and services that run here and deletes all their data: database, queue, files and logs.',
  options: { yes: { type: 'boolean', short: 'y', description: 'Do not ask' } },
  async run({ options }) {
    const directory = stateDirectory();
    if (!existsSync(directory)) {
      print('There is nothing to clean.');
      return 0;
    }
    // The directory can be set from outside: a slip there must not delete somebody's home.
    if (
      path.basename(directory) !== '.data' &&
      !SIGNS.some((name) => existsSync(path.join(directory, name)))
    ) {
      throw new CliError(
        'not_a_state_directory',
        `${directory} does not look like ours; delete it by hand if you are sure`,
      );
    }
    if (!options.yes) {
      if (!process.stdin.isTTY)
        throw new UsageError('This deletes data: say --yes when there is no terminal to ask on');
      if (!(await askYes(`Delete all data in ${directory}?`))) {
        print('Nothing was deleted.');
        return 1;
      }
    }
    if (await requestStop()) printError('The apps have stopped.');
    const services = await import('@accountia/dev-services');
    for (const stack of stacksIn(directory))
      await services.clean({ stateDirectory: stack, onLog: printError });
    rmSync(directory, { recursive: true, force: true });
    print(`Deleted ${directory}.`);
    return 0;
  },
});

/** The directory itself and the stacks of tests, which live in folders of it. */
function stacksIn(directory: string): string[] {
  const inside = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(directory, entry.name, 'secrets.json')))
    .map((entry) => path.join(directory, entry.name));
  return [...inside, directory];
}
