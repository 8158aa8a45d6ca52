import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { RagError } from '../errors.ts';

const question = z.object({
  id: z.string().min(1),
  question: z.string().min(1),
  /** Bare numbers of the articles that answer; none when the law does not. */
  articles: z.array(z.string().min(1)),
  year: z.number().int().optional(),
  /** `dev` to tune on, `test` only to judge; the others were written before anybody saw what they find. */
  split: z.enum(['dev', 'test', 'held-out', 'sampled', 'sampled-2-first', 'sampled-2-second']).optional(),
});

export type EvaluationQuestion = z.output<typeof question>;

/** The sets of questions that ship with the program. */
export const SHIPPED_QUESTIONS: readonly string[] = ['questions.jsonl', 'whole-estatuto.jsonl'].map((name) =>
  fileURLToPath(new URL(`../../evaluation/${name}`, import.meta.url)),
);

/** One question a line. Throws RagError `corpus_source_missing` or `corpus_invalid` with the number of the line. */
export async function readQuestions(path: string): Promise<EvaluationQuestion[]> {
  const content = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new RagError('corpus_source_missing', `There is no file ${path}.`, { path }, error);
  });
  return content.split('\n').flatMap((text, index) => {
    if (text.trim() === '') return [];
    const parsed = question.safeParse(parseJson(text));
    if (parsed.success) return [parsed.data];
    throw new RagError(
      'corpus_invalid',
      `Line ${index + 1} of ${path} is not a question, correct it: ${z.prettifyError(parsed.error)}`,
      { path, line: index + 1 },
    );
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The schema says what is wrong with it, as with any other line that is no question.
    return text;
  }
}
