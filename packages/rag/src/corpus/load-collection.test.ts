import { Readable } from 'node:stream';
import { openTestDatabase, type MigratedTestDatabase } from '@accountia/db/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { retrieve } from '../retrieval/retrieve.ts';
import { loadCollection } from './load-collection.ts';
import { loadCorpus } from './load-corpus.ts';
import type { CorpusFile } from './reading/corpus-file.ts';

const file = (name: string, ...rows: readonly object[]): CorpusFile => ({
  name,
  open: () => Readable.from([Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'))]),
});
const article = (number: string, text: string, more: object = {}) => ({ article: number, title: `Título ${number}`, text, ...more });

describe('loading a collection', () => {
  let database: MigratedTestDatabase;
  beforeEach(async () => {
    database = await openTestDatabase();
  });
  afterEach(async () => {
    await database.dispose();
  });

  const load = (...files: readonly CorpusFile[]) => loadCollection(database.db, { collection: 'ley', files });
  const stored = () =>
    database.db.selectFrom('passages').select(['id', 'body', 'valid_from', 'valid_to']).where('collection', '=', 'ley').orderBy('id').execute();
  const found = async (query: string, year: number) =>
    (await retrieve(database.db, { query, year, limit: 5 })).map((passage) => passage.body);

  test('twice stores it once, and does not read again what did not change', async () => {
    const files = [file('a.jsonl', article('1', 'Guijarros.'), article('2', 'Conchas.'))];
    expect(await load(...files)).toMatchObject({ inserted: 2, unchangedFiles: 0 });
    expect(await load(...files)).toMatchObject({ inserted: 0, updated: 0, unchanged: 2, unchangedFiles: 1 });
    expect(await stored()).toHaveLength(2);
  });

  test('a load that broke in the middle goes on, and nothing is there twice', async () => {
    const rows = Array.from({ length: 450 }, (_, index) => article(String(index + 1), `Norma de guijarros número ${index + 1}.`));
    const stop = new AbortController();
    const broken = loadCollection(database.db, {
      collection: 'ley',
      files: [file('a.jsonl', ...rows)],
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(broken).rejects.toThrow(/abort/i);
    expect(await stored()).toHaveLength(200);
    expect(await load(file('a.jsonl', ...rows))).toMatchObject({ inserted: 250, unchanged: 200 });
    expect(await stored()).toHaveLength(450);
  });

  test('a corrected text replaces the former, which is kept as a version', async () => {
    await load(file('a.jsonl', article('1', 'Guijarros al tres por mil.')));
    expect(await load(file('a.jsonl', article('1', 'Guijarros al cuatro por mil.')))).toMatchObject({ updated: 1 });
    const versions = await database.db.selectFrom('passage_versions').select(['passage_id', 'content']).execute();
    expect(versions).toMatchObject([{ passage_id: 'ley.1', content: { body: 'Guijarros al tres por mil.' } }]);
  });

  test('a rule that begins later closes the one before, and each year sees its own', async () => {
    await load(file('a.jsonl', article('1', 'La tasa de guijarros es del tres por mil.', { validFrom: 2019 })));
    await load(file('a.jsonl', article('1', 'La tasa de guijarros es del cinco por mil.', { validFrom: '2024-01-01' })));
    expect(await stored()).toMatchObject([
      { id: 'ley.1', valid_from: 2024, valid_to: null },
      { id: 'ley.1.v2019', valid_from: 2019, valid_to: 2023 },
    ]);
    expect(await found('tasa de guijarros', 2023)).toEqual(['La tasa de guijarros es del tres por mil.']);
    expect(await found('tasa de guijarros', 2025)).toEqual(['La tasa de guijarros es del cinco por mil.']);
  });

  test('what is gone from the files is gone from answers, other collections stay', async () => {
    await loadCorpus(database.db);
    await load(file('a.jsonl', article('1', 'Guijarros.')), file('b.jsonl', article('2', 'Conchas.')));
    expect(await load(file('a.jsonl', article('1', 'Guijarros.')))).toMatchObject({ removed: 1 });
    expect((await stored()).map((row) => row.id)).toEqual(['ley.1']);
    expect(await loadCorpus(database.db)).toMatchObject({ inserted: 0, updated: 0, removed: 0 });
  });

  test('one article in two files is refused, as is a line that is no passage', async () => {
    await expect(load(file('a.jsonl', article('1', 'A.')), file('b.jsonl', article('1', 'B.')))).rejects.toMatchObject({
      code: 'corpus_invalid',
      details: { files: ['a.jsonl', 'b.jsonl'] },
    });
    await expect(load(file('a.jsonl', article('1', 'A.'), { article: '2' }))).rejects.toMatchObject({
      code: 'corpus_invalid',
      details: { line: 2 },
    });
    await expect(loadCollection(database.db, { collection: 'guide', files: [] })).rejects.toMatchObject({ code: 'corpus_invalid' });
  });

  test('a repealed rule comes after one in force that says the same', async () => {
    await load(
      file('a.jsonl', article('1', 'Registro de guijarros.', { status: 'derogado' }), article('2', 'Registro de guijarros.')),
    );
    const both = await retrieve(database.db, { query: 'registro de guijarros', limit: 5 });
    expect(both.map((passage) => passage.article)).toEqual(['2', '1']);
    const inForce = await retrieve(database.db, { query: 'registro de guijarros', limit: 5, statuses: ['vigente', 'modificado'] });
    expect(inForce.map((passage) => passage.article)).toEqual(['2']);
  });

  test('two processes see what the other loads: the index is of the stored revision', async () => {
    await load(file('a.jsonl', article('1', 'Guijarros del río.')));
    expect(await found('guijarros del río', 2025)).toHaveLength(1);
    // As another process would, past everything this one remembers.
    await database.db.updateTable('passages').set({ body: 'Conchas del mar.', version_hash: 'otra' }).where('id', '=', 'ley.1').execute();
    expect(await found('guijarros del río', 2025)).toEqual([]);
  });
});
