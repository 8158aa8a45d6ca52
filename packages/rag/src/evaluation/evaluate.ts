import type { EvaluationQuestion } from './questions.ts';

/** The articles that a way of searching finds for a question, best first. */
export type ArticleSearch = (question: EvaluationQuestion) => Promise<readonly string[]>;

export interface Evaluation {
  /** Questions that have an answer. */
  readonly questions: number;
  /** Mean share of the right articles among the first 5 and 10. */
  readonly recallAt5: number;
  readonly recallAt10: number;
  /** Mean of 1 / place of the first right article; 0 when it is not among the first 10. */
  readonly meanReciprocalRank: number;
  /** Of the first 10, each right article counting alike. */
  readonly ndcgAt10: number;
  /** Questions without an answer, and how many of them were answered with nothing. */
  readonly unanswerable: number;
  readonly refused: number;
  readonly latencyMs: { readonly p50: number; readonly p99: number };
}

const DEPTH = 10;
const WARM_UP = 30;

/** Asks every question and measures the answers. */
export async function evaluate(
  questions: readonly EvaluationQuestion[],
  search: ArticleSearch,
): Promise<Evaluation> {
  // A serving process is warm: what a first question waits for (reading the index, compiling) is no property of the others.
  for (const question of questions.slice(0, WARM_UP)) await search(question);
  const times: number[] = [];
  const sums = { recallAt5: 0, recallAt10: 0, reciprocal: 0, ndcg: 0 };
  let answerable = 0;
  let refused = 0;
  for (const question of questions) {
    const started = performance.now();
    const found = [...new Set(await search(question))].slice(0, DEPTH);
    times.push(performance.now() - started);
    if (question.articles.length === 0) {
      if (found.length === 0) refused += 1;
      continue;
    }
    answerable += 1;
    sums.recallAt5 += recall(question.articles, found.slice(0, 5));
    sums.recallAt10 += recall(question.articles, found);
    const first = found.findIndex((article) => question.articles.includes(article));
    sums.reciprocal += first < 0 ? 0 : 1 / (first + 1);
    sums.ndcg += ndcg(question.articles, found);
  }
  const mean = (sum: number) => (answerable === 0 ? 0 : sum / answerable);
  return {
    questions: answerable,
    recallAt5: mean(sums.recallAt5),
    recallAt10: mean(sums.recallAt10),
    meanReciprocalRank: mean(sums.reciprocal),
    ndcgAt10: mean(sums.ndcg),
    unanswerable: questions.length - answerable,
    refused,
    latencyMs: { p50: quantile(times, 0.5), p99: quantile(times, 0.99) },
  };
}

function recall(right: readonly string[], found: readonly string[]): number {
  return right.filter((article) => found.includes(article)).length / right.length;
}

function ndcg(right: readonly string[], found: readonly string[]): number {
  const gain = (place: number) => 1 / Math.log2(place + 2);
  const got = found.reduce((sum, article, place) => sum + (right.includes(article) ? gain(place) : 0), 0);
  const ideal = right.slice(0, DEPTH).reduce((sum, _article, place) => sum + gain(place), 0);
  return got / ideal;
}

/** The value that so many of them do not exceed. */
function quantile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((first, second) => first - second);
  return ordered[Math.min(ordered.length - 1, Math.ceil(share * ordered.length) - 1)] ?? 0;
}
