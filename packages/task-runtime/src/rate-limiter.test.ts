import { createOrganization } from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRateLimiter } from './rate-limiter.ts';

describe('the rate of calls', () => {
  let database: MigratedTestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.dispose());

  const limit = { name: 'model', capacity: 3, tokensPerMinute: 6 };
  const organization = async () => (await createOrganization(database.db, 'rates')).id;

  /** As if so much time had gone by since the last call. */
  async function pass(organizationId: string, seconds: number): Promise<void> {
    await sql`
      update rate_limits set updated_at = updated_at - ${seconds} * interval '1 second'
      where organization_id = ${organizationId}
    `.execute(database.db);
  }

  test('is that of its bucket for each organization, also when all its workers call at once', async () => {
    const limiter = createRateLimiter(database.db, limit, () => 0);
    const [one, other] = [await organization(), await organization()];
    const calls = await Promise.allSettled(Array.from({ length: 10 }, () => limiter.take(one)));
    expect(calls.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    await expect(limiter.take(other)).resolves.toBeUndefined();
  });

  test('makes a run wait for its token without costing it a try', async () => {
    const limiter = createRateLimiter(database.db, { ...limit, capacity: 1 }, () => 0);
    const organizationId = await organization();
    await limiter.take(organizationId);
    const refusal = await limiter.take(organizationId).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'rate_limited', retryable: true, attemptCounts: false });
    const { retryAfterMs } = refusal as { retryAfterMs: number };
    expect(retryAfterMs).toBeGreaterThan(8_000);
    expect(retryAfterMs).toBeLessThanOrEqual(10_000);
    await pass(organizationId, 10);
    await expect(limiter.take(organizationId)).resolves.toBeUndefined();
  });

  test('never saves up more than the bucket holds', async () => {
    const limiter = createRateLimiter(database.db, limit, () => 0);
    const organizationId = await organization();
    await limiter.take(organizationId);
    await pass(organizationId, 86_400);
    for (let call = 0; call < 3; call += 1) await limiter.take(organizationId);
    await expect(limiter.take(organizationId)).rejects.toMatchObject({ code: 'rate_limited' });
  });
});
