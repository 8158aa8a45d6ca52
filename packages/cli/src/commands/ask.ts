import type { QuestionAnswer } from '@accountia/task-contracts/api';
import { API_HELP, apiClient, urlOption } from '../api-client.ts';
import { defineCommand } from '../command.ts';
import { print, printJson } from '../terminal/output.ts';
import { style } from '../terminal/style.ts';

export const ask = defineCommand({
  usage: '<declaration id> "<question>" [--json]',
  description:
    'Asks about a declaration and prints the answer, in Spanish, with the facts and the law it rests on.\n' +
    API_HELP,
  options: {
    url: urlOption,
    json: { type: 'boolean', description: 'Print the whole answer as the API gives it' },
  },
  words: { min: 2, max: 2 },
  async run({ options, words: [declarationId = '', question = ''] }) {
    const client = await apiClient(options.url);
    const asked = client.declarations.ask(declarationId, question, {
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
