import {
  createOrganization,
  findDocument,
  findRun,
  insertDocument,
  listEntries,
  listInsights,
  listRuns,
  SYSTEM_ORGANIZATION_ID,
  type RunRow,
  saveInsightFeedback,
} from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { startTestServices } from '@accountia/dev-services/testing';
import {
  brokenFile,
  buildPersonalReport,
  buildWideReport,
  buildWorkbook,
} from '@accountia/excel-parser/testing';
import { createObjectStore, objectName, type ObjectStore } from '@accountia/gcs';
import { loadCorpus } from '@accountia/rag';
import type { ReadingInstructions } from '@accountia/task-contracts/api';
import { analyzeDeclaration, dailySummary, processFile, purgeExpired } from '@accountia/task-contracts';
import { enqueue } from '@accountia/task-runtime';
import { createEagerRunner } from '@accountia/task-runtime/testing';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createHandlers } from '../handlers.ts';
import { createParsePool, type ParsePool } from '../sandbox/parse-pool.ts';

describe('the tasks', () => {
  let services: Awaited<ReturnType<typeof startTestServices>>;
  let database: MigratedTestDatabase;
  let objects: ObjectStore;
  let parsePool: ParsePool;
  let organizationId: string;
  let drain: () => Promise<unknown>;

  beforeAll(async () => {
    services = await startTestServices({ ownerPid: process.pid });
    database = await openTestDatabase();
    await loadCorpus(database.db);
    const { apiEndpoint } = services.objectStore;
    objects = createObjectStore({
      bucket: `tasks-${crypto.randomUUID()}`,
      projectId: 'test',
      apiEndpoint: apiEndpoint!,
    });
    await objects.ensureBucket();
    parsePool = createParsePool({ threads: 1, memoryMib: 256 });
    const handlers = createHandlers({ objects, parsePool, model: null, runRetentionDays: 30 });
    ({ drain } = createEagerRunner({ db: database.db, handlers }));
  });
  afterAll(async () => {
    await parsePool.close();
    await database.dispose();
    await services.release();
  });
  beforeEach(async () => {
    await sql`truncate runs, documents, declarations cascade`.execute(database.db);
    organizationId = (await createOrganization(database.db, 'Contadores de Prueba')).id;
  });

  /** Stores a document the way the API does and asks for it to be processed. */
  async function upload(
    bytes: Uint8Array,
    reading?: ReadingInstructions,
  ): Promise<{ documentId: string; run: RunRow }> {
    const documentId = crypto.randomUUID();
    const name = objectName({ organizationId, documentId, extension: 'xlsx' });
    const { generation } = await objects.put(name, bytes);
    return await database.db.transaction().execute(async (trx) => {
      const document = await insertDocument(trx, {
        organizationId,
        id: documentId,
        filename: 'reporte.xlsx',
        contentType: 'application/octet-stream',
        sizeBytes: bytes.byteLength,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        objectName: name,
        objectGeneration: generation,
        reading,
      });
      expect(document).not.toBeNull();
      const { run } = await enqueue(trx, processFile, { documentId }, { organizationId, documentId });
      return { documentId, run };
    });
  }

  async function errorOf(run: RunRow): Promise<string | undefined> {
    return (await findRun(database.db, organizationId, run.id))!.error?.code;
  }

  test('a report becomes entries of a declaration, and its analysis follows by itself', async () => {
    const { bytes, expected } = buildPersonalReport({ seed: 11, facts: 40 });
    const { documentId } = await upload(bytes);
    await drain();
    const document = (await findDocument(database.db, organizationId, documentId))!;
    expect(document).toMatchObject({ state: 'processed', entry_count: 40, layout: 'personal-report' });
    const { items } = await listEntries(database.db, { organizationId, documentId, limit: 100 });
    expect(items.map((entry) => entry.amount)).toEqual(expected.rows.map((row) => BigInt(row.amount)));
    const insights = await listInsights(database.db, organizationId, document.declaration_id!);
    expect(insights.length).toBeGreaterThan(0);
    expect(insights.filter(({ documents }) => documents.length === 0)).toEqual([]);
    expect(
      insights.some(({ impact_kind, impact_amount }) => impact_kind === 'saving' && impact_amount! > 0n),
    ).toBe(true);
    expect(new Set(insights.map(({ fingerprint }) => fingerprint)).size).toBe(insights.length);
    const states = (await listRuns(database.db, { organizationId, limit: 10 })).items.map((run) => run.state);
    expect(states).toEqual(['completed', 'completed']);
  });

  test('what a person said of an insight is still there after the report is analysed again', async () => {
    const { bytes } = buildPersonalReport({ seed: 12, facts: 30 });
    const { documentId } = await upload(bytes);
    await drain();
    const declarationId = (await findDocument(database.db, organizationId, documentId))!.declaration_id!;
    const before = await listInsights(database.db, organizationId, declarationId);
    for (const insight of before) {
      await saveInsightFeedback(database.db, insight, { verdict: 'useful', reason: null, judgedBy: null });
    }
    await database.db
      .transaction()
      .execute((trx) =>
        enqueue(trx, analyzeDeclaration, { declarationId }, { organizationId, declarationId }),
      );
    await drain();
    const after = await listInsights(database.db, organizationId, declarationId);
    expect(after.map(({ id }) => id)).not.toEqual(before.map(({ id }) => id));
    expect(after.map(({ code, feedback_verdict: verdict }) => [code, verdict])).toEqual(
      before.map(({ code }) => [code, 'useful']),
    );
  });

  test('a newer download of the same report replaces the older one in the figures', async () => {
    const taxpayer = {
      documentTypeLabel: 'C. C.',
      documentType: 'CC',
      number: '1098000111',
      name: 'PRUEBA ANA',
    };
    const first = await upload(buildPersonalReport({ seed: 1, facts: 10, taxpayer }).bytes);
    const second = await upload(buildPersonalReport({ seed: 2, facts: 12, taxpayer }).bytes);
    await drain();
    const older = (await findDocument(database.db, organizationId, first.documentId))!;
    const newer = (await findDocument(database.db, organizationId, second.documentId))!;
    expect(older.superseded_by).toBe(newer.id);
    expect(newer.superseded_by).toBeNull();
    const { items } = await listEntries(database.db, {
      organizationId,
      declarationId: newer.declaration_id!,
      limit: 100,
    });
    expect(new Set(items.map((entry) => entry.document_id))).toEqual(new Set([newer.id]));
  });

  test('the personal report speaks for a declaration, whatever else was uploaded of it', async () => {
    const wide = buildWideReport({ seed: 4 });
    const taxpayer = { ...wide.taxpayer, documentTypeLabel: 'C. C.' };
    const personal = await upload(buildPersonalReport({ seed: 9, facts: 7, taxpayer }).bytes);
    const other = await upload(wide.bytes);
    await drain();
    const report = (await findDocument(database.db, organizationId, personal.documentId))!;
    const later = (await findDocument(database.db, organizationId, other.documentId))!;
    expect(later).toMatchObject({ state: 'processed', layout: 'wide-report', superseded_by: report.id });
    expect(later.entry_count).toBe(wide.facts.length);
    const of = { organizationId, declarationId: report.declaration_id!, limit: 100 };
    expect((await listEntries(database.db, of)).items).toHaveLength(7);
    const { items } = await listEntries(database.db, { organizationId, documentId: later.id, limit: 100 });
    expect(items.map(({ amount }) => amount)).toEqual(wide.facts.map(({ amount }) => amount));
  });

  test('a file that is no report is rejected with the reason and leaves no entries', async () => {
    const { documentId, run } = await upload(brokenFile('other-shape.xlsx').bytes);
    await drain();
    expect(await errorOf(run)).toBe('unknown_layout');
    const document = (await findDocument(database.db, organizationId, documentId))!;
    expect(document).toMatchObject({
      state: 'rejected',
      error: { code: 'unknown_layout' },
      declaration_id: null,
    });
  });

  describe("a firm's own workbook", () => {
    const workbook = buildWorkbook({
      sheets: [
        {
          name: 'Datos',
          rows: [
            { number: 1, cells: ['Empresa', 'Id', 'Qué', 'Cuánto'] },
            { number: 2, cells: ['BANCO INVENTADO S.A.', '860034313', 'Saldo CDT (1020)', 1_250_000] },
          ],
        },
      ],
    });
    const about = { year: 2025, taxpayer: { documentType: 'CC', number: '1098000333', name: 'PRUEBA EVA' } };

    test('becomes entries of a declaration by the mapping that came with it', async () => {
      const columns = { reporterName: 'Empresa', reporterNit: 'Id', detail: 'Qué', amount: 'Cuánto' };
      const { documentId } = await upload(workbook, { ...about, mapping: { as: 'report', columns } });
      await drain();
      const document = (await findDocument(database.db, organizationId, documentId))!;
      expect(document).toMatchObject({ state: 'processed', layout: 'mapped-report', taxable_year: 2025 });
      const { items } = await listEntries(database.db, { organizationId, documentId, limit: 10 });
      expect(items).toMatchObject([
        { cell: 'D2', reporter_nit: '860034313', amount: 1_250_000n, category: 'assets' },
      ]);
    });

    test('is rejected with the headings that are missing when the mapping does not fit it', async () => {
      const columns = { detail: 'Concepto', amount: 'Cuánto' };
      const { documentId } = await upload(workbook, { ...about, mapping: { as: 'report', columns } });
      await drain();
      expect(await findDocument(database.db, organizationId, documentId)).toMatchObject({
        state: 'rejected',
        error: { code: 'mapping_header_missing', details: { missing: expect.arrayContaining(['Concepto']) } },
      });
    });
  });

  test('a store that is away for longer than all tries costs none of them', async () => {
    const { apiEndpoint } = services.objectStore;
    let cuts = 0;
    await using door = createServer((request, response) => {
      if (cuts < 6) {
        cuts += 1;
        response.writeHead(200, { 'content-length': 1_000 });
        response.write('half of it', () => response.destroy());
      } else response.writeHead(307, { location: `${apiEndpoint}${request.url}` }).end();
    }).listen(0, '127.0.0.1');
    await once(door, 'listening');
    const behindDoor = createObjectStore({
      bucket: objects.bucket,
      projectId: 'test',
      apiEndpoint: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    });
    const handlers = createHandlers({ objects: behindDoor, parsePool, model: null, runRetentionDays: 30 });
    const { documentId, run } = await upload(buildPersonalReport({ seed: 21, facts: 6 }).bytes);
    await createEagerRunner({ db: database.db, handlers }).drain();
    const after = (await findRun(database.db, organizationId, run.id))!;
    expect(after).toMatchObject({ state: 'completed' });
    expect(after.attempt).toBeGreaterThan(run.max_attempts);
    expect(await findDocument(database.db, organizationId, documentId)).toMatchObject({ entry_count: 6 });
  });

  test('an object that is not the one that was uploaded is not read', async () => {
    const { documentId, run } = await upload(buildPersonalReport({ seed: 3 }).bytes);
    await database.db
      .updateTable('documents')
      .set({ sha256: '0'.repeat(64) })
      .where('id', '=', documentId)
      .execute();
    await drain();
    expect(await errorOf(run)).toBe('object_changed');
  });

  test('an object that is gone fails the run and says so', async () => {
    const { documentId, run } = await upload(buildPersonalReport({ seed: 4 }).bytes);
    await objects.delete((await findDocument(database.db, organizationId, documentId))!.object_name);
    await drain();
    expect(await errorOf(run)).toBe('object_not_found');
  });

  test('a year without tax parameters keeps its entries; only the analysis fails, and says why', async () => {
    const { documentId, run } = await upload(buildPersonalReport({ seed: 5, year: 2031 }).bytes);
    await drain();
    expect((await findRun(database.db, organizationId, run.id))!.state).toBe('completed');
    expect((await findDocument(database.db, organizationId, documentId))!.state).toBe('processed');
    const { items } = await listRuns(database.db, { organizationId, task: 'declaration.analyze', limit: 1 });
    expect(items[0]).toMatchObject({ state: 'failed', attempt: 1, error: { code: 'unknown_year' } });
  });

  test('purging forgets what expired documents said, object included, and keeps the others', async () => {
    const expired = await upload(buildPersonalReport({ seed: 6 }).bytes);
    const kept = await upload(buildPersonalReport({ seed: 7 }).bytes);
    await drain();
    const { object_name: name } = (await findDocument(database.db, organizationId, expired.documentId))!;
    await sql`update documents set expires_at = now() - interval '1 day' where id = ${expired.documentId}`.execute(
      database.db,
    );
    const { run } = await database.db
      .transaction()
      .execute((trx) => enqueue(trx, purgeExpired, {}, { organizationId: SYSTEM_ORGANIZATION_ID }));
    await drain();
    const { result } = (await findRun(database.db, SYSTEM_ORGANIZATION_ID, run.id))!;
    expect(result).toMatchObject({ purgedDocuments: 1, deletedObjects: 1 });
    expect(await objects.stat(name)).toBeNull();
    expect(await findDocument(database.db, organizationId, expired.documentId)).toMatchObject({
      state: 'purged',
      filename: '',
    });
    expect(
      (await listEntries(database.db, { organizationId, documentId: expired.documentId, limit: 1 })).items,
    ).toEqual([]);
    expect(await findDocument(database.db, organizationId, kept.documentId)).toMatchObject({
      state: 'processed',
    });
  });

  test('the daily summary counts a day of Bogotá', async () => {
    await upload(buildPersonalReport({ seed: 8 }).bytes);
    await upload(brokenFile('other-shape.xlsx').bytes);
    await drain();
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Bogota' }).format(new Date());
    const ask = (payload: { day?: string }) =>
      database.db
        .transaction()
        .execute((trx) => enqueue(trx, dailySummary, payload, { organizationId: SYSTEM_ORGANIZATION_ID }));
    const { run } = await ask({ day });
    await drain();
    const { result } = (await findRun(database.db, SYSTEM_ORGANIZATION_ID, run.id))!;
    expect(result).toMatchObject({
      day,
      organizations: [
        { organizationId, documentsReceived: 2, documentsProcessed: 1, documentsRejected: 1, runsFailed: 1 },
      ],
    });
  });
});
