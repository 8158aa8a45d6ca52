import { deleteEmptyDeclarations } from '@accountia/db';
import { loadCorpus } from '@accountia/rag';
import {
  problem,
  questionAnswer,
  questionEvent,
  type QuestionEvent,
  questionPage,
} from '@accountia/task-contracts/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type Tenant, type TestApi } from '../testing/api.ts';
import { entry, storeDeclaration } from '../testing/declarations.ts';

const TOPES = { '1': '79390257', '2': '1000000', '3': '0', '4': '0', '5': '0' };
const REPORTED = [
  entry(20, { rule: 'labour.salaries' }),
  entry(21, {
    detail: 'Retención por pagos rentas de trabajo o pensiones (2276)',
    amount: 1_900_000n,
    category: 'withholdings',
    rule: 'withholdings.income_tax',
  }),
  entry(22, {
    detail: 'Saldo cuentas bancarias (Titular Principal)',
    amount: 4_500_000n,
    category: 'assets',
    rule: 'assets.bank_balance',
    reporter_name: 'BANCO DEL ALTIPLANO S.A.',
    reporter_nit: '860777222',
  }),
];

let api: TestApi;
let tenant: Tenant;
let declarationId: string;
beforeAll(async () => {
  api = await startTestApi();
  await loadCorpus(api.db);
  tenant = await api.tenant();
  ({ declarationId } = await storeDeclaration(api, tenant.organizationId, {
    topes: TOPES,
    entries: REPORTED,
  }));
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

async function post(body: unknown, accept: string, id = declarationId): Promise<Response> {
  return await tenant.request(`/v1/declarations/${id}/questions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(body),
  });
}

async function ask(question: string) {
  const response = await post({ question }, 'application/json');
  expect(response.status).toBe(200);
  return questionAnswer.parse(await response.json());
}

function eventsOf(text: string): QuestionEvent[] {
  return [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => questionEvent.parse(JSON.parse(data!)));
}

describe('a question about a declaration', () => {
  test('is answered from its facts and the law of its year, with what names them elsewhere', async () => {
    const answer = await ask('¿Cuánto me retuvieron?');
    expect(answer).toMatchObject({ answered: true, generator: { kind: 'rules' }, notes: [], dropped: [] });
    expect(answer.text).toContain('$ 1.900.000');
    const fact = answer.facts.find(({ kind }) => kind === 'category');
    expect(fact).toMatchObject({ id: 'withholdings', amount: '1900000' });
    const page = await tenant.request(`/v1/declarations/${declarationId}/entries?category=withholdings`);
    const { items } = (await page.json()) as { items: { id: string }[] };
    expect(answer.facts.find(({ kind }) => kind === 'entry')?.id).toBe(items[0]?.id);
    expect(answer.citations.map(({ article }) => article)).toContain('373');
    expect(answer.askedBy).toMatchObject({ name: 'pruebas' });
  });

  test('is answered by events: each source before the text that rests on it, and the whole at the end', async () => {
    const response = await post({ question: '¿Estoy obligado a declarar?' }, 'text/event-stream');
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events = eventsOf(await response.text());
    const known = new Set<string>();
    let text = '';
    for (const event of events) {
      if (event.type === 'source')
        known.add('fact' in event.source ? event.source.fact.ref : event.source.citation.ref);
      if (event.type !== 'text') continue;
      text += event.text;
      expect(event.refs.filter((ref) => !known.has(ref))).toEqual([]);
    }
    const last = events.at(-1);
    expect(last).toMatchObject({ type: 'done', answer: { text, answered: true } });
    expect(text).toContain('Sí está obligado a declarar');
  });

  test('streams unless JSON is what is wanted', async () => {
    const response = await post({ question: '¿Cuándo vence?' }, '*/*');
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    await response.body?.cancel();
  });

  test('that nothing answers is told so, with what can be asked', async () => {
    const answer = await ask('¿Quién ganó el mundial de fútbol?');
    expect(answer).toMatchObject({ answered: false, facts: [], citations: [] });
    expect(answer.text).toContain('Puede preguntar');
  });

  test('speaks of the newest draft, and says when it is out of date', async () => {
    const { declarationId: drafted } = await storeDeclaration(api, tenant.organizationId, {
      number: '1012345649',
      topes: TOPES,
      entries: REPORTED,
    });
    const before = await post({ question: '¿Cuánto debo?' }, 'application/json', drafted);
    expect(questionAnswer.parse(await before.json()).text).toContain('no hay un borrador');
    const draft = (facts: object) =>
      tenant.request(`/v1/declarations/${drafted}/drafts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ facts }),
      });
    expect((await draft({})).status).toBe(201);
    const after = questionAnswer.parse(
      await (await post({ question: '¿Cuánto debo?' }, 'application/json', drafted)).json(),
    );
    expect(after.text).toContain('Según el borrador (versión 1)');
    expect(after.facts.map(({ kind, id }) => `${kind} ${id}`)).toContain('box 136');
    await storeDeclaration(api, tenant.organizationId, {
      number: '1012345649',
      entries: [entry(30, { amount: 5_000_000n })],
    });
    const outdated = questionAnswer.parse(
      await (await post({ question: '¿Cuánto debo?' }, 'application/json', drafted)).json(),
    );
    expect(outdated.notes.map(({ code }) => code)).toContain('draft_outdated');
  });

  test.each(['', 'a ', ' \u200B\u200B\u200B ', 'x'.repeat(501), 12])(
    'must have 3 to 500 visible characters: %j has not',
    async (question) => {
      const response = await post({ question }, 'text/event-stream');
      expect(response.status).toBe(400);
      expect(problem.parse(await response.json())).toMatchObject({
        code: 'invalid_request',
        details: { fields: [{ location: 'body', field: 'question' }] },
      });
    },
  );

  test('is cleaned of what nobody sees', async () => {
    const answer = await ask('¿Cuán\u200Bdo\n\n ven\u202Ece?');
    expect(answer.question).toBe('¿Cuándo vence?');
    expect(answer.text).toMatch(/(vence|venció) el/);
  });

  test('is listed with its answer, newest first and page by page', async () => {
    const own = await storeDeclaration(api, tenant.organizationId, { number: '1033333333' });
    const path = `/v1/declarations/${own.declarationId}/questions`;
    for (const question of ['¿Cuándo vence?', '¿Cuánto me retuvieron?'])
      expect((await post({ question }, 'application/json', own.declarationId)).status).toBe(200);
    const first = questionPage.parse(await (await tenant.request(`${path}?limit=1`)).json());
    expect(first.items.map(({ question }) => question)).toEqual(['¿Cuánto me retuvieron?']);
    const rest = questionPage.parse(
      await (await tenant.request(`${path}?limit=1&cursor=${first.nextCursor}`)).json(),
    );
    expect(rest).toMatchObject({ items: [{ question: '¿Cuándo vence?' }], nextCursor: null });
  });

  test('goes with its declaration when the documents of that are purged', async () => {
    const own = await storeDeclaration(api, tenant.organizationId, { number: '1044444444' });
    expect((await post({ question: '¿Cuándo vence?' }, 'application/json', own.declarationId)).status).toBe(
      200,
    );
    await api.db
      .updateTable('documents')
      .set({ state: 'purged' })
      .where('declaration_id', '=', own.declarationId)
      .execute();
    await deleteEmptyDeclarations(api.db, 10);
    const left = await api.db
      .selectFrom('declaration_questions')
      .select('id')
      .where('declaration_id', '=', own.declarationId)
      .execute();
    expect(left).toEqual([]);
  });
});
