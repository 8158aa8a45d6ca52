import type { ServerResponse } from 'node:http';
import { openTestDatabase, type MigratedTestDatabase } from '@accountia/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyze, type AnalysisDependencies } from '../analyze.ts';
import { loadCorpus } from '../corpus/load-corpus.ts';
import { RagError } from '../errors.ts';
import type { PassagesDatabase } from '../corpus/database.ts';
import { declaration, EMPLOYEE } from '../testing/declarations.ts';
import {
  answer,
  findingsIn,
  type ModelServer,
  type Script,
  startModelServer,
} from '../testing/model-server.ts';
import type { CachedAnswer } from './answer-cache.ts';
import { createModelMeter } from './ledger-meter.ts';
import type { ModelUse } from './meter.ts';
import { readClaims, unsupportedClaims } from './read-claims.ts';

const TRUTH = 'Debe declarar: el límite es $ 69.718.600.';
const say = (explicacion: string, hallazgo = 'H1') => ({
  hallazgos: [{ hallazgo, explicacion, pasajes: [] }],
  preguntas: [],
});

describe('a model server that', () => {
  let database: MigratedTestDatabase;
  let server: ModelServer;
  const input = declaration(EMPLOYEE);
  beforeAll(async () => {
    database = await openTestDatabase();
    await loadCorpus(database.db);
    server = await startModelServer();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await database.dispose();
  });

  async function run(script: Script, more: Partial<AnalysisDependencies<PassagesDatabase>> = {}) {
    server.says(script);
    return await analyze(input, { db: database.db, model: server.model, ...more });
  }
  const rulesOnly = async () => (await analyze(input, { db: database.db })).insights;
  const codes = ({ notes }: { notes: { code: string }[] }) => notes.map(({ code }) => code);

  const status =
    (code: number, headers: Record<string, string> = {}): Script =>
    (_request, response) => {
      response.writeHead(code, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify({ error: { message: 'no' } }));
    };

  test.each<[what: string, script: Script, requests: number]>([
    ['refuses the key', status(401), 1],
    ['refuses the request', status(400), 1],
    ['is over its limit for long', status(429, { 'retry-after-ms': '1' }), 2],
    ['breaks', status(500, { 'retry-after-ms': '1' }), 2],
    ['is overloaded', status(503, { 'retry-after-ms': '1' }), 2],
    ['sends to another address', status(302, { location: 'http://127.0.0.1:9/' }), 2],
    ['hangs up', (_request, response) => void response.destroy(), 2],
    [
      'sends half of its response',
      (_request, response) =>
        void response.writeHead(200, { 'content-length': '999' }).write('{"id":', () => response.destroy()),
      2,
    ],
    ['sends what is not the protocol', (_request, response) => void response.end('<html>portal</html>'), 1],
  ])('%s leaves the analysis of the rules whole, and a note', async (_what, script, requests) => {
    const errors: unknown[] = [];
    const analysis = await run(script, { onModelError: (error) => errors.push(error) });
    expect(analysis.insights).toEqual(await rulesOnly());
    expect(analysis.generator).toEqual({ kind: 'rules' });
    expect(codes(analysis)).toEqual(['model_failed']);
    expect(errors).toHaveLength(1);
    // Once more at most, and never for what would be refused again.
    expect(server.requests.length).toBeLessThanOrEqual(requests);
  });

  test('is busy for a moment is asked again', async () => {
    const analysis = await run(({ turn }, response) => {
      if (turn > 1) return say(TRUTH);
      status(429, { 'retry-after-ms': '5' })({ wire: '', system: '', prompt: '', turn }, response);
      return undefined;
    });
    expect(analysis.insights[0]?.explanation).toBe(TRUTH);
    expect(analysis.notes).toEqual([]);
  });

  test.each<[what: string, script: Script]>([
    ['says nothing', () => ''],
    [
      'answers without a choice',
      (_request, response) =>
        void response.setHeader('content-type', 'application/json').end('{"id":"1","choices":[]}'),
    ],
    ['speaks instead of writing JSON', () => 'Claro, con gusto: debe declarar.'],
    ['writes broken JSON', () => '{"hallazgos":[{"hallazgo":"H1","explicacion":"Debe'],
    ['writes another shape', () => ({ findings: [] })],
    [
      'writes wrong types',
      () => ({ hallazgos: [{ hallazgo: 1, explicacion: null, pasajes: 'et-592' }], preguntas: [] }),
    ],
    ['refuses', () => 'Lo siento, no puedo ayudar con eso.'],
    ['is cut off', (_request, response) => answer(response, '{"hallazgos":[{"hallazgo":"H1",', 'length')],
    ['is filtered', (_request, response) => answer(response, '', 'content_filter')],
    ['writes without end in one field', () => say('Debe declarar. '.repeat(50_000))],
    ['sends a flood', (_request, response) => answer(response, 'x'.repeat(6 * 1024 * 1024))],
    ['pollutes prototypes', () => '{"__proto__":{"hallazgos":[]},"constructor":1}'],
  ])('%s puts nothing in the analysis, which completes', async (_what, script) => {
    const analysis = await run(script);
    expect(analysis.insights).toEqual(await rulesOnly());
    expect(analysis.questions).toEqual([]);
    expect(analysis.generator).toEqual({ kind: 'rules' });
    expect(codes(analysis)).toHaveLength(1);
    expect(server.requests.length).toBeLessThanOrEqual(2);
  });

  test.each<[what: string, script: Script]>([
    ['hangs before it answers', () => undefined],
    ['hangs in the middle', (_request, response) => void response.writeHead(200).write('{"id":')],
    ['asks for an hour', status(429, { 'retry-after': '50' })],
  ])('%s is given up, and the analysis says so', async (_what, script) => {
    const analysis = await run(script, { modelTimeoutMs: 300 });
    expect(codes(analysis)).toEqual(['model_timeout']);
    expect(analysis.insights).toEqual(await rulesOnly());
  });

  test('hangs when asked to repair keeps what was right before', async () => {
    const mixed = {
      hallazgos: [
        { hallazgo: 'H1', explicacion: TRUTH, pasajes: [] },
        { hallazgo: 'H2', explicacion: 'Pague $ 1.', pasajes: [] },
      ],
      preguntas: [],
    };
    const analysis = await run(({ turn }) => (turn === 1 ? mixed : undefined), { modelTimeoutMs: 5_000 });
    expect(analysis.insights[0]?.explanation).toBe(TRUTH);
    expect(codes(analysis)).toEqual(['model_timeout', 'explanations_dropped']);
  });

  test('is asked when the run is cancelled leaves it with the reason of that', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled');
    const running = run(() => void controller.abort(reason), { signal: controller.signal });
    await expect(running).rejects.toBe(reason);
  });

  test('alters figures of the truth by a digit shows none of them', async () => {
    // It repeats the rules' texts and passes, then does so with one digit changed in every figure.
    const altered = (text: string) =>
      text.replace(/\d(?=\D*$|\D)/g, (digit) => String((Number(digit) + 1) % 10));
    const repeat = (change: (text: string) => string) => (request: { prompt: string }) => ({
      hallazgos: findingsIn(request.prompt).map(({ hallazgo, texto }) => ({
        hallazgo,
        explicacion: change(texto).slice(0, 900),
        pasajes: [],
      })),
      preguntas: [],
    });
    const honest = await run(repeat((text) => text));
    const lying = await run(repeat(altered));
    const withFigures = (insight: { body: string }) => readClaims(insight.body).length > 0;
    const explained = (analysis: typeof honest) =>
      analysis.insights.filter(({ explanation }) => explanation !== undefined);
    expect(explained(honest).filter(withFigures).length).toBeGreaterThan(5);
    for (const insight of explained(lying)) {
      // What got through says nothing that the finding and its law do not.
      const facts = readClaims([insight.title, insight.body, insight.action].join('\n'));
      expect(unsupportedClaims(insight.explanation ?? '', facts).map(({ text }) => text)).toEqual([]);
    }
  });

  test('answers is counted and priced, usable or not, also when it does not count itself', async () => {
    const used: (ModelUse & { costMicros: bigint | null })[] = [];
    const meter = createModelMeter(
      {
        reserve: () => Promise.resolve('held'),
        record: async (use) => void used.push(use),
        release: () => expect.fail('the model answered'),
      },
      { local: { input: 2, output: 10.5 } },
    );
    await run(() => 'no es JSON', { meter });
    expect(used).toEqual(
      Array.from({ length: 2 }, () => ({
        purpose: 'analysis',
        provider: 'openai-compatible',
        modelId: 'local',
        inputTokens: 100,
        outputTokens: 20,
        costMicros: 410n,
      })),
    );
    used.length = 0;
    await run(
      (_request, response) => {
        response.setHeader('content-type', 'application/json');
        const message = { role: 'assistant', content: JSON.stringify(say(TRUTH)) };
        response.end(
          JSON.stringify({
            id: '1',
            created: 0,
            model: 'local',
            choices: [{ index: 0, message, finish_reason: 'stop' }],
          }),
        );
      },
      { meter },
    );
    expect(used).toHaveLength(1);
    expect(used[0]!.inputTokens).toBeGreaterThan(1_000);
    expect(used[0]!.outputTokens).toBeGreaterThan(5);
  });

  test('gives back what was held for a call that is not answered', async () => {
    const held = new Set<string>();
    const meter = createModelMeter({
      async reserve() {
        held.add(`call ${held.size}`);
        return `call ${held.size - 1}`;
      },
      record: () => expect.fail('nothing was answered'),
      release: async (reservation) => void held.delete(reservation),
    });
    const refuse = (_request: unknown, response: ServerResponse) => void response.writeHead(400).end('{}');
    expect(codes(await run(refuse, { meter }))).toEqual(['model_failed']);
    expect(held.size).toBe(0);
  });

  test('is not asked when the budget is spent, and the analysis says so', async () => {
    const meter = {
      check: () => Promise.reject(new RagError('budget_spent', 'spent')),
      record: () => Promise.resolve(),
      release: () => Promise.resolve(),
    };
    const analysis = await run(() => say(TRUTH), { meter });
    expect(server.requests).toEqual([]);
    expect(codes(analysis)).toEqual(['model_budget_spent']);
    expect(analysis.insights).toEqual(await rulesOnly());
  });

  test('answered the same before is not asked again, and what it said is checked again', async () => {
    const kept = new Map<string, CachedAnswer>();
    const cache = {
      find: (hash: string) => Promise.resolve(kept.get(hash)?.answer ?? null),
      store: async (stored: CachedAnswer) => void kept.set(stored.hash, stored),
    };
    const first = await run(() => say(TRUTH), { cache });
    expect(first.generator).toMatchObject({ cached: false, usage: { inputTokens: 100, outputTokens: 20 } });
    expect([...kept.values()]).toMatchObject([
      { provider: 'openai-compatible', modelId: 'local', promptVersion: '2' },
    ]);
    const second = await run(() => say('Otra cosa'), { cache });
    expect(server.requests).toEqual([]);
    expect(second.generator).toMatchObject({ cached: true, usage: { inputTokens: 0, outputTokens: 0 } });
    expect(second.insights).toEqual(first.insights);

    // Another fact is another question.
    server.says(() => say(TRUTH));
    const other = declaration([...EMPLOYEE, { detail: 'Salarios (5001)', amount: 1_000_000n }]);
    await analyze(other, { db: database.db, model: server.model, cache });
    expect(server.requests).toHaveLength(1);

    // Somebody changed what is kept, or the checks have become stricter.
    for (const [hash, stored] of kept)
      kept.set(hash, { ...stored, answer: JSON.stringify(say('Pague $ 5.')) });
    const forged = await run(() => say('Pague $ 6.'), { cache });
    expect(forged.insights).toEqual(await rulesOnly());
    for (const [hash, stored] of kept) kept.set(hash, { ...stored, answer: '{"hallazgos":1}' });
    expect((await run(() => say(TRUTH), { cache })).insights[0]?.explanation).toBe(TRUTH);
  });
});
