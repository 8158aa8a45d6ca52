import { defineCommand } from '../command.ts';
import { CliError } from '../errors.ts';
import { readStackState } from '../stack-state.ts';
import { formatDuration } from '../terminal/format.ts';
import { print, printJson } from '../terminal/output.ts';
import { tick } from '../terminal/style.ts';

export const health = defineCommand({
  usage: '[--url <address>] [--json]',
  description:
    'Asks the API how it and its dependencies are. Exit code 0 when all is well, 1 when something is not.\n' +
    'The address is --url, else ACCOUNTIA_API_URL, else that of the API that "npm start" runs here.',
  options: {
    url: {
      type: 'string',
      value: 'address',
      description: 'Where the API answers, such as http://127.0.0.1:3000',
    },
    json: { type: 'boolean', description: 'Print the answer of the API' },
  },
  async run({ options }) {
    const baseUrl = options.url ?? process.env['ACCOUNTIA_API_URL'] ?? readStackState()?.apps['api']?.url;
    if (!baseUrl) {
      throw new CliError(
        'api_unknown',
        'No API runs here. Start it with "npm start", or say where it is: --url or ACCOUNTIA_API_URL',
      );
    }
    const { getHealth } = await import('@accountia/sdk');
    const answer = await getHealth({ baseUrl, timeoutMs: 10_000, maxRetries: 0 });
    if (options.json) printJson(answer);
    else {
      print(
        `${tick(answer.status === 'ok')} ${answer.app} ${answer.version} at ${baseUrl}: ${answer.status}`,
      );
      for (const { name, ok, latencyMs, message } of answer.dependencies) {
        print(
          `  ${tick(ok)} ${name.padEnd(14)}${formatDuration(latencyMs)}${message === null ? '' : `  ${message}`}`,
        );
      }
    }
    return answer.status === 'ok' ? 0 : 1;
  },
});
