import { declarationReprocessing, runPage } from '@accountia/task-contracts/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type Tenant, type TestApi } from '../testing/api.ts';
import { storeDeclaration } from '../testing/declarations.ts';
import { complete, startAttempt } from '../testing/runs.ts';

let api: TestApi;
let tenant: Tenant;
beforeAll(async () => {
  api = await startTestApi();
  tenant = await api.tenant();
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

const reprocess = async (id: string, headers: Record<string, string> = {}) =>
  await tenant.request(`/v1/declarations/${id}/reprocess`, { method: 'POST', headers });

describe('reading the documents of a declaration again', () => {
  test('starts one run for each document that counts, and an analysis that waits for them', async () => {
    const superseded = await storeDeclaration(api, tenant.organizationId);
    const { declarationId, documentId } = await storeDeclaration(api, tenant.organizationId);
    expect(declarationId).toBe(superseded.declarationId);
    const response = await reprocess(declarationId);
    expect(response.status).toBe(202);
    const { analysis, documents } = declarationReprocessing.parse(await response.json());
    expect(analysis).toMatchObject({ state: 'blocked', task: 'declaration.analyze', declarationId });
    expect(documents).toMatchObject([{ documentId, run: { task: 'exogena.process-file', documentId } }]);

    const children = await tenant.request(`/v1/runs?parentId=${analysis.id}`);
    expect(runPage.parse(await children.json()).items.map(({ id }) => id)).toEqual([documents[0]!.run.id]);

    const stored = await api.db
      .selectFrom('runs')
      .selectAll()
      .where('id', '=', documents[0]!.run.id)
      .executeTakeFirstOrThrow();
    await complete(api, await startAttempt(api, stored));
    const released = await tenant.request(`/v1/runs/${analysis.id}`);
    expect(await released.json()).toMatchObject({ state: 'queued' });
  });

  test('is one request with one key, and does not read twice what is being read', async () => {
    const { declarationId } = await storeDeclaration(api, tenant.organizationId, { number: '1057664201' });
    const headers = { 'idempotency-key': 'otra-vez' };
    const first: unknown = await (await reprocess(declarationId, headers)).json();
    expect(await (await reprocess(declarationId, headers)).json()).toEqual(first);
    const again = declarationReprocessing.parse(await (await reprocess(declarationId)).json());
    const before = declarationReprocessing.parse(first);
    expect(again.documents.map(({ run }) => run.id)).toEqual(before.documents.map(({ run }) => run.id));
    expect(again.analysis.id).not.toBe(before.analysis.id);
  });

  test('of a declaration whose documents are gone is an analysis alone', async () => {
    const { declarationId, documentId } = await storeDeclaration(api, tenant.organizationId, {
      number: '1057664202',
    });
    await api.db.updateTable('documents').set({ state: 'purged' }).where('id', '=', documentId).execute();
    const answer = declarationReprocessing.parse(await (await reprocess(declarationId)).json());
    expect(answer).toMatchObject({ analysis: { state: 'queued' }, documents: [] });
  });
});
