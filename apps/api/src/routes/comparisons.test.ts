import {
  certificateComparison,
  draft,
  problem,
  reportComparison,
  topeExplanationList,
  yearComparison,
} from '@accountia/task-contracts/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type Tenant, type TestApi } from '../testing/api.ts';
import { storeDeclaration } from '../testing/declarations.ts';
import { fact } from '../testing/facts.ts';
import { jsonClient } from '../testing/json.ts';

let api: TestApi;
let tenant: Tenant;
let ask: ReturnType<typeof jsonClient>;
beforeAll(async () => {
  api = await startTestApi();
  tenant = await api.tenant();
  ask = jsonClient(tenant);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

let taxpayer = 1_058_000_000;
const nextTaxpayer = () => String((taxpayer += 1));
const store = async (facts: Parameters<typeof storeDeclaration>[2]) =>
  await storeDeclaration(api, tenant.organizationId, facts);

const SALARY = fact(20, 'Pagos por salarios', 50_000_000n, { boxes: [32] });
const BANK = fact(21, 'Saldo cuenta de ahorros', 7_000_000n, { boxes: [29], reporter_nit: '860777888' });
const HEALTH = fact(22, 'Aportes obligatorios a salud', 2_000_000n, { boxes: [33] });

describe('two downloads of a report', () => {
  const path = (id: string, query = '') => `/v1/declarations/${id}/comparison${query}`;

  test('show what was added, removed and changed, whatever the order of the rows', async () => {
    const number = nextTaxpayer();
    const older = await store({ number, entries: [SALARY, BANK, HEALTH] });
    const newer = await store({
      number,
      entries: [
        fact(40, 'DIVIDENDOS gravados a título de retención', 900_000n),
        { ...BANK, position: 41, row_number: 41 },
        { ...SALARY, position: 42, row_number: 42, amount: 55_000_000n },
      ],
    });
    const compared = await ask('GET', path(older.declarationId), { read: reportComparison });
    expect(compared).toMatchObject({
      before: { id: older.documentId },
      after: { id: newer.documentId },
      added: [{ amount: '900000' }],
      removed: [{ detail: 'Aportes obligatorios a salud' }],
      changed: [{ before: { amount: '50000000' }, after: { amount: '55000000' }, difference: '5000000' }],
      unchangedCount: 1,
    });
    expect(compared.differenceByCategory).toContainEqual({
      category: 'mandatory_contributions',
      label: 'Aportes obligatorios a salud y pensión',
      difference: '-2000000',
    });
    const named = await ask('GET', path(older.declarationId, `?with=${older.documentId}`), {
      read: reportComparison,
    });
    expect(named).toEqual(compared);
  });

  test('are the last two when there are more', async () => {
    const number = nextTaxpayer();
    await store({ number, entries: [SALARY] });
    const second = await store({ number, entries: [SALARY, BANK] });
    const third = await store({ number, entries: [SALARY, BANK, HEALTH] });
    const compared = await ask('GET', path(third.declarationId, '?with=previous-download'), {
      read: reportComparison,
    });
    expect(compared.before.id).toBe(second.documentId);
    expect(compared.added).toHaveLength(1);
  });

  test('with themselves differ in nothing', async () => {
    const { declarationId, documentId } = await store({ number: nextTaxpayer(), entries: [SALARY, BANK] });
    expect(
      await ask('GET', path(declarationId, `?with=${documentId}`), { read: reportComparison }),
    ).toMatchObject({
      added: [],
      removed: [],
      changed: [],
      unchangedCount: 2,
      differenceByCategory: [],
    });
  });

  test('are refused when there is one only, or it is of another declaration, purged or of nobody', async () => {
    const { declarationId } = await store({ number: nextTaxpayer() });
    const other = await store({ number: nextTaxpayer() });
    const gone = await store({ number: nextTaxpayer() });
    await api.db
      .updateTable('documents')
      .set({ state: 'purged' })
      .where('id', '=', gone.documentId)
      .execute();
    for (const [query, status, code] of [
      ['', 409, 'nothing_to_compare'],
      [`?with=${other.documentId}`, 409, 'document_of_another_declaration'],
      [`?with=${gone.documentId}`, 410, 'document_purged'],
      [`?with=${crypto.randomUUID()}`, 404, 'document_not_found'],
      ['?with=yesterday', 400, 'invalid_request'],
    ] as const) {
      expect((await ask('GET', path(declarationId, query), { status, read: problem })).code).toBe(code);
    }
  });

  test("of another organization's document say no more than that it is not found", async () => {
    const { declarationId } = await store({ number: nextTaxpayer() });
    const stranger = await api.tenant('Extraña');
    const foreign = await storeDeclaration(api, stranger.organizationId);
    const refused = await ask('GET', path(declarationId, `?with=${foreign.documentId}`), {
      status: 404,
      read: problem,
    });
    expect(refused.code).toBe('document_not_found');
  });
});

describe("DIAN's totals", () => {
  test('are explained by what is told twice', async () => {
    const { declarationId } = await store({
      number: nextTaxpayer(),
      topes: { 2: '130000000' },
      entries: [
        fact(20, 'Avalúo catastral', 100_000_000n, { boxes: [29], topes: [2] }),
        fact(21, 'Base gravable impuesto predial', 130_000_000n, { boxes: [29], topes: [2] }),
      ],
    });
    const { items } = await ask('GET', `/v1/declarations/${declarationId}/topes`, {
      read: topeExplanationList,
    });
    expect(items.map(({ tope }) => tope)).toEqual([1, 2, 3, 4, 5]);
    expect(items[1]).toMatchObject({
      label: expect.stringMatching(/patrimonio/i) as string,
      reported: '130000000',
      sum: '230000000',
      adjusted: '130000000',
      unexplained: '0',
      reasons: [{ code: 'property_valued_twice', amount: '100000000' }],
    });
    expect(items[0]).toMatchObject({ reported: null, unexplained: null });
  });
});

describe('certificates', () => {
  const compare = async (id: string, body: unknown) =>
    await ask('POST', `/v1/declarations/${id}/certificates/compare`, { body, read: certificateComparison });

  test('match within the tolerance, differ beyond it, and may be on one side only', async () => {
    const { declarationId } = await store({ number: nextTaxpayer(), entries: [SALARY, HEALTH, BANK] });
    const certificates = [
      { id: '220', reporterNit: '900.123.456-8', category: 'labour_income', amount: '50001000' },
      { id: '220 salud', reporterNit: '900123456', category: 'mandatory_contributions', amount: '1500000' },
      { id: 'otro', reporterNit: '1', category: 'dividends', amount: '5' },
    ];
    const { items } = await compare(declarationId, { certificates });
    expect(
      items.map(({ category, status, difference }) => [category, status, difference]).toSorted(),
    ).toEqual([
      ['dividends', 'only_in_certificates', '-5'],
      ['labour_income', 'matches', '-1000'],
      ['mandatory_contributions', 'differs', '500000'],
    ]);
    expect(items.find(({ category }) => category === 'labour_income')).toMatchObject({
      reporterName: 'EMPRESA INVENTADA S.A.S.',
      label: 'Ingresos laborales',
      certificateIds: ['220'],
      entryIds: [expect.any(String)],
    });
    const strict = await compare(declarationId, { certificates, tolerance: '0' });
    expect(strict.items.filter(({ status }) => status === 'differs')).toHaveLength(2);
  });

  test.for<[string, object]>([
    ['no certificates', { certificates: [] }],
    [
      'an amount with dots',
      { certificates: [{ id: 'a', reporterNit: '1', category: 'assets', amount: '1.000' }] },
    ],
    [
      'an unknown category',
      { certificates: [{ id: 'a', reporterNit: '1', category: 'salary', amount: '1' }] },
    ],
    [
      'a tolerance below zero',
      { certificates: [{ id: 'a', reporterNit: '1', category: 'assets', amount: '1' }], tolerance: '-1' },
    ],
  ])('are refused with %s', async ([, body]) => {
    const { declarationId } = await store({ number: nextTaxpayer() });
    const path = `/v1/declarations/${declarationId}/certificates/compare`;
    expect((await ask('POST', path, { body, status: 400, read: problem })).code).toBe('invalid_request');
  });
});

describe('this year against the last', () => {
  const path = (id: string) => `/v1/declarations/${id}/comparison/previous-year`;

  test('shows the boxes and categories that changed, with what people told in each year', async () => {
    const number = nextTaxpayer();
    const last = await store({ number, taxableYear: 2024, entries: [SALARY] });
    const now = await store({
      number,
      taxableYear: 2025,
      entries: [{ ...SALARY, amount: 75_000_000n }, BANK],
    });
    await ask('POST', `/v1/declarations/${last.declarationId}/drafts`, {
      body: { boxes: { 30: '3000000' } },
      status: 201,
      read: draft,
    });
    const compared = await ask('GET', path(now.declarationId), { read: yearComparison });
    expect(compared).toMatchObject({
      current: { declarationId: now.declarationId, taxableYear: 2025 },
      previous: { declarationId: last.declarationId, taxableYear: 2024 },
      boxesCompared: true,
    });
    expect(compared.boxes).toContainEqual({
      box: 32,
      label: 'Ingresos brutos (rentas de trabajo)',
      current: '75000000',
      previous: '50000000',
      difference: '25000000',
      changePercent: 50,
    });
    expect(compared.boxes).toContainEqual(
      expect.objectContaining({ box: 30, current: '0', previous: '3000000', changePercent: -100 }),
    );
    expect(compared.categories.map(({ category, changePercent }) => [category, changePercent])).toEqual([
      ['labour_income', 50],
      ['assets', null],
    ]);
  });

  test('compares categories alone when the form of a year is not known', async () => {
    const number = nextTaxpayer();
    await store({ number, taxableYear: 2022, entries: [SALARY] });
    const now = await store({ number, taxableYear: 2023, entries: [BANK] });
    const compared = await ask('GET', path(now.declarationId), { read: yearComparison });
    expect(compared).toMatchObject({ boxesCompared: false, boxes: [], auditBenefitMonths: null });
    expect(compared.categories).toHaveLength(2);
  });

  test('needs both, of the same taxpayer and the same organization', async () => {
    const number = nextTaxpayer();
    const now = await store({ number, taxableYear: 2025 });
    await store({ number: nextTaxpayer(), taxableYear: 2024 });
    const stranger = await api.tenant('Extraña');
    await storeDeclaration(api, stranger.organizationId, { number, taxableYear: 2024 });
    const refused = await ask('GET', path(now.declarationId), { status: 409, read: problem });
    expect(refused).toMatchObject({ code: 'nothing_to_compare', details: { missing: 'previous-year' } });
  });
});
