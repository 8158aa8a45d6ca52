import { createHash } from 'node:crypto';
import { createOrganization, type Database, insertDocument, type RunRow } from '@accountia/db';
import { openTestDatabase } from '@accountia/db/testing';
import { startTestServices } from '@accountia/dev-services/testing';
import { createObjectStore, objectName } from '@accountia/gcs';
import type { ReadingInstructions } from '@accountia/task-contracts/api';
import { processFile } from '@accountia/task-contracts';
import { enqueue } from '@accountia/task-runtime';
import { createEagerRunner } from '@accountia/task-runtime/testing';
import type { Kysely } from 'kysely';
import { createHandlers } from '../handlers.ts';
import { createParsePool } from '../sandbox/parse-pool.ts';

export interface GivenFile {
  readonly bytes: Uint8Array;
  readonly filename?: string;
  readonly reading?: ReadingInstructions;
}

export interface TestTasks extends AsyncDisposable {
  readonly db: Kysely<Database>;
  newOrganization(): Promise<string>;
  /** Stores a document the way the API does, without asking for it to be read. */
  store(organizationId: string, file: GivenFile): Promise<string>;
  /** Reads a document as the worker does, with all that follows. Answers with its run as it was asked for. */
  read(organizationId: string, documentId: string): Promise<RunRow>;
}

/** The real handlers over a database and a bucket of their own, executed where they are asked for. */
export async function startTasks(): Promise<TestTasks> {
  const services = await startTestServices({ ownerPid: process.pid });
  const database = await openTestDatabase();
  const { db } = database;
  const objects = createObjectStore({
    bucket: `tasks-${crypto.randomUUID()}`,
    projectId: 'test',
    apiEndpoint: services.objectStore.apiEndpoint!,
  });
  await objects.ensureBucket();
  const parsePool = createParsePool({ threads: 1, memoryMib: 256 });
  const handlers = createHandlers({ objects, parsePool, model: null, runRetentionDays: 30 });
  const { drain } = createEagerRunner({ db, handlers });
  return {
    db,
    newOrganization: async () => (await createOrganization(db, crypto.randomUUID())).id,
    async store(organizationId, { bytes, filename = 'archivo', reading }) {
      const documentId = crypto.randomUUID();
      const name = objectName({ organizationId, documentId, extension: 'xlsx' });
      const { generation } = await objects.put(name, bytes);
      await db.transaction().execute((trx) =>
        insertDocument(trx, {
          organizationId,
          id: documentId,
          filename,
          contentType: 'application/octet-stream',
          sizeBytes: bytes.byteLength,
          sha256: createHash('sha256').update(bytes).digest('hex'),
          objectName: name,
          objectGeneration: generation,
          reading,
        }),
      );
      return documentId;
    },
    async read(organizationId, documentId) {
      const { run } = await db
        .transaction()
        .execute((trx) => enqueue(trx, processFile, { documentId }, { organizationId, documentId }));
      await drain();
      return run;
    },
    async [Symbol.asyncDispose]() {
      await parsePool.close();
      await database.dispose();
      await services.release();
    },
  };
}
