import { openTestDatabase, type MigratedTestDatabase } from '@accountia/db/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findPassages } from './find-passages.ts';
import { loadCorpus } from './load-corpus.ts';
import type { Passage } from './passage.ts';
import { readCorpus } from './read-corpus.ts';

const passage = (id: string, body = 'Texto.'): Passage => ({
  id,
  norm: 'Norma',
  article: '1',
  title: 'Título',
  body,
  topics: ['tema'],
  validFrom: null,
  validTo: null,
  source: 'Fuente',
});

describe('loading the corpus', () => {
  let database: MigratedTestDatabase;
  beforeEach(async () => {
    database = await openTestDatabase();
  });
  afterEach(async () => {
    await database.dispose();
  });

  const storedAt = async (id: string) =>
    (await database.db.selectFrom('passages').select('updated_at').where('id', '=', id).executeTakeFirstOrThrow()).updated_at;

  test('stores every shipped passage, and doing it again touches none', async () => {
    const { length } = await readCorpus();
    expect(await loadCorpus(database.db)).toEqual({ inserted: length, updated: 0, unchanged: 0, removed: 0 });
    const before = await storedAt('et-592');
    expect(await loadCorpus(database.db)).toEqual({ inserted: 0, updated: 0, unchanged: length, removed: 0 });
    expect(await storedAt('et-592')).toEqual(before);
  });

  test('updates what changed, adds what is new and removes what is gone', async () => {
    await loadCorpus(database.db, { passages: [passage('n-1'), passage('n-2'), passage('n-3')] });
    expect(await loadCorpus(database.db, { passages: [passage('n-1'), passage('n-2', 'Otro texto.'), passage('n-4')] })).toEqual({
      inserted: 1,
      updated: 1,
      unchanged: 1,
      removed: 1,
    });
    const rows = await database.db.selectFrom('passages').select(['id', 'body']).orderBy('id').execute();
    expect(rows).toEqual([
      { id: 'n-1', body: 'Texto.' },
      { id: 'n-2', body: 'Otro texto.' },
      { id: 'n-4', body: 'Texto.' },
    ]);
  });

  test('twice at once stores it once', async () => {
    const passages = [passage('n-1'), passage('n-2')];
    const both = await Promise.all([loadCorpus(database.db, { passages }), loadCorpus(database.db, { passages })]);
    expect(both.map((loaded) => loaded.inserted).toSorted()).toEqual([0, 2]);
  });

  test('leaves the stored corpus as it was when it fails halfway', async () => {
    await loadCorpus(database.db, { passages: [passage('n-1')] });
    const unstorable = { ...passage('n-2'), validFrom: 99_999 };
    await expect(loadCorpus(database.db, { passages: [unstorable] })).rejects.toThrow(/out of range/);
    expect(await database.db.selectFrom('passages').select('id').execute()).toEqual([{ id: 'n-1' }]);
  });

  test('lets each year find the version in force, and nothing for a rule it lacks', async () => {
    await loadCorpus(database.db);
    const keys = ['et-314', 'et-336-n5', 'no-such-rule'];
    const in2022 = await findPassages(database.db, keys, 2022);
    const in2025 = await findPassages(database.db, keys, 2025);
    expect([...in2022].map(([key, found]) => [key, found.id])).toEqual([['et-314', 'et-314.v2019']]);
    expect([...in2025].map(([key, found]) => [key, found.id]).toSorted()).toEqual([
      ['et-314', 'et-314'],
      ['et-336-n5', 'et-336-n5'],
    ]);
  });
});
