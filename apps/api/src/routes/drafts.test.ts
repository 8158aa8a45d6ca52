import {
  declarationDecisionList,
  draft,
  draftInputSchema,
  draftList,
  type DraftRequest,
  problem,
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

let taxpayer = 1_057_000_000;
const nextTaxpayer = () => String((taxpayer += 1));

/** The report of the worked example "employee only" of the tax rules. */
const EMPLOYEE = [
  fact(20, 'Pagos por salarios (2276)', 84_000_000n, { boxes: [32] }),
  fact(21, 'Pagos por prestaciones sociales (2276)', 7_000_000n, { boxes: [32] }),
  fact(22, 'Cesantías e intereses de cesantías pagadas al empleado (2276)', 840_000n, { boxes: [32, 36] }),
  fact(23, 'Cesantías consignadas al fondo de cesantías (2276)', 7_000_000n, { boxes: [29, 36] }),
  fact(24, 'Valor total de las cesantías abonadas en el periodo (2274)', 7_000_000n, {
    boxes: [29, 32, 36],
    reporter_nit: '800555666',
  }),
  fact(25, 'Valor ingreso laboral promedio de los últimos seis meses (2276)', 7_000_000n, { boxes: [36] }),
  fact(26, 'Aportes obligatorios a salud (2276)', 3_360_000n, { boxes: [33] }),
  fact(27, 'Aporte obligatorio pensiones y solidaridad (2276)', 3_360_000n, { boxes: [33] }),
  fact(28, 'Retención por pagos rentas de trabajo o pensiones (2276)', 2_900_000n, { boxes: [132] }),
  fact(29, 'Saldo cuentas bancarias (Titular Principal)', 12_000_000n, {
    boxes: [29, 30],
    reporter_nit: '860777888',
  }),
  fact(30, 'Total consumos o gastos con tarjeta Crédito o Débito (1023)', 20_000_000n, {
    reporter_nit: '860777888',
  }),
  fact(31, 'Monto total de facturación electrónica susceptible de beneficio', 18_000_000n, {
    reporter_nit: '800197268',
  }),
];

const employee = async () =>
  await storeDeclaration(api, tenant.organizationId, {
    taxableYear: 2024,
    number: nextTaxpayer(),
    entries: EMPLOYEE,
  });

const post = async (id: string, body: DraftRequest, status = 201) =>
  await ask('POST', `/v1/declarations/${id}/drafts`, { body, status, read: draft });
const latest = async (id: string) =>
  await ask('GET', `/v1/declarations/${id}/drafts/latest`, { read: draft });
const versions = async (id: string) =>
  (await ask('GET', `/v1/declarations/${id}/drafts`, { read: draftList })).items;

describe('a draft of a declaration', () => {
  test('has the boxes of the worked example, each with its rule, article and entries', async () => {
    const { declarationId } = await employee();
    const made = await post(declarationId, {
      facts: { dependants: 1, housingInterest: '6000000', priorNetTax: '1500000' },
    });
    expect(made).toMatchObject({
      declarationId,
      version: 1,
      taxableYear: 2024,
      outdated: false,
      changes: null,
    });
    expect(made.createdBy).toMatchObject({ name: 'pruebas' });
    // docs/examples/employee-only.md of the tax rules.
    const expected = {
      28: '180000',
      29: '19000000',
      36: '24939000',
      39: '9884000',
      92: '40417000',
      111: '51703000',
    };
    for (const [box, value] of Object.entries(expected))
      expect([box, made.boxes[box]?.value]).toEqual([box, value]);
    const { 32: gross } = made.boxes;
    expect(gross).toMatchObject({ article: '103', rule: 'labour.gross' });
    expect(gross?.entries.map(({ amount }) => amount).toSorted()).toEqual([
      '7000000',
      '7000000',
      '840000',
      '84000000',
    ]);
    expect(await latest(declarationId)).toEqual(made);
    expect(await ask('GET', `/v1/declarations/${declarationId}/drafts/1`, { read: draft })).toEqual(made);
  });

  test('asks for what the report cannot know, with the reason, and says what it took for granted', async () => {
    const { declarationId } = await employee();
    const made = await post(declarationId, { facts: { dependants: 1 } });
    const question = (fact: string) => made.questions.find((asked) => asked.fact === fact);
    expect(question('dependants')).toMatchObject({ status: 'told', value: 1 });
    expect(question('eInvoicePurchases')).toMatchObject({ status: 'from_report', value: '18000000' });
    expect(question('eInvoicePurchases')?.entries).toHaveLength(1);
    expect(question('housingInterest')).toMatchObject({ status: 'assumed', value: null });
    expect(question('housingInterest')?.reason).toContain('1.200 UVT');
    expect(question('homeSaleGain')).toBeUndefined();
    expect(made.assumptions.map(({ field }) => field)).toContain('facts.housingInterest');
    expect(made.leftOut.map(({ reason }) => reason).toSorted()).toEqual([
      'severance_reported_twice',
      'threshold_only',
    ]);
    expect(made.choices).toContainEqual(
      expect.objectContaining({ decision: 'severance', chosen: 'larger', decided: false }),
    );
  });

  test('keeps what was told before, replaces what is told again, and takes back what is null', async () => {
    const { declarationId } = await employee();
    await post(declarationId, {
      facts: { dependants: 1, housingInterest: '6000000' },
      boxes: { 30: '4000000' },
    });
    const second = await post(declarationId, { facts: { dependants: 3 }, decisions: { severance: 'sum' } });
    expect(second.boxes['138']?.value).toBe('3');
    expect(second.boxes['38']?.value).toBe('6000000');
    expect(second.boxes['30']).toMatchObject({ value: '4000000', entries: [] });
    expect(second.choices).toContainEqual(
      expect.objectContaining({ decision: 'severance', chosen: 'sum', decided: true }),
    );
    const third = await post(declarationId, {
      facts: { housingInterest: null },
      boxes: { 30: null },
      decisions: { severance: null },
    });
    expect(third.boxes['38']?.value).toBe('0');
    expect(third.boxes['30']?.value).toBe('0');
    expect(third.boxes['138']?.value).toBe('3');
    expect(third.changes?.told).toContainEqual({
      kind: 'choice',
      subject: 'severance',
      before: 'sum',
      after: null,
    });
    const history = await ask('GET', `/v1/declarations/${declarationId}/decisions`, {
      read: declarationDecisionList,
    });
    expect(history.items.map(({ subject, state }) => `${subject} ${state}`).toSorted()).toEqual([
      '30 reverted',
      'dependants in_force',
      'dependants replaced',
      'housingInterest reverted',
      'severance reverted',
    ]);
    for (const { decidedBy, revertedBy, state } of history.items) {
      expect(decidedBy?.name).toBe('pruebas');
      expect(revertedBy?.name).toBe(state === 'reverted' ? 'pruebas' : undefined);
    }
  });

  test('obeys what is decided about an entry: left out, in another box, by a share', async () => {
    const { declarationId } = await employee();
    const first = await post(declarationId, {});
    const idOf = (box: string, amount: string) =>
      first.boxes[box]!.entries.find((behind) => behind.amount === amount)!.entryId;
    const salary = idOf('32', '84000000');
    const bank = idOf('29', '12000000');
    const second = await post(declarationId, {
      entries: [
        { entryId: salary, box: 43 },
        { entryId: bank, sharePercent: 50 },
      ],
    });
    expect(second.boxes['43']).toMatchObject({
      value: '84000000',
      entries: [{ entryId: salary, amount: '84000000' }],
    });
    expect(second.boxes['29']?.value).toBe('13000000');
    const third = await post(declarationId, {
      entries: [{ entryId: salary, use: 'exclude' }, { entryId: bank }],
    });
    expect(third.boxes['43']?.value).toBe('0');
    expect(third.boxes['29']?.value).toBe('19000000');
    expect(third.leftOut).toContainEqual(
      expect.objectContaining({ entryId: salary, reason: 'excluded_by_person' }),
    );
  });
});

describe('versions', () => {
  test('are not made when nothing changed: asking again answers with the newest', async () => {
    const { declarationId } = await employee();
    const first = await post(declarationId, { facts: { dependants: 2 } });
    expect(await post(declarationId, {}, 200)).toEqual(first);
    expect(await post(declarationId, { facts: { dependants: 2, housingInterest: null } }, 200)).toEqual(
      first,
    );
    expect(await versions(declarationId)).toHaveLength(1);
    const history = await ask('GET', `/v1/declarations/${declarationId}/decisions`, {
      read: declarationDecisionList,
    });
    expect(history.items).toHaveLength(1);
  });

  test('say what changed, and in which boxes', async () => {
    const { declarationId } = await employee();
    await post(declarationId, {});
    const second = await post(declarationId, { facts: { dependants: 2 } });
    expect(second.changes?.told).toEqual([{ kind: 'fact', subject: 'dependants', before: null, after: 2 }]);
    expect(second.changes?.entries).toEqual({ added: 0, removed: 0, reclassified: 0 });
    expect(second.changes?.boxes).toContainEqual({
      box: 138,
      label: 'Número de dependientes económicos',
      before: '0',
      after: '2',
    });
    const listed = await versions(declarationId);
    expect(listed.map(({ version }) => version)).toEqual([2, 1]);
    expect(listed[0]).toMatchObject({ netTax: second.boxes['126']?.value, changes: second.changes });
    const older = await ask('GET', `/v1/declarations/${declarationId}/drafts?before=2`, { read: draftList });
    expect(older.items.map(({ version }) => version)).toEqual([1]);
  });

  test('are out of date once a newer download says something else, and the decisions survive it', async () => {
    const number = nextTaxpayer();
    const store = async (entries: typeof EMPLOYEE) =>
      await storeDeclaration(api, tenant.organizationId, { taxableYear: 2024, number, entries });
    const { declarationId } = await store(EMPLOYEE);
    const first = await post(declarationId, {});
    const bank = first.boxes['29']!.entries.find(({ amount }) => amount === '12000000')!.entryId;
    await post(declarationId, { entries: [{ entryId: bank, sharePercent: 50 }] });

    // The same facts in another order, under other ids: nothing changed.
    await store(
      EMPLOYEE.toReversed().map((row, index) => ({ ...row, row_number: 50 + index, position: 50 + index })),
    );
    expect((await latest(declarationId)).outdated).toBe(false);

    await store([...EMPLOYEE.slice(1), fact(60, 'Pagos por salarios (2276)', 90_000_000n, { boxes: [32] })]);
    expect((await latest(declarationId)).outdated).toBe(true);
    const third = await post(declarationId, {});
    expect(third).toMatchObject({ version: 3, outdated: false });
    expect(third.boxes['29']?.value).toBe('13000000');
    expect(third.changes?.entries).toEqual({ added: 1, removed: 1, reclassified: 0 });
    expect(third.changes?.boxes).toContainEqual(expect.objectContaining({ box: 32, after: '104840000' }));
    expect((await versions(declarationId)).map(({ outdated }) => outdated)).toEqual([false, true, true]);

    await store(EMPLOYEE.filter(({ amount }) => amount !== 12_000_000n));
    expect((await post(declarationId, {})).unusedDecisions).toEqual([
      'Saldo cuentas bancarias (Titular Principal)',
    ]);
  });

  test('are numbered one after the other, also when asked for at the same time', async () => {
    const { declarationId } = await employee();
    const made = await Promise.all(
      [1, 2, 3, 4, 5].map(async (dependants) => await post(declarationId, { facts: { dependants } })),
    );
    expect(made.map(({ version }) => version).toSorted()).toEqual([1, 2, 3, 4, 5]);
  });

  test('asked for twice with one key are one', async () => {
    const { declarationId } = await employee();
    const path = `/v1/declarations/${declarationId}/drafts`;
    const headers = { 'idempotency-key': `draft-${declarationId}` };
    const body = { facts: { dependants: 1 } };
    const first = await ask('POST', path, { body, headers, status: 201, read: draft });
    await post(declarationId, { facts: { dependants: 2 } });
    expect(await ask('POST', path, { body, headers, status: 201, read: draft })).toEqual(first);
    const other = await ask('POST', path, {
      body: { facts: { dependants: 4 } },
      headers,
      status: 409,
      read: problem,
    });
    expect(other.code).toBe('idempotency_key_reused');
    expect(await versions(declarationId)).toHaveLength(2);
  });
});

describe('a draft is refused', () => {
  const refuse = async (id: string, body: unknown, status: number) =>
    await ask('POST', `/v1/declarations/${id}/drafts`, { body, status, read: problem });

  test('with every wrong field named, and nothing stored', async () => {
    const { declarationId } = await employee();
    const wrong = {
      facts: { dependants: 99, wife: 1 },
      boxes: { '27': '1', '32': '-5' },
    };
    const refused = await refuse(declarationId, wrong, 400);
    const { fields } = refused.details as { fields: { field: string; message: string }[] };
    expect(fields).toEqual([
      { location: 'body', field: 'boxes.27', message: 'No es un dato del borrador.' },
      { location: 'body', field: 'boxes.32', message: 'No puede ser negativo.' },
      { location: 'body', field: 'facts.dependants', message: 'Debe estar entre 0 y 50.' },
      { location: 'body', field: 'facts.wife', message: 'No es un dato del borrador.' },
    ]);
    expect(await versions(declarationId)).toEqual([]);
  });

  test.for<[string, unknown, string]>([
    ['an unknown decision', { decisions: { colour: 'red' } }, 'decisions.colour'],
    ['a decision by a name of every object', { decisions: { constructor: 'red' } }, 'decisions.constructor'],
    ['an option that there is not', { decisions: { fees: 'none' } }, 'decisions.fees'],
    [
      "an entry that is not the declaration's",
      { entries: [{ entryId: '0190f3c2-9a40-7e9d-a3b7-5d2e8f1c6a32', use: 'exclude' }] },
      'entries.0.entryId',
    ],
    ['an unknown field', { fact: {} }, ''],
    [
      'a share over the whole',
      { entries: [{ entryId: crypto.randomUUID(), sharePercent: 101 }] },
      'entries.0.sharePercent',
    ],
    [
      'two facts that contradict each other',
      { facts: { firstYearFiling: true, secondYearFiling: true } },
      'facts.secondYearFiling',
    ],
  ])('for %s', async ([, body, field]) => {
    const { declarationId } = await employee();
    const { details } = await refuse(declarationId, body, 400);
    expect((details as { fields: { field: string }[] }).fields.map((wrong) => wrong.field)).toEqual([field]);
  });

  test('when what is told now contradicts what was told before, which stays', async () => {
    const { declarationId } = await employee();
    await post(declarationId, { facts: { firstYearFiling: true } });
    await refuse(declarationId, { facts: { secondYearFiling: true } }, 400);
    expect(await post(declarationId, {}, 200)).toMatchObject({ version: 1 });
  });

  test('for a year whose form is not known, and for who is no resident', async () => {
    const { declarationId } = await storeDeclaration(api, tenant.organizationId, {
      taxableYear: 2019,
      number: nextTaxpayer(),
    });
    expect((await refuse(declarationId, {}, 422)).detail).toContain('2023, 2024, 2025');
    const resident = await employee();
    const refused = await refuse(resident.declarationId, { facts: { resident: false } }, 422);
    expect(refused.code).toBe('form_of_non_residents');
  });

  test('as not found before the first one was made', async () => {
    const { declarationId } = await employee();
    for (const version of ['latest', '1']) {
      const path = `/v1/declarations/${declarationId}/drafts/${version}`;
      expect((await ask('GET', path, { status: 404, read: problem })).code).toBe('draft_not_found');
    }
  });
});

test('the JSON Schema of what can be told is there to build a form with', async () => {
  const schema = await ask('GET', '/v1/draft-input-schema', { read: draftInputSchema });
  expect(schema).toMatchObject({ properties: { facts: { properties: { dependants: { minimum: 0 } } } } });
});
