import {
  claimRun,
  createOrganization,
  listRunEvents,
  listRuns,
  type RunRow,
  SYSTEM_ORGANIZATION_ID,
} from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { analyzeDeclaration, ping, processFile } from '@accountia/task-contracts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enqueue } from './enqueue.ts';

describe('enqueue', () => {
  let database: MigratedTestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.dispose());

  async function runsOf(organizationId: string) {
    return (await listRuns(database.db, { organizationId, limit: 100 })).items;
  }

  test('accepts the run when the transaction commits, with its policy and first event', async () => {
    const { id: organizationId } = await createOrganization(database.db, 'commits');
    const { run } = await database.db
      .transaction()
      .execute((trx) => enqueue(trx, ping, { echo: 'hola' }, { organizationId }));
    const [stored] = await runsOf(organizationId);
    expect(stored).toMatchObject({
      id: run.id,
      task: 'system.ping',
      state: 'queued',
      attempt: 0,
      max_attempts: 4,
      timeout_ms: 300_000,
      // The default of the schema was applied on the way in.
      payload: { echo: 'hola', durationMs: 0 },
    });
    const events = await listRunEvents(database.db, organizationId, run.id, 0n);
    expect(events.map((event) => event.type)).toEqual(['queued']);
  });

  test('leaves nothing when the transaction rolls back', async () => {
    const { id: organizationId } = await createOrganization(database.db, 'rolls back');
    const attempt = database.db.transaction().execute(async (trx) => {
      await enqueue(trx, ping, { echo: 'hola' }, { organizationId });
      throw new Error('the caller changed its mind');
    });
    await expect(attempt).rejects.toThrow('changed its mind');
    expect(await runsOf(organizationId)).toEqual([]);
  });

  test('refuses a payload that does not fit and says where', async () => {
    const attempt = database.db
      .transaction()
      .execute((trx) =>
        enqueue(trx, processFile, { documentId: 'not-a-uuid' }, { organizationId: SYSTEM_ORGANIZATION_ID }),
      );
    await expect(attempt).rejects.toMatchObject({
      code: 'invalid_payload',
      retryable: false,
      details: { issues: [expect.objectContaining({ path: ['documentId'] })] },
    });
  });

  test('refuses a run that could never start', async () => {
    const runAt = new Date('2026-08-12T14:00:00Z');
    const attempt = database.db
      .transaction()
      .execute((trx) =>
        enqueue(
          trx,
          ping,
          { echo: 'hola' },
          { organizationId: SYSTEM_ORGANIZATION_ID, runAt, notAfter: runAt },
        ),
      );
    await expect(attempt).rejects.toMatchObject({ code: 'invalid_time' });
  });

  test('answers with the unfinished run of the same key, also while it runs', async () => {
    const { id: organizationId } = await createOrganization(database.db, 'deduplicates');
    const payload = { documentId: crypto.randomUUID() };
    const ask = () =>
      database.db.transaction().execute((trx) => enqueue(trx, processFile, payload, { organizationId }));
    const results = await Promise.all([ask(), ask(), ask()]);
    expect(new Set(results.map((result) => result.run.id)).size).toBe(1);
    expect(results.filter((result) => !result.deduplicated)).toHaveLength(1);
    await markRunning(results[0]!.run.id);
    expect((await ask()).deduplicated).toBe(true);
  });

  test('starts another analysis when one is under way: it may have read the entries before the news', async () => {
    const { id: organizationId } = await createOrganization(database.db, 'analyses');
    const payload = { declarationId: crypto.randomUUID() };
    const ask = () =>
      database.db
        .transaction()
        .execute((trx) => enqueue(trx, analyzeDeclaration, payload, { organizationId }));
    const first = await ask();
    expect((await ask()).run.id).toBe(first.run.id);
    await markRunning(first.run.id);
    const second = await ask();
    expect(second.deduplicated).toBe(false);
    expect(second.run.id).not.toBe(first.run.id);
  });

  test('an analysis that others count on does not start before their news can be seen', async () => {
    const { id: organizationId } = await createOrganization(database.db, 'counting');
    const payload = { declarationId: crypto.randomUUID() };
    const { run } = await database.db
      .transaction()
      .execute((trx) => enqueue(trx, analyzeDeclaration, payload, { organizationId }));
    await sql`update runs set state = 'dispatched', delivery = 1 where id = ${run.id}`.execute(database.db);

    let claimed: RunRow | null = null;
    let claiming: Promise<unknown> = Promise.resolve();
    await database.db.transaction().execute(async (trx) => {
      expect((await enqueue(trx, analyzeDeclaration, payload, { organizationId })).run.id).toBe(run.id);
      const claim = { organizationId, runId: run.id, delivery: 1, workerId: 'test', leaseMs: 60_000 };
      claiming = claimRun(database.db, claim).then((row) => (claimed = row));
      await expect.poll(waitingForLocks).toBe(1);
      expect(claimed).toBeNull();
    });
    await claiming;
    expect(claimed).toMatchObject({ id: run.id, state: 'running' });
  });

  async function waitingForLocks(): Promise<number> {
    const { rows } = await sql<{ sessions: string }>`
      select count(*)::text as sessions from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'
    `.execute(database.db);
    return Number(rows[0]!.sessions);
  }

  test('keeps the keys of two organizations apart', async () => {
    const one = await createOrganization(database.db, 'one');
    const two = await createOrganization(database.db, 'two');
    const payload = { documentId: crypto.randomUUID() };
    const runs = await Promise.all(
      [one, two].map(({ id }) =>
        database.db
          .transaction()
          .execute((trx) => enqueue(trx, processFile, payload, { organizationId: id })),
      ),
    );
    expect(runs.every((result) => !result.deduplicated)).toBe(true);
  });

  async function markRunning(runId: string): Promise<void> {
    await database.db
      .updateTable('runs')
      .set({ state: 'running', worker_id: 'test', lease_expires_at: new Date(Date.now() + 60_000) })
      .where('id', '=', runId)
      .execute();
  }
});
