import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const question = z.strictObject({
  id: z.string().regex(/^q\d{3}$/),
  question: z.string().min(8).max(200),
  articles: z.array(z.string().regex(/^[1-9]\d*(-\d+)?$/)),
  topic: z.string().regex(/^[a-z0-9-]+$/),
  split: z.enum(['dev', 'test', 'held-out', 'sampled', 'sampled-2-first', 'sampled-2-second']),
});

describe('the evaluation questions', async () => {
  const text = await readFile(new URL('../../evaluation/questions.jsonl', import.meta.url), 'utf8');
  const questions = text
    .trimEnd()
    .split('\n')
    .map((line) => question.parse(JSON.parse(line)));
  const answerable = questions.filter(({ articles }) => articles.length > 0);

  test('each have their own id and their own words', () => {
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
    expect(new Set(questions.map((entry) => entry.question.toLowerCase())).size).toBe(questions.length);
  });

  test('name each answering article once', () => {
    const repeated = questions.filter(({ articles }) => new Set(articles).size !== articles.length);
    expect(repeated).toEqual([]);
  });

  test('are enough to measure with, in halves that can be tuned on and judged by', () => {
    const halves = answerable.filter(({ split }) => split === 'dev' || split === 'test');
    expect(halves.length).toBeGreaterThanOrEqual(120);
    for (const split of ['dev', 'test']) {
      const half = halves.filter((entry) => entry.split === split);
      expect(half.length / halves.length).toBeGreaterThan(0.4);
    }
  });

  test('are followed by some that nobody has tuned on', () => {
    expect(answerable.filter((entry) => entry.split === 'held-out').length).toBeGreaterThanOrEqual(40);
  });

  test('are followed by two halves about articles drawn at random', () => {
    for (const split of ['sampled-2-first', 'sampled-2-second'])
      expect(answerable.filter((entry) => entry.split === split)).toHaveLength(40);
  });

  test('include some that the Estatuto Tributario does not answer', () => {
    expect(questions.length - answerable.length).toBeGreaterThanOrEqual(10);
  });
});
