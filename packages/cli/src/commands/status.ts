import { status as servicesStatus } from '@accountia/dev-services';
import { createLogger } from '@accountia/service-kit';
import { createTransport } from '@accountia/task-runtime';
import { defineCommand } from '../command.ts';
import { withDatabaseOf } from '../database.ts';
import { findEnvironment } from '../environment.ts';
import { readStackState, stateDirectory } from '../stack-state.ts';
import { collectStatus } from '../status/collect.ts';
import { describeStatus } from '../status/describe.ts';
import { readQueue } from '../system-environment.ts';
import { print, printJson } from '../terminal/output.ts';

export const status = defineCommand({
  usage: '[--json]',
  description: 'Services and apps of this checkout, queues, active runs, live workers and schedules.',
  options: {
    json: {
      type: 'boolean',
      description: 'Print {services, apps, queue, queues, activeRuns, workers, schedules}',
    },
  },
  async run({ options }) {
    const variables = await findEnvironment(['database', 'queue']);
    const collected = await withDatabaseOf(variables, async (db) => {
      const transport = createTransport(readQueue(variables), createLogger({ app: 'cli', level: 'silent' }));
      try {
        const services = servicesStatus({ stateDirectory: stateDirectory() });
        return await collectStatus({ db, transport, services, apps: readStackState()?.apps ?? {} });
      } finally {
        await transport.close();
      }
    });
    if (options.json) printJson(collected);
    else for (const line of describeStatus(collected, new Date())) print(line);
    return 0;
  },
});
