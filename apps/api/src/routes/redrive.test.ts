import { problem, redriveResult, runPage } from '@accountia/task-contracts/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type Tenant, type TestApi } from '../testing/api.ts';
import { createRun, fail, startAttempt } from '../testing/runs.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

async function failedRuns(tenant: Tenant, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const run = await createRun(api, tenant.organizationId);
    await fail(api, await startAttempt(api, run));
    ids.push(run.id);
  }
  return ids;
}

const redrive = async (tenant: Tenant, body: unknown) =>
  await tenant.request('/v1/runs/redrive', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('failed runs', () => {
  test('are found by what ended them and when', async () => {
    const tenant = await api.tenant();
    const [id] = await failedRuns(tenant, 1);
    const found = async (query: string) =>
      runPage
        .parse(await (await tenant.request(`/v1/runs?state=failed&${query}`)).json())
        .items.map((run) => run.id);
    const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
    expect(await found(`errorCode=timeout&finishedSince=${hourAgo}`)).toEqual([id]);
    expect(await found('errorCode=refused')).toEqual([]);
    expect(await found(`finishedBefore=${hourAgo}`)).toEqual([]);
    expect(await found('quarantineReason=worker_lost')).toEqual([]);
  });

  test('of one cause are started again in batches, and only those of the caller', async () => {
    const [tenant, other] = [await api.tenant(), await api.tenant()];
    await failedRuns(other, 1);
    await failedRuns(tenant, 3);
    const first = await redrive(tenant, { errorCode: 'timeout', limit: 2 });
    expect(first.status).toBe(202);
    expect(redriveResult.parse(await first.json())).toEqual({ redriven: 2, more: true });
    expect(await (await redrive(tenant, {})).json()).toEqual({ redriven: 1, more: false });
    const left = runPage.parse(await (await other.request('/v1/runs?state=failed')).json());
    expect(left.items).toHaveLength(1);
  });

  test('are not started for a filter that makes no sense', async () => {
    const tenant = await api.tenant();
    for (const body of [{ limit: 0 }, { finishedSince: 'yesterday' }]) {
      const response = await redrive(tenant, body);
      expect(response.status).toBe(400);
      expect(problem.parse(await response.json()).code).toBe('invalid_request');
    }
  });
});
