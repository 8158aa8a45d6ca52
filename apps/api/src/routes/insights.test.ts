import { deleteEmptyDeclarations } from '@accountia/db';
import {
  insight,
  insightFeedbackReport,
  insightList,
  problem,
  type Insight,
} from '@accountia/task-contracts/api';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApi, type Tenant, type TestApi } from '../testing/api.ts';
import { storeDeclaration } from '../testing/declarations.ts';
import { newInsight, storeInsights } from '../testing/insights.ts';
import { jsonClient } from '../testing/json.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

let tenant: Tenant;
let ask: ReturnType<typeof jsonClient>;
let declarationId: string;
beforeEach(async () => {
  tenant = await api.tenant(`Firma ${crypto.randomUUID()}`);
  ask = jsonClient(tenant);
  ({ declarationId } = await storeDeclaration(api, tenant.organizationId));
  await analysed();
});

const analysed = async (...insights: Parameters<typeof newInsight>[0][]) =>
  await storeInsights(
    api,
    tenant.organizationId,
    declarationId,
    (insights.length > 0 ? insights : [{}]).map(newInsight),
  );
const listed = async (): Promise<Insight[]> =>
  (await ask('GET', `/v1/declarations/${declarationId}/insights`, { read: insightList })).items;
const only = async (): Promise<Insight> => {
  const [found, ...others] = await listed();
  if (found === undefined || others.length > 0) throw new Error('Expected one insight');
  return found;
};
const feedbackPath = (insightId: string) =>
  `/v1/declarations/${declarationId}/insights/${insightId}/feedback`;
const judge = async (insightId: string, body: unknown) =>
  await ask('PUT', feedbackPath(insightId), { body, read: insight });
const report = async (query = '') =>
  (await ask('GET', `/v1/insights/feedback${query}`, { read: insightFeedbackReport })).items;

describe('what is said of an insight', () => {
  test('comes with it from then on, with who said it and when', async () => {
    const { id, feedback } = await only();
    expect(feedback).toBeNull();
    const judged = await judge(id, { verdict: 'wrong', reason: 'No tiene dependientes' });
    expect(judged.feedback).toMatchObject({
      verdict: 'wrong',
      reason: 'No tiene dependientes',
      judgedBy: { apiKeyId: expect.any(String) },
    });
    expect(await only()).toEqual(judged);
  });

  test('is replaced by what is said later, and may have no reason', async () => {
    const { id } = await only();
    await judge(id, { verdict: 'wrong', reason: 'Me equivoqué' });
    expect((await judge(id, { verdict: 'useful' })).feedback).toMatchObject({
      verdict: 'useful',
      reason: null,
    });
    expect(await report()).toEqual([{ code: 'due_date', useful: 1, wrong: 0, reasons: [] }]);
  });

  test('stays with it when a new analysis says the same of the same facts, and not when the facts changed', async () => {
    const { id } = await only();
    await judge(id, { verdict: 'useful' });
    await analysed({});
    const again = await only();
    expect(again.id).not.toBe(id);
    expect(again.feedback?.verdict).toBe('useful');
    await analysed({ fingerprint: 'huella-2' });
    expect((await only()).feedback).toBeNull();
    expect(await report()).toMatchObject([{ code: 'due_date', useful: 1 }]);
    await analysed({});
    expect((await only()).feedback?.verdict).toBe('useful');
  });

  test('of one that an older program stored is kept under its id', async () => {
    await analysed({ fingerprint: '' }, { fingerprint: '', code: 'dependants' });
    const [first, second] = await listed();
    await judge(first!.id, { verdict: 'useful' });
    expect((await listed()).map(({ feedback }) => feedback?.verdict)).toEqual(['useful', undefined]);
    await judge(second!.id, { verdict: 'wrong' });
    expect((await listed()).map(({ feedback }) => feedback?.verdict)).toEqual(['useful', 'wrong']);
  });

  test('can be taken back, twice too', async () => {
    const { id } = await only();
    await judge(id, { verdict: 'wrong' });
    for (const _time of [1, 2]) {
      expect((await ask('DELETE', feedbackPath(id), { read: insight })).feedback).toBeNull();
    }
    expect(await report()).toEqual([]);
  });

  test.each([
    ['another verdict', { verdict: 'maybe' }],
    ['an empty reason', { verdict: 'wrong', reason: '  ' }],
    ['control characters', { verdict: 'wrong', reason: 'a\u0000b' }],
    ['a reason of a whole page', { verdict: 'wrong', reason: 'a'.repeat(1_001) }],
    ['something else besides', { verdict: 'useful', organizationId: 'x' }],
  ])('is refused with %s', async (_name, body) => {
    const { id } = await only();
    const refused = await ask('PUT', feedbackPath(id), { body, status: 400, read: problem });
    expect(refused.code).toBe('invalid_request');
  });

  test('needs an insight that is there, and says so in words', async () => {
    const { id } = await only();
    await analysed({ fingerprint: 'otra' });
    const options = { body: { verdict: 'useful' }, status: 404, read: problem };
    expect(await ask('PUT', feedbackPath(id), options)).toMatchObject({
      code: 'insight_not_found',
      detail: expect.stringContaining('análisis nuevo'),
    });
  });

  test('goes with the declaration when its reports are purged', async () => {
    await judge((await only()).id, { verdict: 'useful' });
    await api.db
      .updateTable('documents')
      .set({ state: 'purged' })
      .where('declaration_id', '=', declarationId)
      .execute();
    expect(await deleteEmptyDeclarations(api.db, 10)).toBe(1);
    expect(await report()).toEqual([]);
  });
});

describe('the report of what was said', () => {
  test('counts each kind, the most often wrong first, with the newest reasons and what they were about', async () => {
    await analysed(
      { fingerprint: 'a', code: 'due_date', title: 'Plazo' },
      { fingerprint: 'b', code: 'dependants', title: 'Dependientes' },
      { fingerprint: 'c', code: 'dependants', title: 'Más dependientes' },
    );
    const [due, first, second] = await listed();
    await judge(due!.id, { verdict: 'useful', reason: 'Clarísimo' });
    await judge(first!.id, { verdict: 'wrong', reason: 'No tiene' });
    await judge(second!.id, { verdict: 'wrong', reason: 'Tampoco' });
    const all = await report();
    expect(all).toEqual([
      {
        code: 'dependants',
        useful: 0,
        wrong: 2,
        reasons: [
          expect.objectContaining({ reason: 'Tampoco', title: 'Más dependientes', declarationId }),
          expect.objectContaining({ reason: 'No tiene', title: 'Dependientes' }),
        ],
      },
      {
        code: 'due_date',
        useful: 1,
        wrong: 0,
        reasons: [expect.objectContaining({ verdict: 'useful', reason: 'Clarísimo' })],
      },
    ]);
    expect((await report('?reasons=1')).map(({ reasons }) => reasons.length)).toEqual([1, 1]);
    expect((await report('?reasons=0')).map(({ reasons }) => reasons.length)).toEqual([0, 0]);
  });

  test('of one organization has nothing of another, nor can another say or take back anything', async () => {
    const { id } = await only();
    await judge(id, { verdict: 'useful', reason: 'Propio' });
    const stranger = await api.tenant(`Extraña ${crypto.randomUUID()}`);
    const asStranger = jsonClient(stranger);
    const theirs = await asStranger('GET', '/v1/insights/feedback', { read: insightFeedbackReport });
    expect(theirs.items).toEqual([]);
    const refused = { status: 404, read: problem };
    await asStranger('PUT', feedbackPath(id), { ...refused, body: { verdict: 'wrong' } });
    await asStranger('DELETE', feedbackPath(id), refused);
    // Nor with a declaration of its own in the path.
    const own = await storeDeclaration(api, stranger.organizationId);
    await asStranger('PUT', `/v1/declarations/${own.declarationId}/insights/${id}/feedback`, {
      ...refused,
      body: { verdict: 'wrong' },
    });
    expect((await only()).feedback).toMatchObject({ verdict: 'useful', reason: 'Propio' });
  });
});
