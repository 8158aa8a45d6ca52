import { Readable } from 'node:stream';
import { openTestDatabase, type MigratedTestDatabase } from '@accountia/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadCollection } from '../../corpus/load-collection.ts';
import { RagError } from '../../errors.ts';
import type { ModelUse } from '../../model/meter.ts';
import {
  directionOf,
  type EmbeddingBehaviour,
  type EmbeddingServer,
  sendEmbeddings,
  startEmbeddingServer,
} from '../../testing/embedding-server.ts';
import { sendJson } from '../../testing/local-server.ts';
import { type RetrievalDependencies, retrieve } from '../retrieve.ts';
import { embedCorpus } from './embed-corpus.ts';
import { createSearchModels } from './search-models.ts';

const LAW = [
  { article: '1', title: 'Conchas marinas', text: 'Se registran en la alcaldía.' },
  { article: '2', title: 'Guijarros', text: 'Se registran en la gobernación.' },
  { article: '3', title: 'Troncos', text: 'Se registran en el ministerio.' },
];
/** In other words than the law. */
const QUESTION = 'caracolas';

let server: EmbeddingServer;
let database: MigratedTestDatabase;
let failures: unknown[] = [];

beforeAll(async () => {
  server = await startEmbeddingServer({ caracolas: 'conchas' });
  database = await openTestDatabase();
  await load(LAW);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await database.dispose();
});
beforeEach(() => {
  failures = [];
  server.behave();
});

async function load(rows: readonly object[]): Promise<void> {
  const text = rows.map((row) => JSON.stringify(row)).join('\n');
  const open = () => Readable.from([Buffer.from(text)]);
  await loadCollection(database.db, { collection: 'ley', files: [{ name: 'a.jsonl', open }] });
}

const models = (model = 'local', timeoutMs = 5_000) =>
  createSearchModels(
    database.db,
    {
      timeoutMs,
      confidentFrom: 0.3,
      models: {
        provider: 'openai-compatible',
        model,
        rerankingModel: 'ranks',
        baseUrl: server.baseUrl,
        apiKey: 'a-key',
      },
    },
    (error) => failures.push(error),
  )!;

async function embed(model = 'local', options: { again?: boolean; signal?: AbortSignal } = {}) {
  const { models: configured, openStore } = models(model);
  return await embedCorpus(database.db, {
    model: configured.embedding,
    store: await openStore(),
    ...options,
  });
}

const articles = async (query: string, dependencies: RetrievalDependencies) =>
  (await retrieve(database.db, { query, limit: 3 }, dependencies)).map(({ article }) => article);

describe('embedding the corpus over the wire', () => {
  test('gives every text one vector, only what changed a new one, and another model all of its own', async () => {
    expect(await embed()).toMatchObject({ passages: 3, chunks: 3, known: 0, embedded: 3, tokens: 3 });
    expect(server.requests.flatMap(({ texts }) => texts).toSorted()[0]).toBe(
      'Artículo 1. Conchas marinas\nSe registran en la alcaldía.',
    );
    server.behave();
    expect(await embed()).toMatchObject({ known: 3, embedded: 0, tokens: 0 });
    expect(server.requests).toEqual([]);

    await load([...LAW.slice(0, 2), { ...LAW[2], text: 'Se registran en la notaría.' }]);
    expect(await embed()).toMatchObject({ known: 2, embedded: 1, pruned: 1 });
    await load(LAW);
    expect(await embed('another')).toMatchObject({ known: 0, embedded: 3 });
    expect(await embed()).toMatchObject({ known: 2, embedded: 1 });
    expect(await embed('local', { again: true })).toMatchObject({ known: 0, embedded: 3 });
  });

  test('that is stopped goes on where it was', async () => {
    const many = Array.from({ length: 70 }, (_, index) => ({
      article: `${index + 1}`,
      title: `Norma ${index + 1}`,
      text: 'Se registra.',
    }));
    await load(many);
    server.behave((request, response) => {
      if (server.requests.length > 1) sendJson(response, { error: { message: 'down' } }, 400);
      else
        sendEmbeddings(
          response,
          request.texts.map((text) => directionOf(text)),
        );
    });
    await expect(embed('stopped')).rejects.toThrow('down');
    server.behave();
    expect(await embed('stopped')).toMatchObject({ known: 32, embedded: 38 });
    await load(LAW);
    await embed();
  });

  const malformed: readonly (readonly [string, EmbeddingBehaviour])[] = [
    ['no JSON', (_request, response) => response.end('<html>')],
    ['too few vectors', (_request, response) => sendEmbeddings(response, [[1, 0]])],
    [
      'vectors of nothing',
      ({ texts }, response) =>
        sendEmbeddings(
          response,
          texts.map(() => []),
        ),
    ],
    [
      'vectors without direction',
      ({ texts }, response) =>
        sendEmbeddings(
          response,
          texts.map(() => [0, 0]),
        ),
    ],
    [
      'vectors of two lengths',
      ({ texts }, response) =>
        sendEmbeddings(
          response,
          texts.map((_text, place) => (place === 0 ? [1] : [1, 2])),
        ),
    ],
    ['status 500', (_request, response) => sendJson(response, { error: { message: 'broken' } }, 500)],
    ['status 429', (_request, response) => sendJson(response, { error: { message: 'slower' } }, 429)],
  ];
  test.each(malformed)('stores nothing of an answer with %s', async (_what, behaviour) => {
    server.behave(behaviour);
    await expect(embed('malformed')).rejects.toThrow(/./);
    const stored = await database.db
      .selectFrom('chunk_embeddings')
      .select('content_hash')
      .where('model', '=', 'openai-compatible/malformed')
      .execute();
    expect(stored).toEqual([]);
  });

  test('refuses another length under the same name, and says what to do', async () => {
    await load([...LAW.slice(0, 2), { ...LAW[2], text: 'Se registran en la curaduría.' }]);
    server.behave(({ texts }, response) =>
      sendEmbeddings(
        response,
        texts.map(() => [1, 0, 0]),
      ),
    );
    await expect(embed()).rejects.toThrow(/64 numbers .* now answers with 3.*corpus embed --again/);
    server.behave();
    await load(LAW);
    await embed();
  });

  test('is done by one process at a time', async () => {
    await embed('alone', { again: true });
    let release = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      server.behave((request, response) => {
        release = () =>
          sendEmbeddings(
            response,
            request.texts.map((text) => directionOf(text)),
          );
        resolve();
      });
    });
    const first = embed('alone', { again: true });
    await begun;
    expect(await embed('alone')).toBeNull();
    release();
    expect(await first).toMatchObject({ embedded: 3 });
  });
});

describe('a question whose answer has other words', () => {
  test('is answered by its meaning, and ranked', async () => {
    expect(await articles(QUESTION, {})).toEqual([]);
    const { semantic, reranker } = models();
    expect((await articles(QUESTION, { semantic }))[0]).toBe('1');
    expect((await articles('artículos 1 a 3, caracolas', { reranker: reranker! }))[0]).toBe('1');
    expect(server.requests.map(({ model }) => model)).toEqual(['local', 'ranks']);
    expect(failures).toEqual([]);
  });

  test('is not asked about a corpus that has no vectors yet', async () => {
    expect(await articles(QUESTION, { semantic: models('unused').semantic })).toEqual([]);
    expect(server.requests).toEqual([]);
    expect(failures).toEqual([]);
  });

  test('takes nobody with it: names, numbers, accounts, plates and mails stay here', async () => {
    const { semantic, reranker } = models();
    const asking = 'artículos 1 a 3: caracolas de Rosalba Quintero';
    const query =
      'Soy Rosalba Quintero Mejía, cédula 52.123.456, ana.ruiz@correo.co, cuenta 0550-4881-2299, placa KLM 45B: ¿dónde registro caracolas?';
    await articles(query, { semantic });
    await articles(asking, { reranker: reranker! });
    const wire = server.requests.map((request) => request.wire).join('\n');
    expect(server.requests).toHaveLength(2);
    expect(wire).toContain('caracolas');
    expect(wire).not.toMatch(/Rosalba|Quintero|Mejía|52\.123|123456|correo|0550|4881|KLM/i);
  });
});

describe('a provider that fails', () => {
  const bad: readonly (readonly [string, EmbeddingBehaviour])[] = [
    ['is silent', () => undefined],
    ['says no JSON', (_request, response) => response.end('{')],
    ['gives a vector of another length', (_request, response) => sendEmbeddings(response, [[1, 2, 3]])],
    ['gives a vector of nothing', (_request, response) => sendEmbeddings(response, [[]])],
    ['answers 500', (_request, response) => sendJson(response, {}, 500)],
    ['answers 429', (_request, response) => sendJson(response, {}, 429)],
    ['cuts the connection', (_request, response) => response.destroy()],
  ];
  test.each(bad)('and %s leaves the search by words, and somebody is told', async (_what, behaviour) => {
    server.behave(behaviour);
    let told = 0;
    const { semantic } = models('local', 300);
    expect((await articles('guijarros', { semantic, onWordsAlone: () => (told += 1) }))[0]).toBe('2');
    expect(told).toBe(1);
    expect(failures).toHaveLength(1);
    // Once, and for a while not again: people are waiting.
    await articles('guijarros', { semantic });
    expect(server.requests).toHaveLength(1);
    expect(failures).toHaveLength(1);
  });

  test.each([
    [
      'ranks what it was not given',
      (_request, response) => sendJson(response, { results: [{ index: 99, relevance_score: 1 }] }),
    ],
    ['answers 503', (_request, response) => sendJson(response, {}, 503)],
  ] satisfies (readonly [string, EmbeddingBehaviour])[])(
    'to rank and %s leaves the order',
    async (_what, behaviour) => {
      const plain = await articles('se registran', {});
      server.behave(behaviour);
      const { reranker } = models();
      expect(await articles('se registran', { reranker: reranker! })).toEqual(plain);
      expect(failures).toHaveLength(1);
    },
  );
});

describe('what a question takes of the embedding model', () => {
  const meterOf = (spent = false) => {
    const uses: ModelUse[] = [];
    let held = 0;
    const meter = {
      async check() {
        if (spent) throw new RagError('budget_spent', 'spent');
        held += 1;
      },
      async record(use: ModelUse) {
        uses.push(use);
        held -= 1;
      },
      async release() {
        held -= 1;
      },
    };
    return { uses, meter, held: () => held };
  };

  test('is counted', async () => {
    const { uses, meter, held } = meterOf();
    await articles(QUESTION, { semantic: models().semantic, meter });
    expect(uses).toEqual([
      {
        purpose: 'question',
        provider: 'openai-compatible',
        modelId: 'local',
        inputTokens: 1,
        outputTokens: 0,
      },
    ]);
    expect(held()).toBe(0);
  });

  test('is nothing when the provider fails, and what was held is given back', async () => {
    server.behave((_request, response) => sendJson(response, {}, 500));
    const { uses, meter, held } = meterOf();
    await articles(QUESTION, { semantic: models().semantic, meter });
    expect(uses).toEqual([]);
    expect(held()).toBe(0);
  });

  test('is nothing once the budget is spent, which is no failure', async () => {
    const { meter } = meterOf(true);
    let told = 0;
    await articles(QUESTION, { semantic: models().semantic, meter, onWordsAlone: () => (told += 1) });
    expect(server.requests).toEqual([]);
    expect(told).toBe(1);
    expect(failures).toEqual([]);
  });
});
