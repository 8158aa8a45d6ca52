import type { QuestionAnswer } from '@accountia/task-contracts/api';
import { defineCommand } from '../command.ts';
import { CliError } from '../errors.ts';
import { readLocalCredentials } from '../stack/credentials.ts';
import { readStackState, stateDirectory } from '../stack-state.ts';
import { print, printJson } from '../terminal/output.ts';
import { style } from '../terminal/style.ts';

export const ask = defineCommand({
  usage: '<declaration id> "<question>" [--json]',
  description:
    'Asks about a declaration and prints the answer, in Spanish, with the facts and the law it rests on.\n' +
    'The API is --url, else ACCOUNTIA_API_URL, else that of "npm start" here; the key is ACCOUNTIA_API_KEY, else the local one.',
  options: {
    url: {
      type: 'string',
      value: 'address',
      description: 'Where the API answers, such as http://127.0.0.1:3000',
    },
    json: { type: 'boolean', description: 'Print the whole answer as the API gives it' },
  },
  words: { min: 2, max: 2 },
  async run({ options, words: [declarationId = '', question = ''] }) {
    const baseUrl = options.url ?? process.env['ACCOUNTIA_API_URL'] ?? readStackState()?.apps['api']?.url;
    if (!baseUrl) {
      throw new CliError(
        'api_unknown',
        'No API runs here. Start it with "npm start", or say where it is: --url or ACCOUNTIA_API_URL',
      );
    }
    const apiKey = process.env['ACCOUNTIA_API_KEY'] || readLocalCredentials(stateDirectory())?.apiKey;
    if (!apiKey) {
      throw new CliError('api_key_unknown', 'No key: set ACCOUNTIA_API_KEY to one that "keys create" made');
    }
    const { createClient } = await import('@accountia/sdk');
    const asked = createClient({ baseUrl, apiKey }).declarations.ask(declarationId, question, {
      onText: (text) => {
        if (!options.json) process.stdout.write(text);
      },
    });
    const answer = await asked.answer();
    if (options.json) printJson(answer);
    else for (const line of sourceLines(answer)) print(line);
    return 0;
  },
});

function sourceLines({ facts, citations, notes, generator }: QuestionAnswer): string[] {
  const author = generator.kind === 'rules' ? 'reglas' : `${generator.provider}/${generator.model}`;
  return [
    '',
    ...notes.map(({ message }) => style('yellow', message)),
    '',
    style('bold', `Fuentes (${author})`),
    ...citations.map(({ ref, norm, article, title }) => `  ${ref.padEnd(4)}${norm}, ${article}: ${title}`),
    ...facts.map(({ ref, text, kind, id }) => `  ${ref.padEnd(4)}${text} ${style('dim', `${kind} ${id}`)}`),
  ];
}
