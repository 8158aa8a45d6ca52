import { recordModelUse, reserveModelTokens, setModelBudget } from '@accountia/db';
import { usage } from '@accountia/task-contracts/api';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type Tenant, type TestApi } from '../testing/api.ts';

describe('GET /v1/usage', () => {
  let api: TestApi;
  let tenant: Tenant;
  const use = {
    purpose: 'analysis',
    provider: 'openai',
    modelId: 'm',
    inputTokens: 900,
    outputTokens: 100,
  } as const;
  beforeAll(async () => {
    api = await startTestApi({ monthlyTokenBudget: 10_000 });
  });
  afterAll(async () => {
    await api[Symbol.asyncDispose]();
  });

  async function read(query = '') {
    const response = await tenant.request(`/v1/usage${query}`);
    expect(response.status).toBe(200);
    return usage.parse(await response.json());
  }

  test('tells what was used, what it cost and what is left, of one’s own organization only', async () => {
    tenant = await api.tenant('one');
    const other = await api.tenant('other');
    await recordModelUse(api.db, other.organizationId, { ...use, costMicros: 5n }, null);
    expect(await read()).toMatchObject({
      current: { budgetTokens: 10_000, usedTokens: 0, spent: false },
      items: [],
    });
    const { organizationId } = tenant;
    await recordModelUse(api.db, organizationId, { ...use, costMicros: 1_234_567n }, null);
    await recordModelUse(api.db, organizationId, { ...use, costMicros: 1n }, null);
    await recordModelUse(api.db, organizationId, { ...use, costMicros: 9n, cached: true }, null);
    const { current, items } = await read();
    expect(current).toMatchObject({ usedTokens: 2_000, spent: false });
    expect(items).toEqual([
      {
        month: current.month,
        provider: 'openai',
        model: 'm',
        purpose: 'analysis',
        calls: 2,
        cached: 1,
        inputTokens: 1_800,
        outputTokens: 200,
        costUsd: '1.234568',
      },
    ]);
  });

  test('does not know the cost of a month of which one call has no price', async () => {
    tenant = await api.tenant('unpriced');
    const { organizationId } = tenant;
    await recordModelUse(api.db, organizationId, { ...use, costMicros: 5n }, null);
    await recordModelUse(api.db, organizationId, { ...use, costMicros: null }, null);
    expect((await read()).items[0]).toMatchObject({ calls: 2, costUsd: null });
  });

  test('goes back as many months as it is asked for', async () => {
    tenant = await api.tenant('past');
    const { organizationId } = tenant;
    await recordModelUse(api.db, organizationId, { ...use, costMicros: 5n }, null);
    await sql`
      update model_usage set month = month - interval '2 months' where organization_id = ${organizationId}
    `.execute(api.db);
    expect((await read('?months=2')).items).toEqual([]);
    const { current, items } = await read('?months=3');
    expect(items).toHaveLength(1);
    expect(current.usedTokens).toBe(0);
    expect((await tenant.request('/v1/usage?months=0')).status).toBe(400);
  });

  test('says when an organization’s own budget is spent', async () => {
    tenant = await api.tenant('spent');
    const { organizationId } = tenant;
    await setModelBudget(api.db, organizationId, 1_000);
    await recordModelUse(api.db, organizationId, { ...use, costMicros: null }, null);
    expect((await read()).current).toMatchObject({ budgetTokens: 1_000, usedTokens: 1_000, spent: true });
    expect(await reserveModelTokens(api.db, organizationId, 10_000)).toBeNull();
    await setModelBudget(api.db, organizationId, null);
    expect(await reserveModelTokens(api.db, organizationId, 10_000)).not.toBeNull();
  });

  test('calls that start together share what is left, and a dead one holds it no longer than its time', async () => {
    tenant = await api.tenant('together');
    const { organizationId } = tenant;
    await recordModelUse(api.db, organizationId, { ...use, costMicros: null }, null);
    const together = () =>
      Promise.all(Array.from({ length: 12 }, () => reserveModelTokens(api.db, organizationId, 4_000)));
    // 1,000 are used and a call takes 1,000: three go, whatever the order.
    const held = (await together()).filter((id) => id !== null);
    expect(held).toHaveLength(3);
    await recordModelUse(api.db, organizationId, { ...use, costMicros: null }, held[0]!);
    expect(await reserveModelTokens(api.db, organizationId, 4_000)).toBeNull();
    await sql`
      update model_reservations set expires_at = now() - interval '1 second'
      where organization_id = ${organizationId}
    `.execute(api.db);
    expect((await together()).filter((id) => id !== null)).toHaveLength(2);
  });
});
