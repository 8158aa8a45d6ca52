import {
  deleteFinishedRuns,
  deleteOldIdempotencyKeys,
  findDocumentByObject,
  listExpiredDocuments,
  purgeDocument,
} from '@accountia/db';
import type { purgeExpired } from '@accountia/task-contracts';
import type { TaskHandler } from '@accountia/task-runtime';
import type { WorkerDependencies } from '../dependencies.ts';

const BATCH = 100;
/** A client that repeats a request later than this does it on purpose. */
const IDEMPOTENCY_HOURS = 48;
/** An upload stores its object before its row; an object without a row that is older than this was abandoned. */
const ORPHAN_AGE_MS = 24 * 3_600_000;
/** Of every object that holds a document; see `objectName`. */
const DOCUMENTS_PREFIX = 'organizations/';

export function createPurgeExpiredHandler(
  dependencies: Pick<WorkerDependencies, 'objects' | 'runRetentionDays'>,
): TaskHandler<typeof purgeExpired> {
  const { objects, runRetentionDays } = dependencies;
  return {
    async execute({ db, signal, progress }) {
      let purgedDocuments = 0;
      let deletedObjects = 0;
      // Each document is an effect of its own that can be repeated without harm, so there is no need to hold all of them
      // in one transaction: the object goes first, a crash in between leaves a row that the next purge finds again.
      for (;;) {
        signal.throwIfAborted();
        const expired = await listExpiredDocuments(db, BATCH);
        for (const document of expired) {
          signal.throwIfAborted();
          if (await objects.delete(document.object_name, { ignoreMissing: true })) deletedObjects += 1;
          await db.transaction().execute((trx) => purgeDocument(trx, document.organization_id, document.id));
          purgedDocuments += 1;
          progress({ purgedDocuments });
        }
        if (expired.length < BATCH) break;
      }
      for await (const object of objects.list(DOCUMENTS_PREFIX, {})) {
        signal.throwIfAborted();
        if (Date.now() - object.createdAt.getTime() < ORPHAN_AGE_MS) continue;
        if ((await findDocumentByObject(db, object.name)) !== null) continue;
        if (await objects.delete(object.name, { ignoreMissing: true })) deletedObjects += 1;
      }
      return {
        async apply(trx) {
          return {
            purgedDocuments,
            deletedObjects,
            deletedRuns: await deleteFinishedRuns(trx, runRetentionDays),
            deletedIdempotencyKeys: await deleteOldIdempotencyKeys(trx, IDEMPOTENCY_HOURS),
          };
        },
      };
    },
  };
}
