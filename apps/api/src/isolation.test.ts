import { createRun } from './testing/runs.ts';
import { insertFilingReminders } from '@accountia/db';
import { problem, reviewDecision } from '@accountia/task-contracts/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type Tenant, type TestApi } from './testing/api.ts';
import { storeDeclaration } from './testing/declarations.ts';
import { jsonClient } from './testing/json.ts';

let api: TestApi;
let owner: Tenant;
let stranger: Tenant;
/** What the owner has, by the kind of thing that an id in a path names. */
let owned: Record<string, string>;
beforeAll(async () => {
  api = await startTestApi();
  owner = await api.tenant('Dueña');
  stranger = await api.tenant('Extraña');
  const { documentId, declarationId } = await storeDeclaration(api, owner.organizationId);
  const run = await createRun(api, owner.organizationId, { documentId, declarationId });
  await api.db.transaction().execute((trx) =>
    insertFilingReminders(trx, [
      {
        organizationId: owner.organizationId,
        declarationId,
        dueDate: '2026-10-20',
        stageDays: 30,
        daysLeft: 30,
        provisional: false,
      },
    ]),
  );
  owned = { documents: documentId, declarations: declarationId, runs: run.id, reviews: await decide(owner) };
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

/** What stands in a path beside the id: valid, so that only the id is refused. */
const OTHER_PARAMETERS = {
  ':version': '1',
  ':findingId': '0'.repeat(32),
  ':insightId': '0190f3c2-7d5a-7c41-9b1e-2f6d1f3a7c11',
};

/** What a route must be sent before it looks at the id. */
const BODIES: Readonly<Record<string, unknown>> = {
  '/v1/declarations/:id/drafts': {},
  '/v1/declarations/:id/questions': { question: '¿Cuándo vence?' },
  '/v1/declarations/:id/duplicates/:findingId': { resolution: 'ignore' },
  '/v1/declarations/:id/insights/:insightId/feedback': { verdict: 'useful' },
  '/v1/declarations/:id/certificates/compare': {
    certificates: [{ id: 'a', reporterNit: '900123456', category: 'assets', amount: '1' }],
  },
};

function bodyFor(method: string, path: string): RequestInit {
  const body = method === 'POST' || method === 'PUT' ? BODIES[path] : undefined;
  if (body === undefined) return {};
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

async function decide(tenant: Tenant): Promise<string> {
  const ask = jsonClient(tenant);
  const body = { concept: 'Concepto inventado', category: 'reference' };
  const decision = await ask('POST', '/v1/reviews/decisions', { body, status: 201, read: reviewDecision });
  return decision.id;
}

describe('with the key of one organization', () => {
  test('every route that takes an id answers for another’s id as for one that nobody has', async () => {
    const routes = api.app.routes.filter(({ method, path }) => method !== 'ALL' && path.includes(':id'));
    expect(routes.length).toBeGreaterThan(11);
    const nobodys = '0190f3c2-7d5a-7c41-9b1e-2f6d1f3a7c10';
    for (const { method, path } of routes) {
      const kind = path.split('/')[2]!;
      const answers = [];
      for (const id of [owned[kind]!, nobodys]) {
        const address = Object.entries(OTHER_PARAMETERS).reduce(
          (filled, [parameter, value]) => filled.replace(parameter, value),
          path.replace(':id', id),
        );
        const response = await stranger.request(address, { method, ...bodyFor(method, path) });
        expect(`${method} ${path} ${response.status}`).toBe(`${method} ${path} 404`);
        const { instance: _path, requestId: _id, ...rest } = problem.parse(await response.json());
        answers.push(rest);
      }
      expect(answers[0]).toEqual(answers[1]);
    }
  });

  test('the owner reaches the same addresses', async () => {
    for (const path of [
      `/v1/documents/${owned['documents']}/entries`,
      `/v1/declarations/${owned['declarations']}/summary`,
      `/v1/runs/${owned['runs']}`,
    ]) {
      expect((await owner.request(path)).status).toBe(200);
    }
  });

  test.each(['/v1/documents', '/v1/declarations', '/v1/runs', '/v1/notifications'])(
    '%s lists nothing of another, whatever the filter',
    async (path) => {
      const filters = [
        '',
        `?documentId=${owned['documents']}`,
        `?declarationId=${owned['declarations']}`,
        '?taxpayerNumber=1057664193',
      ];
      for (const filter of filters) {
        const page = (await (await stranger.request(`${path}${filter}`)).json()) as { items: unknown[] };
        expect(page.items).toEqual([]);
      }
      const own = (await (await owner.request(path)).json()) as { items: unknown[] };
      expect(own.items).toHaveLength(1);
    },
  );

  test('a refused cancel or retry changes nothing', async () => {
    for (const action of ['cancel', 'retry']) {
      await stranger.request(`/v1/runs/${owned['runs']}/${action}`, { method: 'POST' });
    }
    await stranger.request(`/v1/declarations/${owned['declarations']}/analyses`, { method: 'POST' });
    const runs = await api.db.selectFrom('runs').select(['id', 'state', 'cancel_requested_at']).execute();
    expect(runs).toEqual([{ id: owned['runs'], state: 'queued', cancel_requested_at: null }]);
  });
});
