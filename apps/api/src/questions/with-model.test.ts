import { loadCorpus } from '@accountia/rag';
import { type ModelServer, startModelServer } from '@accountia/rag/testing/streaming';
import { modelCalls } from '@accountia/task-runtime';
import { questionAnswer, questionPage } from '@accountia/task-contracts/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi } from '../app.ts';
import { startTestApi, type Tenant, type TestApi } from '../testing/api.ts';
import { entry, storeDeclaration } from '../testing/declarations.ts';

const SENTENCE = 'Le pagaron $ 79.390.257 en salarios durante 2025 [F1].';

let api: TestApi;
let server: ModelServer;
let app: ReturnType<typeof createApi>;
beforeAll(async () => {
  server = await startModelServer();
  api = await startTestApi();
  await loadCorpus(api.db);
  // Two calls a minute of each organization.
  const questions = { model: server.model, calls: modelCalls(api.db, 2) };
  app = createApi({ ...api.dependencies, questions, streams: { keepAliveMs: 50, pollMs: 1_000 } });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

async function declared(): Promise<{ tenant: Tenant; path: string }> {
  const tenant = await api.tenant();
  const entries = [entry(20, { rule: 'labour.salaries' })];
  const { declarationId } = await storeDeclaration(api, tenant.organizationId, { entries });
  return { tenant, path: `/v1/declarations/${declarationId}/questions` };
}

async function post({ tenant, path }: { tenant: Tenant; path: string }, accept: string): Promise<Response> {
  return await app.request(path, {
    method: 'POST',
    headers: { authorization: `Bearer ${tenant.key}`, 'content-type': 'application/json', accept },
    body: JSON.stringify({ question: '¿Cuánto gané por salarios?' }),
  });
}

describe('a question with a model', () => {
  test('is stored with the model, the version of its prompt and what it took', async () => {
    server.behave((stream) => {
      stream.write(SENTENCE);
      stream.end();
    });
    const asking = await declared();
    const answer = questionAnswer.parse(await (await post(asking, 'application/json')).json());
    expect(answer).toMatchObject({
      text: 'Le pagaron $ 79.390.257 en salarios durante 2025.',
      generator: {
        kind: 'model',
        model: 'local',
        promptVersion: expect.any(String),
        usage: { inputTokens: 200 },
      },
    });
    const list = await asking.tenant.request(asking.path);
    expect(questionPage.parse(await list.json()).items).toEqual([answer]);
  });

  test('is answered by rules once the organization has used up its calls, and says so', async () => {
    server.behave((stream) => {
      stream.write(SENTENCE);
      stream.end();
    });
    const asking = await declared();
    const kinds = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const answer = questionAnswer.parse(await (await post(asking, 'application/json')).json());
      kinds.push([answer.generator.kind, ...answer.notes.map(({ code }) => code)]);
    }
    expect(kinds).toEqual([['model'], ['model'], ['rules', 'model_busy']]);
    expect((await post(await declared(), 'application/json')).status).toBe(200);
  });

  test('shows that it lives while the model thinks, and leaves the model when its reader leaves', async () => {
    const { promise: left, resolve } = Promise.withResolvers<void>();
    server.behave(async (stream) => {
      stream.write(`${SENTENCE}\n`);
      await stream.gone;
      resolve();
    });
    const asking = await declared();
    const reader = (await post(asking, 'text/event-stream')).body!.getReader();
    let heard = '';
    while (!heard.includes('event: text') || !heard.includes(': keep-alive')) {
      const { value } = await reader.read();
      heard += new TextDecoder().decode(value);
    }
    expect(heard).toContain('79.390.257');
    await reader.cancel();
    await left;
    const list = await asking.tenant.request(asking.path);
    expect(questionPage.parse(await list.json()).items).toEqual([]);
  });
});
