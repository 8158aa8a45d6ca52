import { describe, expect, test } from 'vitest';
import { indexPassages, type IndexedPassage } from './corpus-index.ts';
import { rankLexically, topPositions } from './lexical/rank.ts';
import { hasSubjects, subjectsByArticle } from './subject-index.ts';
import { understandQuery } from './understand-query.ts';

const passage = (norm: string, article: string, title: string, body: string): IndexedPassage => ({
  id: `${norm}.${article}`,
  collection: 'law',
  norm,
  article,
  title,
  body,
  topics: [],
  source: norm,
  status: 'vigente',
  validFrom: null,
  validTo: null,
  heading: null,
  chunks: [],
});

const best = async (norm: string) => {
  const index = await indexPassages(
    'test',
    [
      passage(norm, '791', 'Pagos', 'No se reconocen los pagos de este artículo.'),
      passage(norm, '658', 'Incumplimiento', 'Se ampliará el término hasta por un mes.'),
    ],
    [[], []],
  );
  const { scores } = rankLexically(index, understandQuery('rompí los sellos de la puerta'), () => true);
  return topPositions(scores, 1).map((position) => index.passages[position]!.article);
};

describe('the subject index', () => {
  test('has words for most of the statute, and no figures that change with the years', async () => {
    const subjects = await subjectsByArticle();
    expect(subjects.size).toBeGreaterThan(1_000);
    const figures = [...subjects].filter(([, written]) => /\d ?%|\bUVT \d|\d[\d.]* ?UVT|\$/.test(written));
    expect(figures).toEqual([]);
  });

  test('finds an article of the statute by words that the law does not use', async () => {
    expect(await best('Estatuto Tributario')).toEqual(['658']);
  });

  test('says nothing of an article with the same number in another law', async () => {
    expect(await best('Código de Comercio')).toEqual([]);
    expect(hasSubjects('Estatuto Tributario de Bogotá')).toBe(false);
  });
});
