import {
  createModelMeter,
  createSearchModels,
  embedCorpus,
  loadCorpus,
  type SearchModels,
} from '@accountia/rag';
import { modelLedger } from '@accountia/db';
import { type EmbeddingServer, startEmbeddingServer } from '@accountia/rag/testing/embedding';
import { questionAnswer } from '@accountia/task-contracts/api';
import { modelCalls } from '@accountia/task-runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApi } from '../app.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { entry, storeDeclaration } from '../testing/declarations.ts';

/** No word of it is in the law, and what it means is. */
const QUESTION = '¿Qué pasa con los pichoncitos de Rosalba Quintero?';

let api: TestApi;
let server: EmbeddingServer;
let search: SearchModels;
let app: ReturnType<typeof createApi>;
beforeAll(async () => {
  server = await startEmbeddingServer({ pichoncitos: 'dependientes' });
  api = await startTestApi();
  await loadCorpus(api.db);
  search = createSearchModels(
    api.db,
    {
      timeoutMs: 500,
      confidentFrom: 0.2,
      models: { provider: 'openai-compatible', model: 'local', baseUrl: server.baseUrl },
    },
    () => undefined,
  )!;
  await embedCorpus(api.db, { model: search.models.embedding, store: await search.openStore() });
  const questions = {
    model: null,
    search,
    calls: modelCalls(api.db, 60),
    meterOf: (organizationId: string) => createModelMeter(modelLedger(api.db, organizationId, 1_000_000)),
  };
  app = createApi({ ...api.dependencies, questions });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});
beforeEach(() => server.behave());

async function ask() {
  const tenant = await api.tenant();
  const { declarationId } = await storeDeclaration(api, tenant.organizationId, {
    entries: [entry(20, { rule: 'labour.salaries' })],
  });
  const response = await app.request(`/v1/declarations/${declarationId}/questions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${tenant.key}`,
      'content-type': 'application/json',
      accept: 'application/json',
    },
    body: JSON.stringify({ question: QUESTION }),
  });
  const usage = await api.db
    .selectFrom('model_usage')
    .select(['model', 'purpose', 'input_tokens'])
    .where('organization_id', '=', tenant.organizationId)
    .execute();
  return { answer: questionAnswer.parse(await response.json()), usage };
}

describe('a question in words that the law has not', () => {
  test('is answered by the law that means it, counted, and names nobody to the provider', async () => {
    const { answer, usage } = await ask();
    expect(answer.answered).toBe(true);
    expect(answer.citations.length).toBeGreaterThan(0);
    expect(answer.notes).toEqual([]);
    expect(usage).toEqual([{ model: 'local', purpose: 'question', input_tokens: 1n }]);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]!.wire).toContain('pichoncitos');
    expect(server.requests[0]!.wire).not.toMatch(/Rosalba|Quintero/);
  });

  test('is searched by words alone while the provider is silent, and the answer says so', async () => {
    server.behave(() => undefined);
    const { answer, usage } = await ask();
    expect(answer.answered).toBe(false);
    expect(answer.notes).toEqual([
      { code: 'searched_by_words', message: expect.stringContaining('solo por sus palabras') as string },
    ]);
    expect(usage).toEqual([]);
    expect(await api.db.selectFrom('model_reservations').selectAll().execute()).toEqual([]);
  });
});
