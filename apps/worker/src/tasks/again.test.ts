import { createHash } from 'node:crypto';
import {
  createOrganization,
  ensureDeclaration,
  findDocument,
  findRun,
  insertDocument,
  listEntries,
} from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { startTestServices } from '@accountia/dev-services/testing';
import { buildPersonalReport } from '@accountia/excel-parser/testing';
import { createObjectStore, objectName, type ObjectStore } from '@accountia/gcs';
import { loadCorpus } from '@accountia/rag';
import { analyzeDeclaration, processFile } from '@accountia/task-contracts';
import { createRateLimiter, enqueue, enqueueFlow } from '@accountia/task-runtime';
import { createEagerRunner } from '@accountia/task-runtime/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LimitedModel } from '../dependencies.ts';
import { createHandlers } from '../handlers.ts';
import { createParsePool, type ParsePool } from '../sandbox/parse-pool.ts';

describe('work that is done again', () => {
  let services: Awaited<ReturnType<typeof startTestServices>>;
  let database: MigratedTestDatabase;
  let objects: ObjectStore;
  let parsePool: ParsePool;
  let organizationId: string;

  beforeAll(async () => {
    services = await startTestServices({ ownerPid: process.pid });
    database = await openTestDatabase();
    await loadCorpus(database.db);
    const { apiEndpoint } = services.objectStore;
    objects = createObjectStore({
      bucket: `again-${crypto.randomUUID()}`,
      projectId: 'test',
      ...(apiEndpoint === undefined ? {} : { apiEndpoint }),
    });
    await objects.ensureBucket();
    parsePool = createParsePool({ threads: 1, memoryMib: 256 });
  });
  afterAll(async () => {
    await parsePool.close();
    await database.dispose();
    await services.release();
  });
  beforeEach(async () => {
    await database.db.deleteFrom('runs').execute();
    organizationId = (await createOrganization(database.db, 'tests')).id;
  });

  async function drain(model: LimitedModel | null = null): Promise<void> {
    const handlers = createHandlers({ objects, parsePool, model, runRetentionDays: 30 });
    await createEagerRunner({ db: database.db, handlers }).drain();
  }

  /** A report that was read, and where its file is. */
  async function readReport(): Promise<{ documentId: string; declarationId: string; object: string }> {
    const { bytes } = buildPersonalReport({ seed: 21, facts: 8 });
    const documentId = crypto.randomUUID();
    const object = objectName({ organizationId, documentId, extension: 'xlsx' });
    const { generation } = await objects.put(object, bytes);
    await database.db.transaction().execute(async (trx) => {
      await insertDocument(trx, {
        organizationId,
        id: documentId,
        filename: 'reporte.xlsx',
        contentType: 'application/octet-stream',
        sizeBytes: bytes.byteLength,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        objectName: object,
        objectGeneration: generation,
      });
      await enqueue(trx, processFile, { documentId }, { organizationId, documentId });
    });
    await drain();
    const document = await findDocument(database.db, organizationId, documentId);
    return { documentId, declarationId: document!.declaration_id!, object };
  }

  async function reprocess(report: { documentId: string; declarationId: string }) {
    const { documentId, declarationId } = report;
    const flow = {
      children: [{ task: processFile, payload: { documentId }, documentId }],
      afterwards: { task: analyzeDeclaration, payload: { declarationId }, declarationId },
    };
    return await database.db
      .transaction()
      .execute((trx) => enqueueFlow(trx, flow, { organizationId, onChildFailure: 'ignore' }));
  }

  test('a document is read once more, and its declaration analysed once', async () => {
    const report = await readReport();
    const { parent } = await reprocess(report);
    await drain();
    expect(await findRun(database.db, organizationId, parent.id)).toMatchObject({ state: 'completed' });
    const analyses = await database.db
      .selectFrom('runs')
      .select('id')
      .where('task', '=', analyzeDeclaration.name)
      .where('id', '>=', parent.id)
      .execute();
    expect(analyses).toEqual([{ id: parent.id }]);
  });

  test('a document that cannot be read again keeps what was read of it', async () => {
    const report = await readReport();
    await objects.delete(report.object);
    const { parent, children } = await reprocess(report);
    await drain();
    expect(await findRun(database.db, organizationId, children[0]!.id)).toMatchObject({ state: 'failed' });
    expect(await findRun(database.db, organizationId, parent.id)).toMatchObject({ state: 'completed' });
    const { documentId } = report;
    expect(await findDocument(database.db, organizationId, documentId)).toMatchObject({ state: 'processed' });
    const { items } = await listEntries(database.db, { organizationId, documentId, limit: 10 });
    expect(items).toHaveLength(8);
  });

  test('an analysis waits for its turn at the model, and no try is lost by waiting', async () => {
    const model = { provider: 'none', modelId: 'away', load: () => Promise.reject(new Error('away')) };
    const limiter = createRateLimiter(database.db, { name: 'model', capacity: 1, tokensPerMinute: 6_000 });
    let asked = 0;
    const take = async (organization: string) => {
      asked += 1;
      // Used up a moment ago by another worker, and empty for a second.
      if (asked === 1) {
        await sql`
          insert into rate_limits (organization_id, name, tokens, updated_at)
          values (${organization}, 'model', 0, clock_timestamp() + interval '1 second')
        `.execute(database.db);
      }
      await limiter.take(organization);
    };
    const { run } = await database.db.transaction().execute(async (trx) => {
      const taxpayer = { documentType: 'CC', number: '1098000121', name: 'PRUEBA ANA' };
      const { id: declarationId } = await ensureDeclaration(trx, {
        organizationId,
        taxableYear: 2025,
        ...taxpayer,
      });
      return await enqueue(trx, analyzeDeclaration, { declarationId }, { organizationId });
    });
    const meter = {
      check: () => Promise.resolve(),
      record: () => Promise.resolve(),
      release: () => Promise.resolve(),
    };
    await drain({ model, calls: { take }, meter: () => meter });
    const ended = (await findRun(database.db, organizationId, run.id))!;
    expect(ended.state).toBe('completed');
    expect(ended.attempt).toBe(asked);
    expect(asked).toBeGreaterThan(1);
    expect(ended.max_attempts - ended.attempt).toBe(3);
  });
});
