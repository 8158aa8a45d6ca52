import {
  type Database,
  type DocumentRow,
  findDocument,
  findDocumentByContent,
  insertDocument,
  listRuns,
  type RunRow,
} from '@accountia/db';
import { objectName } from '@accountia/gcs';
import { processFile } from '@accountia/task-contracts';
import { type DocumentAccepted, isTerminal } from '@accountia/task-contracts/api';
import { enqueue } from '@accountia/task-runtime';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { ApiDependencies } from '../context.ts';
import { answerOnce, type IdempotentRequest, recallResponse, type StoredResponse } from '../idempotency.ts';
import { presentDocument } from '../presenters/documents.ts';
import { presentRun } from '../presenters/runs.ts';
import type { FileKind } from './check-file.ts';
import type { Upload } from './read-upload.ts';

/** By its bytes: what the client called it does not matter. */
const CONTENT_TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xml: 'application/xml',
} as const satisfies Record<FileKind, string>;

export type UploadResponse = StoredResponse<200 | 202, DocumentAccepted>;

export type DocumentStore = Pick<ApiDependencies, 'db' | 'objectStore' | 'uploads' | 'logger'>;

/**
 * The answer to an upload that needs nothing stored: the same request came before, or the same bytes did.
 * Null when the file is new. Throws ApiError `idempotency_key_reused`.
 */
export async function answerWithoutStoring(
  store: DocumentStore,
  organizationId: string,
  upload: Upload,
  request: IdempotentRequest | null,
): Promise<UploadResponse | null> {
  return await store.db.transaction().execute(async (trx) => {
    if (request !== null) {
      const before = await recallResponse<200 | 202, DocumentAccepted>(trx, request);
      if (before !== null) return before;
    }
    const existing = await findDocumentByContent(trx, organizationId, upload.sha256, upload.reading);
    if (existing === null) return null;
    return await answerOnce(trx, request, () => acceptAgain(trx, existing));
  });
}

/**
 * Stores a new file and starts its run: first the object, then everything else in one transaction. Whatever goes wrong,
 * the object goes away again unless a document points to it.
 */
export async function storeDocument(
  store: DocumentStore,
  organizationId: string,
  upload: Upload,
  kind: FileKind,
  request: IdempotentRequest | null,
): Promise<UploadResponse> {
  const { db, objectStore } = store;
  const contentType = CONTENT_TYPES[kind];
  const documentId = await nextDocumentId(db);
  const name = objectName({ organizationId, documentId, extension: kind });
  const discard = (): Promise<void> => discardObject(store, organizationId, documentId, name);
  const object = await objectStore
    .put(name, upload.bytes, {
      contentType,
      ifGenerationMatch: 0,
      signal: AbortSignal.timeout(store.uploads.storeTimeoutMs),
    })
    .catch((error: unknown) => {
      // It may have been stored although the answer was lost. A store that is away is not waited for twice.
      void discard();
      throw error;
    });
  try {
    const response = await db.transaction().execute(
      async (trx) =>
        await answerOnce(trx, request, async () => {
          const document = await insertDocument(trx, {
            organizationId,
            id: documentId,
            filename: upload.filename,
            contentType,
            sizeBytes: upload.bytes.byteLength,
            sha256: upload.sha256,
            objectName: name,
            objectGeneration: object.generation,
            reading: upload.reading,
          });
          return document === null
            ? await acceptTwin(trx, organizationId, upload)
            : { status: 202 as const, body: await accepted(trx, document, false) };
        }),
    );
    // Another request was first with the same key or the same bytes: this one's object belongs to nobody.
    if (response.body.document.id !== documentId) await discard();
    return response;
  } catch (error) {
    await discard();
    throw error;
  }
}

/** Lists go by id, so it must follow the one clock that all uploads share. */
async function nextDocumentId(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<{ id: string }>`select time_ordered_uuid() as id`.execute(db);
  return rows[0]!.id;
}

/** The bytes were stored by another request while this one was storing them. */
async function acceptTwin(
  trx: Transaction<Database>,
  organizationId: string,
  upload: Upload,
): Promise<UploadResponse> {
  const twin = await findDocumentByContent(trx, organizationId, upload.sha256, upload.reading);
  if (twin === null)
    throw new Error('A document was refused as a repetition, but the one it repeats is gone');
  return await acceptAgain(trx, twin);
}

async function acceptAgain(trx: Transaction<Database>, document: DocumentRow): Promise<UploadResponse> {
  return { status: 200, body: await accepted(trx, document, true) };
}

/**
 * The document with the run that reads it. A new run when there is none, when it was cancelled or failed before the
 * document was read: who uploads a file again wants it read.
 */
async function accepted(
  trx: Transaction<Database>,
  document: DocumentRow,
  alreadyUploaded: boolean,
): Promise<DocumentAccepted> {
  const { organization_id: organizationId, id: documentId } = document;
  const latest = alreadyUploaded ? await latestRun(trx, organizationId, documentId) : undefined;
  const usable = latest !== undefined && (latest.state === 'completed' || !isTerminal(latest.state));
  const run = usable
    ? latest
    : (
        await enqueue(
          trx,
          processFile,
          { documentId },
          { organizationId, documentId, subjectIsNew: !alreadyUploaded },
        )
      ).run;
  return { document: presentDocument(document), run: presentRun(run), alreadyUploaded };
}

async function latestRun(
  trx: Transaction<Database>,
  organizationId: string,
  documentId: string,
): Promise<RunRow | undefined> {
  const { items } = await listRuns(trx, { organizationId, documentId, task: processFile.name, limit: 1 });
  return items[0];
}

/**
 * Deletes an object that no document points to. It asks first: a commit whose answer was lost has happened all the
 * same, and deleting then would lose the file. What cannot be decided now is left and logged.
 */
async function discardObject(
  store: DocumentStore,
  organizationId: string,
  documentId: string,
  name: string,
): Promise<void> {
  try {
    if ((await findDocument(store.db, organizationId, documentId)) !== null) return;
    await store.objectStore.delete(name, { ignoreMissing: true });
  } catch (error) {
    store.logger.error({ err: error, objectName: name }, 'an object may be left without a document');
  }
}
