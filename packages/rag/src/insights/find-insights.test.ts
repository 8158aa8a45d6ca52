import { openTestDatabase, type MigratedTestDatabase } from '@accountia/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCorpus } from '../corpus/load-corpus.ts';
import { readCorpus } from '../corpus/read-corpus.ts';
import { declaration, EVERYTHING } from '../testing/declarations.ts';
import { draftInsights, findInsights } from './find-insights.ts';

describe('insights with their law', () => {
  let database: MigratedTestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(async () => {
    await database.dispose();
  });

  test.each([2021, 2022, 2023, 2024, 2025])(
    'none is lost with the shipped corpus in %i, and every citation exists',
    async (year) => {
      await loadCorpus(database.db);
      const input = declaration(EVERYTHING, { year });
      const { insights, withoutSupport } = await findInsights(database.db, input);
      expect(withoutSupport).toEqual([]);
      expect(insights).toHaveLength(draftInsights(input).length);
      expect(insights.filter((insight) => insight.citations.length === 0)).toEqual([]);
      const stored = await database.db.selectFrom('passages').select(['id', 'article']).execute();
      const articles = new Map(stored.map(({ id, article }) => [id, article]));
      const cited = insights.flatMap((insight) => insight.citations);
      expect(cited.filter(({ passageId, article }) => articles.get(passageId) !== article)).toEqual([]);
    },
  );

  test('one whose law is not stored is withheld and told', async () => {
    await loadCorpus(database.db, {
      passages: (await readCorpus()).filter((passage) => passage.id !== 'et-277'),
    });
    const { insights, withoutSupport } = await findInsights(database.db, declaration(EVERYTHING));
    expect(withoutSupport.map((draft) => draft.code)).toEqual(['property_valued_twice']);
    expect(insights.map((insight) => insight.code)).not.toContain('property_valued_twice');
  });
});
