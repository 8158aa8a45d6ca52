import { defineCommand } from '../command.ts';
import { serviceLines } from '../terminal/service-lines.ts';
import { stateDirectory } from '../stack-state.ts';
import { print, printError, printJson } from '../terminal/output.ts';

export const up = defineCommand({
  usage: '[--env | --json]',
  description:
    'Starts PostgreSQL, Redis and the object store here and leaves them up until "down". Safe to repeat.',
  options: {
    env: { type: 'boolean', description: 'Print NAME=value lines for the applications, passwords included' },
    json: { type: 'boolean', description: 'Print {environment, notes}, passwords included' },
  },
  async run({ options }) {
    const services = await import('@accountia/dev-services');
    const { environment, notes } = await services.up({ stateDirectory: stateDirectory(), onLog: printError });
    if (options.json) printJson({ environment, notes });
    else if (options.env) for (const [name, value] of Object.entries(environment)) print(`${name}=${value}`);
    else for (const note of notes) print(note);
    return 0;
  },
});

export const down = defineCommand({
  usage: '',
  description: 'Stops PostgreSQL, Redis and the object store, whoever uses them. Their data stays.',
  options: {},
  async run() {
    const services = await import('@accountia/dev-services');
    await services.down({ stateDirectory: stateDirectory(), onLog: printError });
    print('No service runs.');
    return 0;
  },
});

export const services = defineCommand({
  usage: '[--json]',
  description:
    'Shows which services run here, and where. Exit code 3 when none does, as with service managers.',
  options: { json: { type: 'boolean', description: 'Print the status record' } },
  async run({ options }) {
    const { status } = await import('@accountia/dev-services');
    const stack = status({ stateDirectory: stateDirectory() });
    if (options.json) printJson(stack);
    else for (const line of serviceLines(stack)) print(line);
    return stack.running ? 0 : 3;
  },
});
