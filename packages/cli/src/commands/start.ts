import { defineCommand } from '../command.ts';
import { UsageError } from '../errors.ts';
import { APP_NAMES } from '../stack/app-process.ts';
import { runStart } from '../stack/start.ts';

const noWatch = { type: 'boolean', description: 'Do not restart apps when their sources change' } as const;

export const start = defineCommand({
  usage: '[--no-watch]',
  description: 'Brings services and apps up, prints where they are, and keeps them up until Ctrl-C.',
  options: { 'no-watch': noWatch },
  run: ({ options }) => runStart({ watch: options['no-watch'] !== true }),
});

export const app = defineCommand({
  usage: '<api|worker|beat|monitor> [--no-watch]',
  description: 'Brings the services and one app up; this is what "turbo dev" does for each app.',
  options: { 'no-watch': noWatch },
  words: { min: 1, max: 1 },
  run({ options, words }) {
    const name = APP_NAMES.find((known) => known === words[0]);
    if (name === undefined)
      throw new UsageError(`There is no app "${words[0]}"; there are: ${APP_NAMES.join(', ')}`);
    return runStart({ apps: [name], watch: options['no-watch'] !== true });
  },
});
