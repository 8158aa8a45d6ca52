import { defineCommand } from '../command.ts';
import { withDatabase } from '../database.ts';
import { print, printJson } from '../terminal/output.ts';

export const migrate = defineCommand({
  usage: '[--json]',
  description:
    'Runs the migrations that the database lacks. Safe to repeat, and to run from several places at once.',
  options: { json: { type: 'boolean', description: 'Print {migrated: [names]}' } },
  async run({ options }) {
    const db = await import('@accountia/db');
    const migrated = await withDatabase((connection) => db.migrate(connection));
    if (options.json) printJson({ migrated });
    else if (migrated.length === 0) print('The schema is up to date.');
    else for (const name of migrated) print(`Migrated: ${name}`);
    return 0;
  },
});
