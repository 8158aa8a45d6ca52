import { countDeadRuns, createOrganization, listRuns, type RunRow, settleRun } from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { analyzeDeclaration, ping, processFile, TaskError } from '@accountia/task-contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { enqueue } from './enqueue.ts';
import { redriveDeadRuns } from './redrive.ts';

describe('dead runs', () => {
  let database: MigratedTestDatabase;
  let organizationId: string;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.dispose());
  beforeEach(async () => {
    await database.db.deleteFrom('runs').execute();
    organizationId = (await createOrganization(database.db, 'dead letters')).id;
  });

  async function failed(run: RunRow, code: string, at = new Date()): Promise<RunRow> {
    const { db } = database;
    const key = { organizationId: run.organization_id, runId: run.id, attempt: 1 };
    const started = { state: 'running', attempt: 1, worker_id: 'w', lease_expires_at: new Date() } as const;
    await db.updateTable('runs').set(started).where('id', '=', run.id).execute();
    const error = new TaskError({ code, message: code, retryable: true }).serialize();
    const failure = { state: 'failed', error, quarantineReason: 'attempts_exhausted' } as const;
    await db.transaction().execute((trx) => settleRun(trx, key, failure));
    await db.updateTable('runs').set({ finished_at: at }).where('id', '=', run.id).execute();
    return run;
  }

  async function pinged(owner = organizationId): Promise<RunRow> {
    const { db } = database;
    return (
      await db.transaction().execute((trx) => enqueue(trx, ping, { echo: 'a' }, { organizationId: owner }))
    ).run;
  }

  async function read(documentId: string): Promise<RunRow> {
    const { db } = database;
    const options = { organizationId, documentId };
    return (await db.transaction().execute((trx) => enqueue(trx, processFile, { documentId }, options))).run;
  }

  const queued = async () => (await listRuns(database.db, { state: 'queued', limit: 100 })).items;

  test('are counted by what ended them, for one organization or all', async () => {
    const { id: other } = await createOrganization(database.db, 'another');
    for (let count = 0; count < 3; count += 1) await failed(await pinged(), 'store_down');
    await failed(await pinged(other), 'store_down');
    await failed(await pinged(), 'refused');
    expect(await countDeadRuns(database.db, {})).toMatchObject([
      {
        task: 'system.ping',
        errorCode: 'store_down',
        quarantineReason: 'attempts_exhausted',
        runs: 4,
        organizations: 2,
      },
      { errorCode: 'refused', runs: 1 },
    ]);
    expect(await countDeadRuns(database.db, { organizationId: other })).toMatchObject([{ runs: 1 }]);
  });

  test('are found by task, cause and time, and by nothing else of another organization', async () => {
    const { id: other } = await createOrganization(database.db, 'another');
    const early = await failed(await pinged(), 'store_down', new Date('2026-08-01T00:00:00Z'));
    const late = await failed(await pinged(), 'store_down', new Date('2026-08-12T00:00:00Z'));
    const refused = await failed(await pinged(), 'refused', new Date('2026-08-12T00:00:00Z'));
    await failed(await pinged(other), 'store_down', new Date('2026-08-12T00:00:00Z'));
    const ids = async (filter: object) =>
      (await listRuns(database.db, { organizationId, state: 'failed', limit: 10, ...filter })).items.map(
        ({ id }) => id,
      );
    expect(await ids({ errorCode: 'store_down' })).toEqual([late.id, early.id]);
    const since = { finishedSince: new Date('2026-08-02T00:00:00Z') };
    expect((await ids(since)).toSorted()).toEqual([late.id, refused.id].toSorted());
    expect(await ids({ finishedBefore: since.finishedSince })).toEqual([early.id]);
    expect(await ids({ task: 'exogena.process-file' })).toEqual([]);
    expect(await ids({ quarantineReason: 'worker_lost' })).toEqual([]);
  });

  test('are started again the oldest first, in batches, with the tries of their task', async () => {
    const runs = [];
    for (let count = 0; count < 5; count += 1) runs.push(await failed(await pinged(), 'store_down'));
    await failed(await pinged(), 'refused');
    const filter = { organizationId, errorCode: 'store_down' };
    const first = await redriveDeadRuns(database.db, filter, 3);
    expect(first.more).toBe(true);
    expect(first.redriven.map(({ id }) => id).toSorted()).toEqual(
      runs
        .map(({ id }) => id)
        .toSorted()
        .slice(0, 3),
    );
    expect(await redriveDeadRuns(database.db, filter, 3)).toMatchObject({ more: false });
    expect(await redriveDeadRuns(database.db, filter, 3)).toEqual({ redriven: [], more: false });
    for (const run of await queued()) {
      expect(run).toMatchObject({ attempt: 1, max_attempts: 5, error: null, quarantine_reason: null });
    }
  });

  test('two who start them again at once start none twice', async () => {
    for (let count = 0; count < 10; count += 1) await failed(await pinged(), 'store_down');
    const both = await Promise.all([
      redriveDeadRuns(database.db, {}, 100),
      redriveDeadRuns(database.db, {}, 100),
    ]);
    expect(both.flatMap(({ redriven }) => redriven)).toHaveLength(10);
  });

  test('that a newer run of the same document has made moot are left alone', async () => {
    const documentId = crypto.randomUUID();
    await failed(await read(documentId), 'store_down');
    const newest = await failed(await read(documentId), 'store_down');
    const { redriven } = await redriveDeadRuns(database.db, {}, 10);
    expect(redriven.map(({ id }) => id)).toEqual([newest.id]);
    // While that one is under way, and of other documents or declarations nothing is held back.
    expect((await redriveDeadRuns(database.db, {}, 10)).redriven).toEqual([]);
    await failed(await read(crypto.randomUUID()), 'store_down');
    const declarationId = crypto.randomUUID();
    const analysis = await database.db
      .transaction()
      .execute((trx) =>
        enqueue(trx, analyzeDeclaration, { declarationId }, { organizationId, declarationId }),
      );
    await failed(analysis.run, 'store_down');
    expect((await redriveDeadRuns(database.db, {}, 10)).redriven).toHaveLength(2);
  });
});
