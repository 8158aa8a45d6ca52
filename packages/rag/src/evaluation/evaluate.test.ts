import { describe, expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import { readQuestions, SHIPPED_QUESTIONS } from './questions.ts';

describe('measuring answers', () => {
  test('recall, reciprocal rank and gain of known answers', async () => {
    const answers: Record<string, string[]> = {
      first: ['1', '2'],
      third: ['9', '8', '1'],
      none: ['9'],
      outside: [],
    };
    const questions = [
      { id: 'a', question: 'first', articles: ['1', '3'] },
      { id: 'b', question: 'third', articles: ['1'] },
      { id: 'c', question: 'none', articles: ['1'] },
      { id: 'd', question: 'outside', articles: [] },
    ];
    const { latencyMs: _latency, ...measured } = await evaluate(
      questions,
      async ({ question }) => answers[question]!,
    );
    expect(measured).toEqual({
      questions: 3,
      recallAt5: 0.5,
      recallAt10: 0.5,
      meanReciprocalRank: (1 + 1 / 3) / 3,
      ndcgAt10: expect.closeTo((1 / (1 + 1 / Math.log2(3)) + 0.5) / 3, 10),
      unanswerable: 1,
      refused: 1,
    });
  });

  test('the questions that ship can be read, and each has an id of its own', async () => {
    const questions = (await Promise.all(SHIPPED_QUESTIONS.map(readQuestions))).flat();
    expect(questions.length).toBeGreaterThanOrEqual(120);
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
  });
});
