import {
  createOrganization,
  ensureDeclaration,
  findDeclaration,
  findDocument,
  findRun,
  heartbeatWorker,
  insertDocument,
  listLiveWorkers,
  listNotifications,
  listScheduleSlots,
  SYSTEM_ORGANIZATION_ID,
} from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { startTestServices } from '@accountia/dev-services/testing';
import { createObjectStore, objectName, type ObjectStore } from '@accountia/gcs';
import { createLogger } from '@accountia/service-kit';
import {
  dailySummary,
  dueDateReminders,
  ping,
  purgeExpired,
  type TaskDefinition,
  weeklySummary,
} from '@accountia/task-contracts';
import { createTransport, enqueue, sweep } from '@accountia/task-runtime';
import { createEagerRunner, handlersWith } from '@accountia/task-runtime/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { createDailySummaryHandler } from './daily-summary.ts';
import { createDueDateRemindersHandler } from './due-date-reminders.ts';
import { createPurgeExpiredHandler } from './purge-expired.ts';
import { createWeeklySummaryHandler } from './weekly-summary.ts';

describe('what happens by the clock', () => {
  let services: Awaited<ReturnType<typeof startTestServices>>;
  let database: MigratedTestDatabase;
  let objects: ObjectStore;
  let organizationId: string;
  let drain: () => Promise<unknown>;

  beforeAll(async () => {
    services = await startTestServices({ ownerPid: process.pid });
    database = await openTestDatabase();
    objects = createObjectStore({
      bucket: `maintenance-${crypto.randomUUID()}`,
      projectId: 'test',
      apiEndpoint: services.objectStore.apiEndpoint!,
    });
    await objects.ensureBucket();
    const handlers = handlersWith({
      'maintenance.purge-expired': createPurgeExpiredHandler({ objects, runRetentionDays: 30 }),
      'reports.daily-summary': createDailySummaryHandler(),
      'reports.weekly-summary': createWeeklySummaryHandler(),
      'reminders.due-dates': createDueDateRemindersHandler(),
    });
    ({ drain } = createEagerRunner({ db: database.db, handlers }));
  });
  afterAll(async () => {
    await database.dispose();
    await services.release();
  });
  beforeEach(async () => {
    await sql`truncate runs, documents, declarations, schedules, workers, idempotency_keys cascade`.execute(
      database.db,
    );
    organizationId = (await createOrganization(database.db, 'Contadores de Prueba')).id;
  });

  async function run<Task extends TaskDefinition>(
    task: Task,
    payload: z.input<Task['payload']>,
  ): Promise<Record<string, unknown>> {
    const enqueued = await database.db
      .transaction()
      .execute((trx) => enqueue(trx, task, payload, { organizationId: SYSTEM_ORGANIZATION_ID }));
    await drain();
    const done = (await findRun(database.db, SYSTEM_ORGANIZATION_ID, enqueued.run.id))!;
    expect(done).toMatchObject({ state: 'completed' });
    return done.result!;
  }

  /** A document whose object is stored, of a declaration when there is one. */
  async function document(state: 'uploaded' | 'processed' | 'rejected', declarationId: string | null = null) {
    const documentId = crypto.randomUUID();
    const name = objectName({ organizationId, documentId, extension: 'xlsx' });
    const { generation } = await objects.put(name, Buffer.from(documentId));
    await database.db.transaction().execute((trx) =>
      insertDocument(trx, {
        organizationId,
        id: documentId,
        filename: 'reporte.xlsx',
        contentType: 'application/octet-stream',
        sizeBytes: 36,
        sha256: documentId,
        objectName: name,
        objectGeneration: generation,
      }),
    );
    await database.db
      .updateTable('documents')
      .set({
        state,
        declaration_id: declarationId,
        ...(state === 'uploaded' ? {} : { processed_at: sql`now()` }),
      })
      .where('id', '=', documentId)
      .execute();
    return { documentId, name };
  }

  async function declaration(number: string, taxableYear = 2025): Promise<string> {
    const { id } = await database.db.transaction().execute((trx) =>
      ensureDeclaration(trx, {
        organizationId,
        taxableYear,
        documentType: 'CC',
        number,
        name: 'PRUEBA ANA',
      }),
    );
    return id;
  }

  async function age(table: string, column: string, days: number): Promise<void> {
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${sql.ref(column)} - ${days} * interval '1 day'`.execute(
      database.db,
    );
  }

  describe('the purge', () => {
    test('forgets expired documents in every state with their objects, and keeps the others', async () => {
      const states = ['uploaded', 'processed', 'rejected'] as const;
      const expired = await Promise.all(states.map((state) => document(state)));
      await age('documents', 'expires_at', 400);
      const kept = await document('processed');
      expect(await run(purgeExpired, {})).toMatchObject({ purgedDocuments: 3, deletedObjects: 3 });
      for (const { documentId, name } of expired) {
        expect(await findDocument(database.db, organizationId, documentId)).toMatchObject({
          state: 'purged',
          filename: '',
        });
        expect(await objects.stat(name)).toBeNull();
      }
      expect(await objects.stat(kept.name)).not.toBeNull();
      expect(await run(purgeExpired, {})).toMatchObject({ purgedDocuments: 0, deletedObjects: 0 });
    });

    test('forgets a declaration with its last document, and not before', async () => {
      const emptied = await declaration('1001');
      const halfEmptied = await declaration('1002');
      const { documentId } = await document('processed', emptied);
      await document('processed', halfEmptied);
      await age('documents', 'expires_at', 400);
      await document('processed', halfEmptied);
      const withoutAny = await declaration('1003');
      expect(await run(purgeExpired, {})).toMatchObject({ purgedDocuments: 2, deletedDeclarations: 1 });
      expect(await findDeclaration(database.db, organizationId, emptied)).toBeNull();
      expect(await findDeclaration(database.db, organizationId, halfEmptied)).not.toBeNull();
      // One that a file is about to be added to has none yet.
      expect(await findDeclaration(database.db, organizationId, withoutAny)).not.toBeNull();
      expect(await findDocument(database.db, organizationId, documentId)).toMatchObject({
        state: 'purged',
        declaration_id: null,
      });
    });

    test('leaves an object without a row alone for a day, since its row may be on its way', async () => {
      const name = objectName({ organizationId, documentId: crypto.randomUUID(), extension: 'xlsx' });
      await objects.put(name, Buffer.from('fresh'));
      expect(await run(purgeExpired, {})).toMatchObject({ deletedObjects: 0 });
      expect(await objects.stat(name)).not.toBeNull();
    });

    test('deletes old objects that no document holds any more, or never did', async () => {
      const kept = await document('processed');
      const leftBehind = await document('processed');
      await database.db
        .updateTable('documents')
        .set({ state: 'purged' })
        .where('id', '=', leftBehind.documentId)
        .execute();
      const orphan = objectName({ organizationId, documentId: crypto.randomUUID(), extension: 'xlsx' });
      await objects.put(orphan, Buffer.from('its upload was never committed'));
      const handler = createPurgeExpiredHandler({ objects, runRetentionDays: 30, orphanAgeMs: -60_000 });
      const eager = createEagerRunner({
        db: database.db,
        handlers: handlersWith({ 'maintenance.purge-expired': handler }),
      });
      await database.db
        .transaction()
        .execute((trx) => enqueue(trx, purgeExpired, {}, { organizationId: SYSTEM_ORGANIZATION_ID }));
      await eager.drain();
      const names = [kept.name, leftBehind.name, orphan];
      const left = await Promise.all(names.map(async (name) => (await objects.stat(name)) !== null));
      expect(left).toEqual([true, false, false]);
    });

    test('forgets old finished runs with their events, but not those that are unfinished or still asked for', async () => {
      const ask = () =>
        database.db
          .transaction()
          .execute(async (trx) => (await enqueue(trx, ping, { echo: 'hola' }, { organizationId })).run);
      const [finished, child, parent, unfinished] = [await ask(), await ask(), await ask(), await ask()];
      await sql`
        update runs set state = 'completed', finished_at = now() - interval '31 days', created_at = now() - interval '31 days'
        where id in (${finished.id}, ${child.id})
      `.execute(database.db);
      await sql`
        update runs set state = 'queued', run_at = now() + interval '1 hour' where id in (${parent.id}, ${unfinished.id})
      `.execute(database.db);
      await sql`
        insert into run_children (organization_id, parent_id, child_id, made_for_parent)
        values (${organizationId}, ${parent.id}, ${child.id}, true)
      `.execute(database.db);
      // The eager runner does not wait for a run's time, so these are held by a worker that lives.
      await sql`
        update runs set state = 'running', worker_id = 'other', lease_expires_at = now() + interval '1 hour'
        where id in (${parent.id}, ${unfinished.id})
      `.execute(database.db);
      expect(await run(purgeExpired, {})).toMatchObject({ deletedRuns: 1 });
      expect(await findRun(database.db, organizationId, finished.id)).toBeNull();
      for (const { id } of [child, parent, unfinished]) {
        expect(await findRun(database.db, organizationId, id)).not.toBeNull();
      }
      const { rows } = await sql<{ events: bigint }>`
        select count(*) as events from run_events where run_id = ${finished.id}
      `.execute(database.db);
      expect(rows).toEqual([{ events: 0n }]);
    });

    test('forgets idempotency keys, notifications and slots of schedules that nothing depends on any more', async () => {
      const declarationId = await declaration('1001');
      await document('processed', declarationId);
      await sql`
        insert into idempotency_keys (organization_id, key, request_hash, response, created_at)
        values (${organizationId}, 'old', 'a', '{}', now() - interval '49 hours'),
               (${organizationId}, 'new', 'a', '{}', now())
      `.execute(database.db);
      await sql`
        insert into notifications (organization_id, kind, declaration_id, due_date, stage_days, days_left, created_at)
        values (${organizationId}, 'filing_due', ${declarationId}, current_date - 1, 30, 30, now() - interval '31 days'),
               (${organizationId}, 'filing_due', ${declarationId}, current_date + 1, 30, 30, now() - interval '31 days')
      `.execute(database.db);
      await sql`
        insert into schedules (id, task, pattern, time_zone, payload, enabled, next_slot_at)
        values ('nightly', 'system.ping', '0 2 * * *', 'America/Bogota', '{}', true, now() + interval '1 hour')
      `.execute(database.db);
      await sql`
        insert into schedule_slots (schedule_id, slot_at, outcome, created_at)
        values ('nightly', date_trunc('day', now()) - interval '31 days', 'skipped', now() - interval '31 days'),
               ('nightly', date_trunc('day', now()) - interval '29 days', 'skipped', now() - interval '29 days'),
               -- Of a clock that ran ahead for a while: taken, although its time is still to come.
               ('nightly', date_trunc('day', now()) + interval '1 year', 'skipped', now() - interval '31 days')
      `.execute(database.db);
      expect(await run(purgeExpired, {})).toMatchObject({
        deletedIdempotencyKeys: 1,
        deletedNotifications: 1,
        deletedScheduleSlots: 1,
      });
      expect(await listScheduleSlots(database.db, 'nightly', 10)).toHaveLength(2);
      expect((await listNotifications(database.db, { organizationId, limit: 10 })).items).toHaveLength(1);
    });

    test('is not needed for workers that went silent: the sweeper forgets them after a day', async () => {
      const worker = {
        app: 'worker',
        host: 'a',
        pid: 1,
        version: '0',
        queues: [],
        concurrency: 1,
        active_runs: 0,
      };
      await heartbeatWorker(database.db, { ...worker, id: 'silent' });
      await age('workers', 'heartbeat_at', 2);
      await heartbeatWorker(database.db, { ...worker, id: 'alive' });
      const logger = createLogger({ app: 'test', level: 'silent' });
      const connection = { kind: 'postgres', url: database.url, prefix: 'maintenance' } as const;
      const transport = createTransport(connection, logger);
      await sweep({ db: database.db, transport, logger });
      await transport.close();
      const left = await listLiveWorkers(database.db, 10 * 24 * 3_600_000);
      expect(left.map(({ id }) => id)).toEqual(['alive']);
    });
  });

  describe('the reports', () => {
    beforeEach(async () => {
      // Received on the last minute of a Sunday and on the first of the Monday that follows, in Bogotá.
      for (const createdAt of ['2026-11-23T04:59:30Z', '2026-11-23T05:00:30Z']) {
        const { documentId } = await document('processed');
        await database.db
          .updateTable('documents')
          .set({ created_at: new Date(createdAt), processed_at: new Date(createdAt) })
          .where('id', '=', documentId)
          .execute();
      }
    });

    test('of a day count it as Bogotá does, also when they are late', async () => {
      const slotAt = '2026-11-23T10:30:00.000Z';
      expect(await run(dailySummary, { slotAt })).toMatchObject({
        day: '2026-11-22',
        organizations: [{ organizationId, documentsReceived: 1, documentsProcessed: 1 }],
      });
      expect(await run(dailySummary, { day: '2026-11-24' })).toEqual({
        day: '2026-11-24',
        organizations: [],
      });
    });

    test('of a week go from Monday to Sunday', async () => {
      expect(await run(weeklySummary, { slotAt: '2026-11-23T10:45:00.000Z' })).toMatchObject({
        monday: '2026-11-16',
        sunday: '2026-11-22',
        organizations: [{ organizationId, documentsReceived: 1 }],
      });
      expect(await run(weeklySummary, { day: '2026-11-29' })).toMatchObject({
        monday: '2026-11-23',
        organizations: [{ documentsReceived: 1 }],
      });
    });
  });

  describe('reminders of due dates', () => {
    /** 1098765401 is due on 2026-08-12 for the taxable year 2025. */
    const DUE = '1098765401';

    async function reminders(): Promise<[string, number, number][]> {
      const { items } = await listNotifications(database.db, { organizationId, limit: 100 });
      return items.toReversed().map((row) => [row.due_date, row.stage_days, row.days_left]);
    }

    async function filing(number: string, taxableYear = 2025): Promise<string> {
      const id = await declaration(number, taxableYear);
      await document('processed', id);
      return id;
    }

    test('come 30, 7 and 1 days before, each once however often the task runs', async () => {
      await filing(DUE);
      const days = [
        '2026-07-12',
        '2026-07-13',
        '2026-07-14',
        '2026-08-05',
        '2026-08-11',
        '2026-08-12',
        '2026-08-13',
      ];
      const reminded: unknown[] = [];
      for (const day of [...days, ...days]) reminded.push((await run(dueDateReminders, { day }))['reminded']);
      expect(reminded).toEqual([0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
      expect(await reminders()).toEqual([
        ['2026-08-12', 30, 30],
        ['2026-08-12', 7, 7],
        ['2026-08-12', 1, 1],
      ]);
    });

    test('that were missed are made up for by the last of them, with the days that are left', async () => {
      await filing(DUE);
      await run(dueDateReminders, { slotAt: '2026-08-07T12:00:00.000Z' });
      expect(await reminders()).toEqual([['2026-08-12', 7, 5]]);
      await run(dueDateReminders, { day: '2026-08-12' });
      expect(await reminders()).toEqual([
        ['2026-08-12', 7, 5],
        ['2026-08-12', 1, 0],
      ]);
    });

    test('are for declarations of the year that falls due and of which a document is kept', async () => {
      await filing(DUE, 2024);
      await declaration('1098765402');
      await filing('no-es-un-numero');
      expect(await run(dueDateReminders, { day: '2026-07-13' })).toEqual({
        day: '2026-07-13',
        declarations: 1,
        reminded: 0,
        withoutDueDate: 1,
      });
    });

    test('belong to the organization of their declaration alone', async () => {
      await filing(DUE);
      await run(dueDateReminders, { day: '2026-07-13' });
      const other = (await createOrganization(database.db, 'Otra')).id;
      expect((await listNotifications(database.db, { organizationId: other, limit: 10 })).items).toEqual([]);
    });
  });
});
