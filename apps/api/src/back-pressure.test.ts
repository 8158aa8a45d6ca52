import { buildPersonalReport } from '@accountia/excel-parser/testing';
import { problem } from '@accountia/task-contracts/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './testing/api.ts';
import { storeDeclaration } from './testing/declarations.ts';
import { createRun } from './testing/runs.ts';
import { expectNothingStored } from './testing/uploads.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ backlog: { maxUnfinishedRuns: 3, maxQueueAgeMs: 60_000 } });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

async function expectRefused(response: Response, details: object): Promise<void> {
  expect(response.status).toBe(429);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(problem.parse(await response.json())).toMatchObject({
    code: 'queue_full',
    title: 'Demasiado trabajo en espera',
    details,
  });
}

describe('an organization with too much waiting', () => {
  test('is told when to come back, whatever work it asks for, and nothing is stored', async () => {
    const tenant = await api.tenant();
    const { declarationId } = await storeDeclaration(api, tenant.organizationId);
    const runs = [];
    for (let count = 0; count < 3; count += 1) runs.push(await createRun(api, tenant.organizationId));
    const before = (await api.db.selectFrom('runs').select('id').execute()).length;
    const refused = { unfinishedRuns: 3, maxUnfinishedRuns: 3 };
    const post = (path: string) => tenant.request(path, { method: 'POST' });
    await expectRefused(await post(`/v1/declarations/${declarationId}/analyses`), refused);
    await expectRefused(await post(`/v1/declarations/${declarationId}/reprocess`), refused);
    const redrive = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    await expectRefused(await tenant.request('/v1/runs/redrive', redrive), refused);
    expect((await api.db.selectFrom('runs').select('id').execute()).length).toBe(before);
    // What it has it may look at and stop, and then there is room.
    expect((await post(`/v1/runs/${runs[0]!.id}/cancel`)).status).toBe(200);
    expect((await post(`/v1/declarations/${declarationId}/analyses`)).status).toBe(202);
  });

  test('uploads nothing until it has less, and others are not concerned', async () => {
    const [full, other] = [await api.tenant(), await api.tenant()];
    for (let count = 0; count < 3; count += 1) await createRun(api, full.organizationId);
    const { bytes } = buildPersonalReport({ seed: 77, facts: 3 });
    await expectRefused(await full.upload(Buffer.from(bytes)), { maxUnfinishedRuns: 3 });
    expect(await full.objects()).toEqual([]);
    await expectNothingStored(api, other);
    expect((await other.upload(Buffer.from(bytes))).status).toBe(202);
  });

  test('is refused by the age of what waits, too; a run for later is no sign of it', async () => {
    const [late, patient] = [await api.tenant(), await api.tenant()];
    const hour = 3_600_000;
    for (const [tenant, runAt] of [
      [late, new Date(Date.now() - hour)],
      [patient, new Date(Date.now() + hour)],
    ] as const) {
      const run = await createRun(api, tenant.organizationId);
      await api.db.updateTable('runs').set({ run_at: runAt }).where('id', '=', run.id).execute();
    }
    const { bytes } = buildPersonalReport({ seed: 78, facts: 3 });
    await expectRefused(await late.upload(Buffer.from(bytes)), { maxQueueAgeSeconds: 60 });
    expect((await patient.upload(Buffer.from(bytes))).status).toBe(202);
  });
});
