import { Readable } from 'node:stream';
import { SYSTEM_ORGANIZATION_ID } from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { createSearchModels, loadCollection } from '@accountia/rag';
import { type EmbeddingServer, startEmbeddingServer } from '@accountia/rag/testing/embedding';
import type { Logger } from '@accountia/service-kit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CorpusEmbedding, startCorpusEmbedding } from './embed-corpus.ts';

describe('the vectors of the corpus', () => {
  let server: EmbeddingServer;
  let database: MigratedTestDatabase;
  let embedding: CorpusEmbedding | undefined;
  let said: string[];
  beforeEach(async () => {
    server = await startEmbeddingServer();
    database = await openTestDatabase();
    said = [];
    await load('Se registran.');
  });
  afterEach(async () => {
    await embedding?.stop();
    await database.dispose();
    await server[Symbol.asyncDispose]();
  });

  async function load(text: string): Promise<void> {
    const line = JSON.stringify({ article: '1', title: 'Conchas', text });
    const open = () => Readable.from([Buffer.from(line)]);
    await loadCollection(database.db, { collection: 'ley', files: [{ name: 'a.jsonl', open }] });
  }

  function start(model: string, pollMs = 60_000): CorpusEmbedding {
    const search = createSearchModels(
      database.db,
      { timeoutMs: 2_000, models: { provider: 'openai-compatible', model, baseUrl: server.baseUrl } },
      () => undefined,
    )!;
    const say = (_fields: unknown, message: string) => void said.push(message);
    embedding = startCorpusEmbedding(database.db, search, {
      logger: { info: say, warn: say } as unknown as Logger,
      prices: { local: { input: 2, output: 0 } },
      timings: { pollMs, retryMs: 20, longestRetryMs: 40 },
    });
    return embedding;
  }

  async function untilVectors(model: string, count: number): Promise<void> {
    for (;;) {
      const rows = await database.db
        .selectFrom('chunk_embeddings')
        .innerJoin('passage_chunks', 'passage_chunks.content_hash', 'chunk_embeddings.content_hash')
        .select('chunk_embeddings.model')
        .where('chunk_embeddings.model', '=', `openai-compatible/${model}`)
        .execute();
      if (rows.length === count) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  test('come at the start, follow what is loaded, and are new with another model', async () => {
    const running = start('local');
    await untilVectors('local', 1);
    await load('Se registran ante notario.');
    running.wake();
    await untilVectors('local', 1);
    await running.stop();
    start('another');
    await untilVectors('another', 1);
    expect(server.requests.map(({ model }) => model)).toEqual(['local', 'local', 'another']);
  });

  test('follow what another process loads', async () => {
    start('local', 20);
    await untilVectors('local', 1);
    await load('Se registran ante notario.');
    await untilVectors('local', 1);
  });

  test('are tried again while the provider is down, which stops nothing and is said', async () => {
    server.behave((_request, response) => response.writeHead(400).end('{}'));
    start('local');
    while (said.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(said[0]).toContain('questions find law by words alone');
    server.behave();
    await untilVectors('local', 1);
  });

  test('are counted as used by the installation, with their price', async () => {
    start('local');
    await untilVectors('local', 1);
    const uses = await database.db.selectFrom('model_usage').selectAll().execute();
    expect(uses).toMatchObject([
      {
        organization_id: SYSTEM_ORGANIZATION_ID,
        model: 'local',
        input_tokens: 1n,
        output_tokens: 0n,
        cost_micros: 2n,
      },
    ]);
  });

  test('stop at once when the worker does, also while the provider is silent', async () => {
    const { promise: asked, resolve } = Promise.withResolvers<void>();
    server.behave(() => resolve());
    const running = start('local');
    await asked;
    await running.stop();
    expect(said).toEqual([]);
  });
});
