import { allDocumentEntries, organizationRules, overrideEntries } from '@accountia/db';
import { applyOrganizationRules } from '@accountia/tax-rules';
import {
  draft,
  duplicate,
  duplicateList,
  entryPage,
  problem,
  reviewDecision,
  reviewDecisionPage,
  reviewList,
} from '@accountia/task-contracts/api';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApi, type Tenant, type TestApi } from '../testing/api.ts';
import { storeDeclaration } from '../testing/declarations.ts';
import { fact } from '../testing/facts.ts';
import { jsonClient } from '../testing/json.ts';

let api: TestApi;
let tenant: Tenant;
let ask: ReturnType<typeof jsonClient>;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(async () => {
  // An organization of its own: rules concern all of its entries.
  tenant = await api.tenant();
  ask = jsonClient(tenant);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

const BONUS = 'Bonos de fidelidad redimidos';
const ENTRIES = [
  fact(20, `${BONUS} (5099)`, 1_000_000n),
  fact(21, 'BONOS DE FIDELIDAD  REDIMIDOS 2025', 2_000_000n, { reporter_name: 'ALMACENES INVENTADOS S.A.' }),
  fact(22, 'Estampillas coleccionables', 300n),
  fact(23, 'Pagos por salarios', 50_000_000n, { boxes: [32] }),
];

const store = async (entries = ENTRIES, number = '1057664193') =>
  await storeDeclaration(api, tenant.organizationId, { entries, number });
const queue = async (query = '') => await ask('GET', `/v1/reviews${query}`, { read: reviewList });
const decide = async (body: unknown, status = 201) =>
  await ask('POST', '/v1/reviews/decisions', { body, status, read: reviewDecision });
const revert = async (id: string) =>
  await ask('DELETE', `/v1/reviews/decisions/${id}`, { read: reviewDecision });
const categories = async (declarationId: string) => {
  const page = await ask('GET', `/v1/declarations/${declarationId}/entries`, { read: entryPage });
  return Object.fromEntries(page.items.map(({ row, category, rule }) => [row, `${category} ${rule}`]));
};
const compute = async (declarationId: string, status = 201) =>
  await ask('POST', `/v1/declarations/${declarationId}/drafts`, { body: {}, status, read: draft });

describe('the review queue', () => {
  test('groups what no rule knows, or is not sure of, by concept', async () => {
    const { declarationId } = await store();
    await store([fact(20, 'bonos de fidelidad: redimidos', 5n)], '52000111');
    const { items, total, complete } = await queue();
    expect({ total, complete }).toEqual({ total: 2, complete: true });
    expect(items[0]).toMatchObject({
      concept: 'bonos de fidelidad redimidos',
      entries: 3,
      amount: '3000005',
      classified: [{ category: 'unclassified', rule: 'none', confidence: 'low', entries: 3 }],
    });
    expect(items[0]?.reporters.toSorted()).toEqual(['ALMACENES INVENTADOS S.A.', 'EMPRESA INVENTADA S.A.S.']);
    expect(items[0]?.declarationIds).toHaveLength(2);
    expect(items[1]?.concept).toBe('estampillas coleccionables');
    expect(await queue(`?declarationId=${declarationId}&limit=1`)).toMatchObject({
      items: [{ entries: 2, declarationIds: [declarationId] }],
      total: 2,
    });
  });

  test('holds what only DIAN’s codes classified, and nothing of replaced downloads', async () => {
    await store();
    await store([fact(20, 'Concepto nunca visto', 9n, { boxes: [58] })]);
    expect((await queue()).items).toMatchObject([
      { concept: 'concepto nunca visto', classified: [{ category: 'capital_income', rule: 'codes' }] },
    ]);
  });
});

describe('a decision about a concept', () => {
  test('classifies its entries, leaves the queue and counts in the draft, which was out of date', async () => {
    const { declarationId } = await store();
    const before = await compute(declarationId);
    expect(before.leftOut.map(({ reason }) => reason)).toContain('unclassified');
    const [item] = (await queue()).items;
    const decision = await decide({ concept: item?.concept, category: 'non_labour_income', note: 'Premios' });
    expect(decision).toMatchObject({
      concept: 'bonos de fidelidad redimidos',
      category: 'non_labour_income',
      note: 'Premios',
      state: 'in_force',
      before: [{ category: 'unclassified', rule: 'none', entries: 2 }],
      affectedEntries: 2,
      decidedBy: { name: 'pruebas' },
    });
    expect(await categories(declarationId)).toEqual({
      20: `non_labour_income organization.${decision.id}`,
      21: `non_labour_income organization.${decision.id}`,
      22: 'unclassified none',
      23: 'labour_income labour.salaries',
    });
    expect((await queue()).items.map(({ concept }) => concept)).toEqual(['estampillas coleccionables']);
    const latest = `/v1/declarations/${declarationId}/drafts/latest`;
    expect((await ask('GET', latest, { read: draft })).outdated).toBe(true);
    const after = await compute(declarationId);
    expect(after.boxes['74']?.value).toBe('3000000');
    expect(after.changes?.entries).toEqual({ added: 0, removed: 0, reclassified: 2 });
  });

  test('is applied to the files that come later', async () => {
    const decision = await decide({ concept: BONUS, category: 'non_labour_income' });
    expect(decision.affectedEntries).toBe(0);
    const { declarationId, documentId } = await store();
    const { organizationId } = tenant;
    await api.db.transaction().execute(async (trx) => {
      const rules = await organizationRules(trx, organizationId);
      const entries = await allDocumentEntries(trx, organizationId, documentId);
      expect(await overrideEntries(trx, organizationId, applyOrganizationRules(entries, rules))).toBe(2);
    });
    expect(await categories(declarationId)).toMatchObject({
      20: `non_labour_income organization.${decision.id}`,
    });
    await revert(decision.id);
    expect(await categories(declarationId)).toMatchObject({
      20: 'unclassified none',
      21: 'unclassified none',
    });
  });

  test('may overrule what our own rules know, and is taken back entirely', async () => {
    const { declarationId } = await store();
    const before = await categories(declarationId);
    const decision = await decide({ concept: 'PAGOS POR SALARIOS (2276)', category: 'fees_income' });
    expect(decision.before).toEqual([{ category: 'labour_income', rule: 'labour.salaries', entries: 1 }]);
    expect(await categories(declarationId)).toMatchObject({ 23: `fees_income organization.${decision.id}` });
    expect(await revert(decision.id)).toMatchObject({ state: 'reverted', revertedBy: { name: 'pruebas' } });
    expect(await categories(declarationId)).toEqual(before);
  });

  test('replaces an earlier one, which is in force again when it is taken back', async () => {
    const { declarationId } = await store();
    const first = await decide({ concept: BONUS, category: 'non_labour_income' });
    const second = await decide({ concept: BONUS, category: 'reference' });
    expect(second).toMatchObject({
      replaces: first.id,
      before: [{ category: 'non_labour_income', rule: `organization.${first.id}`, entries: 2 }],
    });
    const late = await ask('DELETE', `/v1/reviews/decisions/${first.id}`, { status: 409, read: problem });
    expect(late.code).toBe('review_decision_not_in_force');
    await revert(second.id);
    expect(await categories(declarationId)).toMatchObject({
      20: `non_labour_income organization.${first.id}`,
    });
    await revert(first.id);
    expect(await categories(declarationId)).toMatchObject({ 20: 'unclassified none' });
    const all = await ask('GET', '/v1/reviews/decisions', { read: reviewDecisionPage });
    expect(all.items.map(({ id, state }) => [id, state])).toEqual([
      [second.id, 'reverted'],
      [first.id, 'reverted'],
    ]);
    const inForce = await ask('GET', '/v1/reviews/decisions?inForce=true', { read: reviewDecisionPage });
    expect(inForce.items).toEqual([]);
    const late2 = await ask('DELETE', `/v1/reviews/decisions/${first.id}`, { status: 409, read: problem });
    expect(late2.code).toBe('review_decision_not_in_force');
  });

  test('starts a new analysis of each declaration that it concerns', async () => {
    const { declarationId } = await store();
    await store([fact(20, 'Otra cosa', 1n)], '52000111');
    await decide({ concept: BONUS, category: 'reference' });
    const runs = await api.db
      .selectFrom('runs')
      .select(['task', 'declaration_id'])
      .where('organization_id', '=', tenant.organizationId)
      .execute();
    expect(runs).toEqual([{ task: 'declaration.analyze', declaration_id: declarationId }]);
  });

  test('made by several at once leaves one in force, and the entries as it says', async () => {
    const { declarationId } = await store();
    const made = await Promise.all(
      ['reference', 'assets', 'dividends', 'deductions'].map(
        async (category) => await decide({ concept: BONUS, category }),
      ),
    );
    const { items } = await ask('GET', '/v1/reviews/decisions?inForce=true', { read: reviewDecisionPage });
    expect(items).toHaveLength(1);
    expect(made.map(({ id }) => id)).toContain(items[0]?.id);
    expect((await categories(declarationId))[20]).toBe(`${items[0]?.category} organization.${items[0]?.id}`);
  });

  test('sent twice with one key is one', async () => {
    await store();
    const headers = { 'idempotency-key': 'decide-once' };
    const body = { concept: BONUS, category: 'reference' };
    const options = { body, headers, status: 201, read: reviewDecision };
    const first = await ask('POST', '/v1/reviews/decisions', options);
    expect(await ask('POST', '/v1/reviews/decisions', options)).toEqual(first);
  });

  test("concerns no other organization's entries, and no other one can take it back", async () => {
    const { declarationId } = await store();
    const stranger = await api.tenant('Extraña');
    const askAsStranger = jsonClient(stranger);
    const options = { body: { concept: BONUS, category: 'reference' }, status: 201, read: reviewDecision };
    expect((await askAsStranger('POST', '/v1/reviews/decisions', options)).affectedEntries).toBe(0);
    expect(await categories(declarationId)).toMatchObject({ 20: 'unclassified none' });
    expect((await askAsStranger('GET', '/v1/reviews', { read: reviewList })).items).toEqual([]);
    const own = await decide({ concept: BONUS, category: 'assets' });
    await askAsStranger('DELETE', `/v1/reviews/decisions/${own.id}`, { status: 404, read: problem });
    expect(await categories(declarationId)).toMatchObject({ 20: `assets organization.${own.id}` });
  });

  test.for<[string, unknown, string]>([
    ['a wording that says nothing', { concept: ' - ', category: 'assets' }, 'concept'],
    ['no category', { concept: BONUS }, 'category'],
    ['what is to be decided', { concept: BONUS, category: 'unclassified' }, 'category'],
    ['an unknown field', { concept: BONUS, category: 'assets', boxes: [29] }, ''],
  ])('is refused for %s', async ([, body, field]) => {
    const refused = await ask('POST', '/v1/reviews/decisions', { body, status: 400, read: problem });
    expect(refused.details).toMatchObject({ fields: [{ field }] });
  });
});

describe('suspected duplicates', () => {
  const TWICE = [
    fact(20, 'Pagos por salarios', 50_000_000n, { boxes: [32] }),
    fact(21, 'Pagos por salarios', 50_000_000n, { boxes: [32] }),
    fact(22, 'Cesantías e intereses pagadas al empleado', 4_000_000n),
    fact(23, 'Cesantías abonadas por el fondo', 3_000_000n, { reporter_nit: '800555666' }),
  ];
  const list = async (id: string) =>
    (await ask('GET', `/v1/declarations/${id}/duplicates`, { read: duplicateList })).items;
  const resolve = async (id: string, findingId: string, body: unknown) =>
    await ask('POST', `/v1/declarations/${id}/duplicates/${findingId}`, { body, read: duplicate });

  test('are listed with their entries, and nothing is decided by itself', async () => {
    const { declarationId } = await store(TWICE);
    const found = await list(declarationId);
    expect(found.map(({ code, resolution }) => [code, resolution])).toEqual([
      ['duplicate_candidate', null],
      ['severance_reported_twice', null],
    ]);
    expect(found[0]?.entries.map(({ amount, counted }) => [amount, counted])).toEqual([
      ['50000000', null],
      ['50000000', null],
    ]);
    expect((await compute(declarationId)).boxes['32']?.value).toBe('104000000');
  });

  test('that are one fact count once, that are two count both, and can be opened again', async () => {
    const { declarationId } = await store(TWICE);
    await compute(declarationId);
    const [salary] = await list(declarationId);
    const [first, second] = salary!.entries;
    const ignored = await resolve(declarationId, salary!.id, {
      resolution: 'ignore',
      countedEntryIds: [second!.entryId],
    });
    expect(ignored).toMatchObject({ resolution: 'ignore', decidedBy: { name: 'pruebas' } });
    expect(ignored.entries.map(({ entryId, counted }) => [entryId, counted])).toEqual([
      [first!.entryId, false],
      [second!.entryId, true],
    ]);
    const once = await compute(declarationId);
    expect(once.boxes['32']?.value).toBe('54000000');
    expect(once.leftOut).toContainEqual(
      expect.objectContaining({ entryId: first!.entryId, reason: 'excluded_by_person' }),
    );
    expect((await resolve(declarationId, salary!.id, { resolution: 'keep' })).resolution).toBe('keep');
    expect((await compute(declarationId)).boxes['32']?.value).toBe('104000000');
    const path = `/v1/declarations/${declarationId}/duplicates/${salary!.id}`;
    expect(await ask('DELETE', path, { read: duplicate })).toMatchObject({
      resolution: null,
      decidedAt: null,
    });
  });

  test('told by two sources are settled by the choice of the proposal', async () => {
    const { declarationId } = await store(TWICE);
    const [, severance] = await list(declarationId);
    expect((await resolve(declarationId, severance!.id, { resolution: 'keep' })).resolution).toBe('keep');
    const made = await compute(declarationId);
    expect(made.boxes['32']?.value).toBe('107000000');
    expect(made.choices).toContainEqual(
      expect.objectContaining({ decision: 'severance', chosen: 'sum', decided: true }),
    );
    await ask('POST', `/v1/declarations/${declarationId}/drafts`, {
      body: { decisions: { severance: 'fund' } },
      status: 201,
      read: draft,
    });
    expect((await list(declarationId))[1]?.resolution).toBe('other');
  });

  test('stay settled in a newer download with the same facts', async () => {
    const { declarationId } = await store(TWICE);
    const [salary] = await list(declarationId);
    await resolve(declarationId, salary!.id, { resolution: 'ignore' });
    await store(
      TWICE.toReversed().map((row, index) => ({ ...row, position: 40 + index, row_number: 40 + index })),
    );
    expect((await list(declarationId))[0]).toMatchObject({ id: salary!.id, resolution: 'ignore' });
    expect((await compute(declarationId)).boxes['32']?.value).toBe('54000000');
  });

  test('keep another decision about the same row', async () => {
    const { declarationId } = await store(TWICE);
    const [salary] = await list(declarationId);
    const entryId = salary!.entries[0]!.entryId;
    const share = { entries: [{ entryId, sharePercent: 50 }] };
    await ask('POST', `/v1/declarations/${declarationId}/drafts`, { body: share, status: 201, read: draft });
    await resolve(declarationId, salary!.id, { resolution: 'keep' });
    expect((await compute(declarationId)).boxes['32']?.value).toBe('79000000');
    await ask('DELETE', `/v1/declarations/${declarationId}/duplicates/${salary!.id}`, { read: duplicate });
    expect((await compute(declarationId)).boxes['32']?.value).toBe('79000000');
  });

  test('that are not there are not found, and rows of others are refused', async () => {
    const { declarationId } = await store(TWICE);
    const [salary, severance] = await list(declarationId);
    const path = (id: string) => `/v1/declarations/${declarationId}/duplicates/${id}`;
    const body = { resolution: 'ignore' };
    const missing = await ask('POST', path('0'.repeat(32)), { body, status: 404, read: problem });
    expect(missing.code).toBe('finding_not_found');
    const foreign = { resolution: 'ignore', countedEntryIds: [severance!.entries[0]!.entryId] };
    for (const id of [salary!.id, severance!.id]) {
      const refused = await ask('POST', path(id), { body: foreign, status: 400, read: problem });
      expect(refused.details).toMatchObject({ fields: [{ field: 'countedEntryIds' }] });
    }
  });
});
