import path from 'node:path';
import type { Evaluation, RetrievalDependencies } from '@accountia/rag';
import { defineCommand } from '../command.ts';
import { findSearchModels } from '../corpus/search-models.ts';
import { withCorpus } from '../corpus/with-corpus.ts';
import { locate } from '../report/locate.ts';
import { print, printJson } from '../terminal/output.ts';
import { table } from '../terminal/table.ts';

const DEPTH = 10;

interface Measured {
  readonly set: string;
  readonly search: string;
  readonly evaluation: Evaluation;
}

export const corpusEval = defineCommand({
  usage: '[--questions <file>] [--json]',
  description:
    'Asks questions whose articles are known and prints how well they are found, beside plain BM25 with Spanish stemming.\n' +
    'With AI_EMBEDDING_MODEL set and the corpus embedded, also by meaning.\n' +
    'It measures what is loaded: load the whole statute first (corpus load), for the questions are about all of it.\n' +
    'A line of the file is {"id", "question", "articles"} and, when known, year and split (dev or test).',
  options: {
    questions: {
      type: 'string',
      value: 'file',
      description: 'The questions; those that ship with the program unless given',
    },
    json: { type: 'boolean', description: 'Print an array of {set, search, evaluation}' },
  },
  async run({ options }) {
    const { createPlainSearch, evaluate, readQuestions, retrieve, SHIPPED_QUESTIONS } =
      await import('@accountia/rag');
    const files = options.questions === undefined ? SHIPPED_QUESTIONS : [locate(options.questions)];
    const sets = await Promise.all(
      files.map(async (file) => ({ file, questions: await readQuestions(file) })),
    );
    const measured = await withCorpus([], async (db, variables) => {
      const search = await findSearchModels(db, variables);
      const plain = await createPlainSearch(db, DEPTH);
      const results: Measured[] = [];
      for (const { file, questions } of sets) {
        const splits = Map.groupBy(questions, ({ split }) => (split === undefined ? '' : ` (${split})`));
        for (const [split, ofSplit] of splits) {
          const set = `${path.basename(file)}${split}`;
          results.push({ set, search: 'plain BM25', evaluation: await evaluate(ofSplit, plain) });
          const ours = (dependencies: RetrievalDependencies) =>
            evaluate(ofSplit, async ({ question, year }) => {
              const request = {
                query: question,
                limit: DEPTH,
                distinctArticles: true,
                ...(year === undefined ? {} : { year }),
              };
              return (await retrieve(db, request, dependencies)).map(({ article }) => article);
            });
          results.push({ set, search: 'ours', evaluation: await ours({}) });
          if (search !== null) {
            const byMeaning = `ours, ${search.models.embedding.modelId}`;
            results.push({ set, search: byMeaning, evaluation: await ours(search) });
          }
        }
      }
      return results;
    });
    if (options.json) printJson(measured);
    else for (const line of table(COLUMNS, measured.map(toRow))) print(line);
    return 0;
  },
});

const COLUMNS = [
  'Questions',
  'Search',
  'Answerable',
  'Recall@5',
  'Recall@10',
  'MRR',
  'nDCG@10',
  'Refused',
  'p50 ms',
  'p99 ms',
].map((title) => ({ title }));

function toRow({ set, search, evaluation }: Measured): string[] {
  const { latencyMs } = evaluation;
  const shares = [
    evaluation.recallAt5,
    evaluation.recallAt10,
    evaluation.meanReciprocalRank,
    evaluation.ndcgAt10,
  ];
  return [
    set,
    search,
    String(evaluation.questions),
    ...shares.map((share) => share.toFixed(3)),
    `${evaluation.refused} of ${evaluation.unanswerable}`,
    latencyMs.p50.toFixed(1),
    latencyMs.p99.toFixed(1),
  ];
}
