import { purgeDocument } from '@accountia/db';
import {
  bulkRecordPage,
  bulkTotals,
  document,
  documentPage,
  entryPage,
  problem,
  run,
} from '@accountia/task-contracts/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { startTestApi, type Tenant, type TestApi } from '../testing/api.ts';
import { PARTY, record, storeBulk } from '../testing/bulk.ts';
import { storeDeclaration } from '../testing/declarations.ts';

let api: TestApi;
let tenant: Tenant;
beforeAll(async () => {
  api = await startTestApi();
  tenant = await api.tenant();
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

async function get<Schema extends z.ZodType>(schema: Schema, path: string, of = tenant) {
  const response = await of.request(path);
  expect(response.status).toBe(200);
  return schema.parse(await response.json());
}

const MOST = 999_999_999_999_999_999n;

describe('a bulk file', () => {
  test('is a document without a declaration that says what it is', async () => {
    const id = await storeBulk(api, tenant.organizationId);
    expect(await get(document, `/v1/documents/${id}`)).toMatchObject({
      layout: 'bulk-workbook',
      taxableYear: 2025,
      declarationId: null,
      supersededBy: null,
      entryCount: 0,
      bulk: {
        reporter: { documentType: 'NIT', number: '900654321', name: 'QUIEN INFORMA S.A.' },
        recordCount: 1,
        sheets: [
          {
            format: '1001',
            version: 11,
            columns: [
              { attribute: null, heading: 'Valor propio', meaning: null },
              { attribute: 'pago', heading: 'Pago o abono en cuenta deducible', meaning: 'income' },
              { attribute: 'retp', meaning: 'withholding' },
            ],
          },
          { format: '1647' },
        ],
      },
    });
    expect(await get(entryPage, `/v1/documents/${id}/entries`)).toEqual({ items: [], nextCursor: null });
  });

  test('is told from reports in the list of documents', async () => {
    const firm = await api.tenant();
    const bulk = await storeBulk(api, firm.organizationId);
    const { documentId } = await storeDeclaration(api, firm.organizationId);
    const listed = async (kind: string) =>
      (await get(documentPage, `/v1/documents?kind=${kind}`, firm)).items.map(({ id }) => id);
    expect(await listed('bulk')).toEqual([bulk]);
    expect(await listed('report')).toEqual([documentId]);
  });

  test('gives its records page after page, in its order', async () => {
    const records = Array.from({ length: 5 }, (_, position) => record(position));
    const id = await storeBulk(api, tenant.organizationId, records);
    const first = await get(bulkRecordPage, `/v1/documents/${id}/records?limit=3`);
    const second = await get(
      bulkRecordPage,
      `/v1/documents/${id}/records?limit=3&cursor=${first.nextCursor}`,
    );
    expect([...first.items, ...second.items].map(({ position }) => position)).toEqual([0, 1, 2, 3, 4]);
    expect(second.nextCursor).toBeNull();
    const other = await storeBulk(api, tenant.organizationId, records);
    const stray = await tenant.request(`/v1/documents/${other}/records?cursor=${first.nextCursor}`);
    expect([stray.status, problem.parse(await stray.json()).code]).toEqual([400, 'invalid_cursor']);
  });

  test('tells of each amount where it stands, what it means and whom it concerns', async () => {
    const id = await storeBulk(api, tenant.organizationId, [
      record(0, {
        amounts: [
          { column: 1, amount: null, raw: 'mil' },
          { column: 0, amount: MOST, raw: null },
          { column: 2, amount: -12n, raw: '-11.6' },
        ],
      }),
      record(1, {
        sheet: 'Recibido',
        format: '1647',
        concept: '4070',
        secondParty: {
          ...PARTY,
          number: '1098765401',
          companyName: '',
          firstName: 'ANA',
          firstSurname: 'PEÑA',
        },
        amounts: [{ column: 3, amount: 5n, raw: null }],
      }),
      record(2, { party: null, amounts: [] }),
    ]);
    const { items } = await get(bulkRecordPage, `/v1/documents/${id}/records`);
    expect(items[0]).toMatchObject({
      row: 2,
      conceptName: 'Honorarios',
      party: { number: '900123456', checkDigitRight: true, name: 'EMPRESA INVENTADA S.A.S.' },
      texts: { dpto: '11' },
      amounts: [
        { cell: 'L2', amount: '0', status: 'unreadable', rawAmount: 'mil', meaning: null, boxes: [] },
        {
          cell: 'M2',
          amount: String(MOST),
          status: 'read',
          rawAmount: null,
          boxes: [32, 43],
          concerns: 'party',
        },
        { cell: 'R2', amount: '-12', status: 'rounded', rawAmount: '-11.6', meaning: 'withholding' },
      ],
    });
    expect(items[1]).toMatchObject({
      secondParty: { number: '1098765401', name: 'PEÑA ANA' },
      amounts: [{ cell: 'T3', concerns: 'secondParty' }],
    });
    expect(items[2]).toMatchObject({ party: null, secondParty: null, amounts: [] });
  });

  test('is searched by third party, concept, sheet, format, name and check digit', async () => {
    const id = await storeBulk(api, tenant.organizationId, [
      record(0),
      record(1, { concept: '5004', party: { ...PARTY, number: '811', companyName: 'MUÑOZ & CÍA.' } }),
      record(2, { sheet: 'Recibido', format: '1647', party: { ...PARTY, checkDigitRight: false } }),
    ]);
    const found = async (filter: string) =>
      (await get(bulkRecordPage, `/v1/documents/${id}/records?${filter}`)).items.map(
        ({ position }) => position,
      );
    expect(await found('partyNumber=811')).toEqual([1]);
    expect(await found('concept=5002')).toEqual([0, 2]);
    expect(await found('sheet=Recibido')).toEqual([2]);
    expect(await found('format=1647&concept=5002')).toEqual([2]);
    expect(await found('name=cia%20munoz')).toEqual([1]);
    expect(await found('checkDigit=wrong')).toEqual([2]);
    const totals = await get(bulkTotals, `/v1/documents/${id}/records/totals?partyNumber=811`);
    expect(totals).toMatchObject({ recordCount: 1, amount: '1000000' });
    const refused = await tenant.request(`/v1/documents/${id}/records?partyNumber=8.1`);
    expect([refused.status, problem.parse(await refused.json()).code]).toEqual([400, 'invalid_request']);
  });

  test('adds up exactly, in the order of its columns', async () => {
    const id = await storeBulk(api, tenant.organizationId, [
      record(0, { amounts: [{ column: 0, amount: MOST, raw: null }] }),
      record(1, {
        amounts: [
          { column: 1, amount: null, raw: 'mil' },
          { column: 0, amount: MOST, raw: null },
        ],
      }),
      record(2, { concept: '5004', amounts: [{ column: 0, amount: -1n, raw: null }] }),
    ]);
    expect(await get(bulkTotals, `/v1/documents/${id}/records/totals`)).toEqual({
      documentId: id,
      recordCount: 3,
      amount: String(2n * MOST - 1n),
      columns: [
        {
          sheet: 'Pagos',
          format: '1001',
          attribute: null,
          heading: 'Valor propio',
          meaning: null,
          amount: '0',
          amountCount: 0,
          unreadableCount: 1,
        },
        expect.objectContaining({ attribute: 'pago', amount: String(2n * MOST - 1n), amountCount: 3 }),
      ],
      concepts: [
        expect.objectContaining({ concept: '5002', amount: '0', unreadableCount: 1 }),
        expect.objectContaining({ concept: '5002', conceptName: 'Honorarios', amount: String(2n * MOST) }),
        expect.objectContaining({ concept: '5004', conceptName: 'Servicios', amount: '-1' }),
      ],
      moreConcepts: false,
    });
  });

  test("is not there for another organization's key, and has nothing left once it is purged", async () => {
    const id = await storeBulk(api, tenant.organizationId);
    const stranger = await api.tenant();
    for (const path of [
      `/v1/documents/${id}`,
      `/v1/documents/${id}/records`,
      `/v1/documents/${id}/records/totals`,
    ]) {
      expect((await stranger.request(path)).status).toBe(404);
    }
    await api.db.transaction().execute((trx) => purgeDocument(trx, tenant.organizationId, id));
    expect(await get(document, `/v1/documents/${id}`)).toMatchObject({ state: 'purged', bulk: null });
    expect((await get(bulkRecordPage, `/v1/documents/${id}/records`)).items).toEqual([]);
    expect(await get(bulkTotals, `/v1/documents/${id}/records/totals`)).toMatchObject({
      recordCount: 0,
      amount: '0',
      columns: [],
    });
  });

  test('can be read again, once at a time, until it is purged', async () => {
    const id = await storeBulk(api, tenant.organizationId);
    const ask = async (headers: Record<string, string> = {}) =>
      await tenant.request(`/v1/documents/${id}/reprocess`, { method: 'POST', headers });
    const first = await ask();
    expect(first.status).toBe(202);
    const started = run.parse(await first.json());
    expect(started).toMatchObject({ task: 'exogena.process-file', documentId: id, state: 'queued' });
    expect(run.parse(await (await ask({ 'idempotency-key': 'otra' })).json()).id).toBe(started.id);
    await api.db.transaction().execute((trx) => purgeDocument(trx, tenant.organizationId, id));
    const late = await ask();
    expect([late.status, problem.parse(await late.json()).code]).toEqual([410, 'document_purged']);
  });

  test('has records where a report has none', async () => {
    const { documentId } = await storeDeclaration(api, tenant.organizationId);
    expect((await get(bulkRecordPage, `/v1/documents/${documentId}/records`)).items).toEqual([]);
  });
});
