import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MigratedTestDatabase, openTestDatabase } from '../../testing/index.ts';
import { createOrganization } from '../organizations.ts';
import {
  findReviewDecision,
  insertReviewDecision,
  lockReviewDecisions,
  organizationRules,
  overrideEntries,
  revertReviewDecision,
} from './index.ts';

let database: MigratedTestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

const API_KEY = '0190f3c2-1111-7e9d-a3b7-5d2e8f1c6a32';
/** PostgreSQL's `lock_not_available`. */
const LOCKED = expect.objectContaining({ code: '55P03' }) as unknown;

async function organization(): Promise<string> {
  return (await createOrganization(database.db, 'De prueba')).id;
}

async function decide(organizationId: string, concept: string): Promise<string> {
  return await database.db.transaction().execute(async (trx) => {
    await lockReviewDecisions(trx, organizationId);
    return await insertReviewDecision(trx, {
      organizationId,
      concept,
      category: 'reference',
      note: null,
      example: concept,
      before: [],
      apiKeyId: API_KEY,
    });
  });
}

/** Tries for a moment to take a lock that somebody else has. */
async function tryFor(work: (trx: Parameters<typeof lockReviewDecisions>[0]) => Promise<unknown>) {
  return await database.db.transaction().execute(async (trx) => {
    await sql`set local lock_timeout = '50ms'`.execute(trx);
    return await work(trx);
  });
}

describe('files and decisions of an organization', () => {
  test('wait for each other, files not for files, and not for another organization', async () => {
    const [organizationId, other] = [await organization(), await organization()];
    await database.db.transaction().execute(async (file) => {
      await organizationRules(file, organizationId);
      await expect(tryFor((trx) => lockReviewDecisions(trx, organizationId))).rejects.toEqual(LOCKED);
      expect(await tryFor((trx) => organizationRules(trx, organizationId))).toEqual([]);
      await tryFor((trx) => lockReviewDecisions(trx, other));
    });
    await database.db.transaction().execute(async (decision) => {
      await lockReviewDecisions(decision, organizationId);
      await expect(tryFor((trx) => organizationRules(trx, organizationId))).rejects.toEqual(LOCKED);
    });
  });
});

describe('the rules in force', () => {
  const rulesOf = async (organizationId: string) =>
    await database.db.transaction().execute(async (trx) => await organizationRules(trx, organizationId));

  test('are one for each concept: the newest, or the one before once that is taken back', async () => {
    const organizationId = await organization();
    const first = await decide(organizationId, 'bonos');
    const second = await decide(organizationId, 'bonos');
    const other = await decide(organizationId, 'x'.repeat(32_767));
    expect((await rulesOf(organizationId)).map(({ id }) => id)).toEqual([second, other].toSorted());
    const back = await database.db
      .transaction()
      .execute((trx) =>
        revertReviewDecision(trx, { organizationId, id: second, replaces: first, apiKeyId: API_KEY }),
      );
    expect(back).toEqual({ id: first, concept: 'bonos', category: 'reference' });
    expect((await rulesOf(organizationId)).map(({ id }) => id)).toEqual([first, other].toSorted());
    expect(await findReviewDecision(database.db, organizationId, second)).toMatchObject({
      reverted_by: API_KEY,
      // The key is gone, or was another database's: the decision stays.
      reverted_by_name: null,
    });
    expect(await rulesOf(await organization())).toEqual([]);
  });

  test('cannot be two about one concept, whoever writes', async () => {
    const organizationId = await organization();
    await decide(organizationId, 'bonos');
    const second = database.db
      .insertInto('review_decisions')
      .values({
        organization_id: organizationId,
        concept: 'bonos',
        category: 'assets',
        example: '',
        before: '[]',
      })
      .execute();
    await expect(second).rejects.toMatchObject({ constraint: 'review_decisions_in_force' });
  });
});

test('overriding nothing asks the database nothing', async () => {
  const changed = await database.db
    .transaction()
    .execute(async (trx) => await overrideEntries(trx, await organization(), []));
  expect(changed).toBe(0);
});
