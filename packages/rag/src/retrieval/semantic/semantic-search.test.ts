import { Readable } from 'node:stream';
import { openTestDatabase, type MigratedTestDatabase } from '@accountia/db/testing';
import { MockEmbeddingModelV4, MockRerankingModelV4 } from 'ai/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCollection } from '../../corpus/load-collection.ts';
import { passagesOf } from '../../corpus/database.ts';
import { retrieve } from '../retrieve.ts';
import { openVectorStore } from './pgvector-store.ts';
import { embedCorpus } from './embed-corpus.ts';
import { createReranker } from './reranker.ts';
import { createSemanticSearch } from './semantic-search.ts';
import type { VectorStore } from './vector-store.ts';

/** A model that knows of two subjects only: whatever is of the sea, and whatever is not. */
const OF_THE_SEA = /mar|conchas|playa/i;
const embedding = new MockEmbeddingModelV4({
  doEmbed: async ({ values }) => ({
    embeddings: values.map((value) => (OF_THE_SEA.test(value) ? [1, 0] : [0, 1])),
    warnings: [],
  }),
});
const broken = new MockEmbeddingModelV4({
  doEmbed: async () => {
    throw new Error('the provider is down');
  },
});

const lazy = <Model>(model: Model) => ({
  provider: 'mock',
  modelId: 'mock',
  load: () => Promise.resolve(model),
});

describe('searching by meaning besides words', () => {
  let database: MigratedTestDatabase;
  let store: VectorStore;
  beforeAll(async () => {
    database = await openTestDatabase();
    const rows = [
      { article: '1', title: 'Conchas', text: 'Se registran.' },
      { article: '2', title: 'Guijarros', text: 'Se registran en la alcaldía.' },
    ];
    await loadCollection(database.db, {
      collection: 'ley',
      files: [
        {
          name: 'a.jsonl',
          open: () => Readable.from([Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'))]),
        },
      ],
    });
    store = await openVectorStore(passagesOf(database.db));
  });
  afterAll(async () => {
    await database.dispose();
  });
  const semantic = (model: MockEmbeddingModelV4, failures: unknown[] = []) =>
    createSemanticSearch({
      model: lazy(model),
      openStore: () => Promise.resolve(store),
      onFailure: (error) => failures.push(error),
    });

  test('every chunk is embedded once, and not again', async () => {
    const run = { model: lazy(embedding), store };
    expect(await embedCorpus(database.db, run)).toMatchObject({
      chunks: 2,
      known: 0,
      embedded: 2,
      pruned: 0,
    });
    expect(await embedCorpus(database.db, run)).toMatchObject({
      chunks: 2,
      known: 2,
      embedded: 0,
      tokens: 0,
    });
  });

  test('a question in other words than the law is answered by its meaning', async () => {
    const query = 'lo que recogí en la playa';
    expect(await retrieve(database.db, { query, limit: 5 })).toEqual([]);
    const found = await retrieve(database.db, { query, limit: 1 }, { semantic: semantic(embedding) });
    expect(found.map(({ article }) => article)).toEqual(['1']);
  });

  test('with the provider down words alone answer, and somebody is told', async () => {
    const failures: unknown[] = [];
    const found = await retrieve(
      database.db,
      { query: 'guijarros', limit: 5 },
      { semantic: semantic(broken, failures) },
    );
    expect(found[0]?.article).toBe('2');
    expect(failures).toHaveLength(1);
  });

  test('a reranking model has the last word on the order, but loses nothing', async () => {
    const model = new MockRerankingModelV4({
      doRerank: async ({ documents }) => ({
        ranking: [{ index: documents.values.length - 1, relevanceScore: 1 }],
      }),
    });
    const plain = await retrieve(database.db, { query: 'se registran', limit: 5 });
    const reranker = createReranker({ model: lazy(model), onFailure: (error) => expect.fail(String(error)) });
    const found = await retrieve(database.db, { query: 'se registran', limit: 5 }, { reranker });
    expect(found.map(({ article }) => article)).toEqual(plain.map(({ article }) => article).toReversed());
  });

  test('a reranking model that fails changes nothing', async () => {
    const failures: unknown[] = [];
    const model = new MockRerankingModelV4({ doRerank: async () => Promise.reject(new Error('down')) });
    const reranker = createReranker({ model: lazy(model), onFailure: (error) => failures.push(error) });
    const found = await retrieve(database.db, { query: 'se registran', limit: 5 }, { reranker });
    expect(found).toHaveLength(2);
    expect(failures).toHaveLength(1);
  });
});
