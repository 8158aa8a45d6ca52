import { replaceInsights, saveAnalysis } from '@accountia/db';
import {
  declaration,
  declarationPage,
  declarationSummary,
  document,
  entryPage,
  insightList,
  run,
} from '@accountia/task-contracts/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type Tenant, type TestApi } from '../testing/api.ts';
import { entry, storeDeclaration, type StoredDeclaration } from '../testing/declarations.ts';
import { newInsight } from '../testing/insights.ts';
import { createRun } from '../testing/runs.ts';

let api: TestApi;
let tenant: Tenant;
let stored: StoredDeclaration;
beforeAll(async () => {
  api = await startTestApi();
  tenant = await api.tenant();
  stored = await storeDeclaration(api, tenant.organizationId, {
    topes: { '1': '79390257', '2': '100000000' },
    entries: [
      entry(20),
      entry(21, {
        detail: 'Pago por dotación',
        reporter_name: 'ALMACÉN EL ÉXITO',
        reporter_nit: '800111222',
        amount: 9_007_199_254_740_993n,
      }),
      entry(22, {
        detail: 'Saldo cuenta de ahorros',
        category: 'assets',
        boxes: [29],
        topes: [2],
        amount: 1_250n,
      }),
      entry(23, {
        detail: 'Saldo cuenta corriente',
        category: 'liabilities',
        boxes: [30],
        topes: [],
        amount: -300n,
      }),
      entry(24, {
        detail: 'Retención 100% aplicada_a',
        category: 'withholdings',
        boxes: [132],
        topes: [],
        amount: 7n,
      }),
    ],
  });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

const get = async (path: string) => {
  const response = await tenant.request(path);
  expect(response.status).toBe(200);
  return (await response.json()) as unknown;
};

describe('a processed document', () => {
  test('tells what was read and, in words, what is odd about it', async () => {
    const body = document.parse(await get(`/v1/documents/${stored.documentId}`));
    expect(body).toMatchObject({
      state: 'processed',
      entryCount: 5,
      declarationId: stored.declarationId,
      taxableYear: 2025,
    });
    expect(body.warnings).toEqual([
      {
        code: 'amount_rounded',
        message: 'El valor traía centavos y se redondeó a pesos (79390256,7).',
        row: 20,
        cell: 'F20',
        details: { raw: '79390256,7' },
      },
    ]);
  });

  test('gives its entries in the order of the sheet, page by page, amounts exact', async () => {
    const rows: number[] = [];
    const amounts: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page = entryPage.parse(await get(`/v1/documents/${stored.documentId}/entries?limit=2${query}`));
      rows.push(...page.items.map(({ row }) => row));
      amounts.push(...page.items.map(({ amount }) => amount));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(rows).toEqual([20, 21, 22, 23, 24]);
    expect(amounts).toEqual(['79390257', '9007199254740993', '1250', '-300', '7']);
  });

  test('that was purged cannot be downloaded any more', async () => {
    const gone = await storeDeclaration(api, tenant.organizationId, { number: '52000111' });
    await api.db
      .updateTable('documents')
      .set({ state: 'purged' })
      .where('id', '=', gone.documentId)
      .execute();
    expect((await tenant.request(`/v1/documents/${gone.documentId}/download`)).status).toBe(410);
  });
});

describe('entries of a declaration', () => {
  test.each([
    ['category=assets', [22]],
    ['box=30', [23]],
    ['tope=1', [20, 21]],
    ['reporterNit=800111222', [21]],
    ['text=dotacion', [21]],
    ['text=almacen%20el', [21]],
    ['text=100%25%20aplicada_a', [24]],
    ['text=%25%25', []],
    ['category=labour_income&box=32&text=salarios', [20]],
  ])('are filtered by %s', async (query, rows) => {
    const page = entryPage.parse(await get(`/v1/declarations/${stored.declarationId}/entries?${query}`));
    expect(page.items.map(({ row }) => row)).toEqual(rows);
  });

  test('leave out those of a report that a newer one replaced', async () => {
    const number = '52999888';
    const older = await storeDeclaration(api, tenant.organizationId, {
      number,
      entries: [entry(20), entry(21)],
    });
    const newer = await storeDeclaration(api, tenant.organizationId, { number, entries: [entry(30)] });
    expect(newer.declarationId).toBe(older.declarationId);
    const page = entryPage.parse(await get(`/v1/declarations/${older.declarationId}/entries`));
    expect(page.items.map(({ row }) => row)).toEqual([30]);
    expect(document.parse(await get(`/v1/documents/${older.documentId}`)).supersededBy).toBe(
      newer.documentId,
    );
  });
});

describe('a declaration', () => {
  test('is found by year and taxpayer', async () => {
    const one = declaration.parse(await get(`/v1/declarations/${stored.declarationId}`));
    expect(one).toMatchObject({
      taxableYear: 2025,
      taxpayer: { documentType: 'CC', number: '1057664193' },
      entryCount: 5,
    });
    const found = declarationPage.parse(
      await get('/v1/declarations?taxableYear=2025&taxpayerNumber=1057664193'),
    );
    expect(found.items).toEqual([one]);
    expect(declarationPage.parse(await get('/v1/declarations?taxableYear=2024')).items).toEqual([]);
  });

  test('has a summary: exact totals, topes against their limits, obligation, date and warnings in words', async () => {
    const summary = declarationSummary.parse(await get(`/v1/declarations/${stored.declarationId}/summary`));
    expect(summary.totalsByCategory).toEqual({
      labour_income: '9007199334131250',
      assets: '1250',
      liabilities: '-300',
      withholdings: '7',
    });
    expect(summary.categories[0]).toEqual({
      category: 'labour_income',
      label: 'Ingresos laborales',
      amount: '9007199334131250',
      entries: 2,
    });
    expect(summary.topes.map(({ tope, reported }) => [tope, reported])).toEqual([
      [1, true],
      [2, true],
      [3, false],
      [4, false],
      [5, false],
    ]);
    // 1,400 UVT of 49,799 pesos (Res. DIAN 000193 of 2024), E.T. art. 592.
    expect(summary.topes[0]).toMatchObject({
      amount: '79390257',
      limit: '69718600',
      limitUvt: 1400,
      exceeded: true,
    });
    // Final digits 93-94: DUR 1625 of 2016, art. 1.6.1.13.2.15.
    expect(summary.filing).toMatchObject({ obligated: true, dueDate: '2026-10-21' });
    expect(summary.filing.reasons[0]).toContain('$');
    const negative = summary.warnings.find(({ code }) => code === 'negative_balance');
    expect(negative).toMatchObject({ title: 'Cuentas con saldo negativo', entryIds: [expect.any(String)] });
  });

  test('of a year whose values we do not have says so instead of guessing', async () => {
    const { declarationId } = await storeDeclaration(api, tenant.organizationId, { taxableYear: 2015 });
    const summary = declarationSummary.parse(await get(`/v1/declarations/${declarationId}/summary`));
    expect(summary.topes).toEqual([]);
    expect(summary.filing).toEqual({
      obligated: 'unknown',
      reasons: ['Todavía no tenemos los valores de ley del año gravable 2015.'],
      dueDate: null,
    });
    expect(summary.totalsByCategory).toEqual({ labour_income: '79390257' });
  });

  test('has insights with their citations once it was analysed, and none before', async () => {
    const fresh = await storeDeclaration(api, tenant.organizationId, { number: '52333444' });
    const path = `/v1/declarations/${fresh.declarationId}/insights`;
    expect(insightList.parse(await get(path))).toEqual({
      analyzedAt: null,
      generator: null,
      notes: [],
      questions: [],
      items: [],
    });
    const { organizationId } = tenant;
    const { id: runId } = await createRun(api, organizationId, { declarationId: fresh.declarationId });
    await api.db.transaction().execute(async (trx) => {
      await replaceInsights(trx, { organizationId, declarationId: fresh.declarationId, runId }, [
        newInsight({
          impact_kind: 'risk',
          impact_amount: 9_007_199_254_740_993n,
          impact_basis: 'Sanción',
          documents: ['RUT actualizado'],
        }),
      ]);
      await saveAnalysis(trx, {
        organizationId,
        declarationId: fresh.declarationId,
        runId,
        analysis: { generator: 'rules', notes: ['Nota'], questions: ['¿Pregunta?'], dropped: [] },
      });
    });
    expect(insightList.parse(await get(path))).toMatchObject({
      analyzedAt: expect.any(String),
      generator: 'rules',
      notes: ['Nota'],
      questions: ['¿Pregunta?'],
      items: [
        {
          code: 'due_date',
          amount: '79390257',
          deadline: '2026-10-21',
          citations: [{ article: '592' }],
          documents: ['RUT actualizado'],
          impact: { kind: 'risk', amount: '9007199254740993', basis: 'Sanción' },
          feedback: null,
        },
      ],
    });
  });
});

describe('a new analysis', () => {
  const start = async (id: string, key?: string) =>
    await tenant.request(`/v1/declarations/${id}/analyses`, {
      method: 'POST',
      headers: key === undefined ? {} : { 'idempotency-key': key },
    });

  test('is a run of the declaration; asked for while one waits, it is that one', async () => {
    const { declarationId } = await storeDeclaration(api, tenant.organizationId, { number: '52555666' });
    const response = await start(declarationId);
    expect(response.status).toBe(202);
    const first = run.parse(await response.json());
    expect(first).toMatchObject({ task: 'declaration.analyze', state: 'queued', declarationId });
    expect(run.parse(await (await start(declarationId)).json()).id).toBe(first.id);
  });

  test('under a key is started once, and the key serves no other declaration', async () => {
    const one = await storeDeclaration(api, tenant.organizationId, { number: '52777888' });
    const other = await storeDeclaration(api, tenant.organizationId, { number: '52777999' });
    const first = await (await start(one.declarationId, 'analysis-1')).text();
    expect(await (await start(one.declarationId, 'analysis-1')).text()).toBe(first);
    expect((await start(other.declarationId, 'analysis-1')).status).toBe(409);
  });
});
