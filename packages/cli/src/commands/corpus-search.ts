import { readFile } from 'node:fs/promises';
import type { RetrievedPassage } from '@accountia/rag';
import { defineCommand, wholeNumber } from '../command.ts';
import { findSearchModels } from '../corpus/search-models.ts';
import { withCorpus } from '../corpus/with-corpus.ts';
import { CliError, UsageError } from '../errors.ts';
import { locate } from '../report/locate.ts';
import { print, printJson } from '../terminal/output.ts';

const LONGEST_QUERY = 500;

export const corpusSearch = defineCommand({
  usage: '<question> | --batch <file> [--k <number>] [--year <year>] [--json]',
  description:
    'Finds the articles that answer a question in Spanish, best first, each once. Nothing is found when the corpus does not answer.\n' +
    'By words, and by meaning as well when AI_EMBEDDING_MODEL is set and the corpus is embedded (corpus embed).\n' +
    'With --batch every line of the file is a question, and every line of the answer an array of {source, article, title, score, text}.',
  options: {
    k: {
      type: 'string',
      value: 'number',
      description: 'How many articles at most: 10 unless given, up to 50',
    },
    year: { type: 'string', value: 'year', description: 'Only law in force in this taxable year' },
    batch: {
      type: 'string',
      value: 'file',
      description: 'A file with a question on each line, - for standard input',
    },
    json: { type: 'boolean', description: 'Print an array of {source, article, title, score, text}' },
  },
  words: { min: 0, max: 100 },
  async run({ options, words }) {
    const limit = wholeNumber('k', options.k, 10, 50);
    const year = options.year === undefined ? undefined : wholeNumber('year', options.year, 0, 2_200);
    const question = words.join(' ');
    if ((options.batch === undefined) === (question.trim() === '')) {
      throw new UsageError('Give either a question or --batch with a file');
    }
    const questions = options.batch === undefined ? [question] : await readLines(options.batch);
    await withCorpus([], async (db, variables) => {
      const { retrieve } = await import('@accountia/rag');
      const search = (await findSearchModels(db, variables)) ?? {};
      for (const each of questions) {
        const query = each.slice(0, LONGEST_QUERY);
        const found =
          query.trim() === ''
            ? []
            : await retrieve(
                db,
                { query, limit, distinctArticles: true, ...(year === undefined ? {} : { year }) },
                search,
              );
        if (options.batch !== undefined) print(JSON.stringify(found.map(toAnswer)));
        else if (options.json) printJson(found.map(toAnswer));
        else printForReading(found);
      }
    });
    return 0;
  },
});

function toAnswer({ source, article, title, score, body }: RetrievedPassage) {
  return { source, article, title, score, text: body };
}

function printForReading(found: readonly RetrievedPassage[]): void {
  if (found.length === 0) print('The corpus does not answer this question.');
  for (const passage of found) {
    print(
      `${passage.norm} ${passage.article} · ${passage.title}${passage.part === null ? '' : ` (${passage.part})`}`,
    );
    print(`  ${passage.body.replace(/\s+/g, ' ').slice(0, 300)}`);
  }
}

async function readLines(file: string): Promise<string[]> {
  const content = file === '-' ? await readStandardInput() : await readNamed(locate(file));
  const lines = content.split(/\r?\n/);
  // The end of the last line is not one more question; empty lines between are, so that answers keep their places.
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

async function readNamed(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new CliError('file_not_found', `There is no file ${file}`, { details: { file }, cause: error });
  }
}

async function readStandardInput(): Promise<string> {
  const { text } = await import('node:stream/consumers');
  return await text(process.stdin);
}
