import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MigratedTestDatabase, openTestDatabase } from '../../testing/index.ts';
import { createOrganization } from '../organizations.ts';
import { admitRuns, whatWaits } from './dispatch.ts';
import { insertRuns } from './enqueue.ts';
import { listRunEvents } from './events.ts';
import { newRun } from './run-steps.ts';

describe('the look for what is due', () => {
  let database: MigratedTestDatabase;
  let organizationId: string;
  beforeAll(async () => {
    database = await openTestDatabase();
    organizationId = (await createOrganization(database.db, 'waiting')).id;
  });
  afterAll(() => database.dispose());

  /** Pages that a question touches, of tables and indexes. */
  async function pagesRead(question: string): Promise<number> {
    const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>`
      explain (analyze, buffers, format json) ${sql.raw(question)}
    `.execute(database.db);
    const { Plan: plan } = rows[0]!['QUERY PLAN'][0];
    return plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!;
  }

  const QUESTIONS = {
    'what waits': `select * from waiting_runs(array['analyze', 'maintenance', 'parse'])`,
    'the next ten': `select * from admit_runs('parse', 10, 10)`,
  };

  async function costs(): Promise<number[]> {
    const pages: number[] = [];
    for (const question of Object.values(QUESTIONS)) {
      // What a connection asks for the first time it reads the catalog for, too.
      await pagesRead(question);
      await database.db.updateTable('runs').set({ state: 'queued', dispatched_at: null }).execute();
      await sql`vacuum runs`.execute(database.db);
      pages.push(await pagesRead(question));
    }
    return pages;
  }

  test('takes as many steps with thousands of runs in line as with twenty', async () => {
    const { db } = database;
    await insertRuns(
      db,
      Array.from({ length: 20 }, () => newRun(organizationId)),
    );
    // Statistics of a quiet system: hardly anything waits.
    await sql`analyze runs`.execute(db);
    const quiet = await costs();
    for (let i = 0; i < 10; i += 1) {
      await insertRuns(
        db,
        Array.from({ length: 400 }, () => newRun(organizationId)),
      );
    }
    const busy = await costs();
    // An index of more levels costs a page more for each step.
    for (const [place, pages] of busy.entries()) expect(pages).toBeLessThan(2 * quiet[place]!);
    expect((await whatWaits(db, ['maintenance', 'parse'])).queues).toEqual(['parse']);
    expect(await admitRuns(db, { queue: 'parse', maxInFlight: 20, batchSize: 5 })).toHaveLength(5);
  });
});

describe('several runs that are accepted at once', () => {
  let database: MigratedTestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.dispose());

  test('are stored in their order, each with what was asked for and its first event', async () => {
    const { db } = database;
    const { id: organizationId } = await createOrganization(db, 'several');
    const { id: declarationId } = await db
      .insertInto('declarations')
      .values({
        organization_id: organizationId,
        taxable_year: 2025,
        taxpayer_document_type: 'CC',
        taxpayer_number: '1',
        taxpayer_name: 'A',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const runAt = new Date('2026-12-01T12:00:00.123Z');
    const notAfter = new Date('2026-12-02T12:00:00Z');
    const stored = await insertRuns(db, [
      { ...newRun(organizationId), payload: { text: 'uno\0 \ud83d\ude00 "' }, runAt, notAfter },
      { ...newRun(organizationId), priority: 2, declarationId },
      newRun(organizationId),
    ]);
    expect(stored).toMatchObject([
      {
        payload: { text: 'uno\ufffd \ud83d\ude00 "' },
        run_at: runAt,
        not_after: notAfter,
        declaration_id: null,
      },
      { priority: 2, declaration_id: declarationId, not_after: null },
      { priority: 1, state: 'queued', attempt: 0, deduplication_key: null },
    ]);
    expect(stored[2]!.run_at).toEqual(stored[2]!.created_at);
    const again = await db.selectFrom('runs').selectAll().where('id', '=', stored[1]!.id).executeTakeFirst();
    expect(stored[1]).toEqual(again);
    for (const run of stored) {
      const events = await listRunEvents(db, organizationId, run.id, 0n);
      expect(events.map(({ type }) => type)).toEqual(['queued']);
    }
  });

  test('are stored all or none', async () => {
    const { db } = database;
    const { id: organizationId } = await createOrganization(db, 'all or none');
    const nobody = newRun(crypto.randomUUID());
    await expect(insertRuns(db, [newRun(organizationId), nobody])).rejects.toThrow('foreign key');
    const runs = db.selectFrom('runs').select('id').where('organization_id', '=', organizationId);
    expect(await runs.execute()).toEqual([]);
  });

  test('must not have a deduplication key', async () => {
    const { id: organizationId } = await createOrganization(database.db, 'keys');
    await expect(insertRuns(database.db, [newRun(organizationId, 'key')])).rejects.toThrow('insert it alone');
  });
});
