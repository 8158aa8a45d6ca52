import {
  type Database,
  deleteEmptyDeclarations,
  deleteExpiredModelAnswers,
  deleteFinishedRuns,
  deleteOldIdempotencyKeys,
  deleteOldNotifications,
  deleteOldScheduleSlots,
  keptObjects,
  listExpiredDocuments,
  purgeDocument,
} from '@accountia/db';
import type { ObjectStore } from '@accountia/gcs';
import type { purgeExpired } from '@accountia/task-contracts';
import type { TaskHandler } from '@accountia/task-runtime';
import type { Kysely } from 'kysely';
import type { WorkerDependencies } from '../dependencies.ts';

const BATCH = 100;
const RUN_BATCH = 1_000;
const OBJECT_BATCH = 500;
/** A client that repeats a request later than this does it on purpose. */
const IDEMPOTENCY_HOURS = 48;
/** An upload stores its object before its row; an object without a row that is older than this was abandoned. */
const ORPHAN_AGE_MS = 24 * 3_600_000;
/** Of every object that holds a document; see `objectName`. */
const DOCUMENTS_PREFIX = 'organizations/';

interface Cleaning {
  readonly db: Kysely<Database>;
  readonly objects: ObjectStore;
  readonly signal: AbortSignal;
}

/**
 * Everything that is deleted here is an effect of its own that can be repeated without harm, so there is no need to hold
 * all of it in one transaction, which would keep locks for minutes. A crash in between leaves the rest to the next one.
 */
export function createPurgeExpiredHandler(
  dependencies: Pick<WorkerDependencies, 'objects' | 'runRetentionDays'> & { orphanAgeMs?: number },
): TaskHandler<typeof purgeExpired> {
  const { objects, runRetentionDays, orphanAgeMs = ORPHAN_AGE_MS } = dependencies;
  return {
    async execute({ db, signal, progress }) {
      const cleaning = { db, objects, signal };
      const documents = await purgeDocuments(cleaning, (purgedDocuments) => progress({ purgedDocuments }));
      const orphans = await deleteOrphans(cleaning, orphanAgeMs);
      const deletedDeclarations = await inBatches(signal, BATCH, (limit) =>
        deleteEmptyDeclarations(db, limit),
      );
      const deletedRuns = await inBatches(signal, RUN_BATCH, (limit) =>
        deleteFinishedRuns(db, { olderThanDays: runRetentionDays, limit }),
      );
      return {
        async apply(trx) {
          return {
            purgedDocuments: documents.purged,
            deletedObjects: documents.objects + orphans,
            deletedDeclarations,
            deletedRuns,
            deletedIdempotencyKeys: await deleteOldIdempotencyKeys(trx, IDEMPOTENCY_HOURS),
            deletedScheduleSlots: await deleteOldScheduleSlots(trx, runRetentionDays),
            deletedNotifications: await deleteOldNotifications(trx, runRetentionDays),
            deletedModelAnswers: await deleteExpiredModelAnswers(trx),
          };
        },
      };
    },
  };
}

/** The object goes first: a crash in between leaves a row that the next purge finds again, not an object nobody knows. */
async function purgeDocuments(
  { db, objects, signal }: Cleaning,
  onPurged: (count: number) => void,
): Promise<{ purged: number; objects: number }> {
  let purged = 0;
  let deletedObjects = 0;
  for (;;) {
    const expired = await listExpiredDocuments(db, BATCH);
    for (const document of expired) {
      signal.throwIfAborted();
      if (await objects.delete(document.object_name, { ignoreMissing: true })) deletedObjects += 1;
      await db.transaction().execute((trx) => purgeDocument(trx, document.organization_id, document.id));
      purged += 1;
      onPurged(purged);
    }
    if (expired.length < BATCH) return { purged, objects: deletedObjects };
  }
}

/** Deletes old objects that no document holds any more, or never did. Answers with how many. */
async function deleteOrphans({ db, objects, signal }: Cleaning, ageMs: number): Promise<number> {
  let deleted = 0;
  async function examine(names: readonly string[]): Promise<void> {
    const kept = await keptObjects(db, names);
    for (const name of names) {
      signal.throwIfAborted();
      if (!kept.has(name) && (await objects.delete(name, { ignoreMissing: true }))) deleted += 1;
    }
  }

  let names: string[] = [];
  for await (const object of objects.list(DOCUMENTS_PREFIX, {})) {
    signal.throwIfAborted();
    if (Date.now() - object.createdAt.getTime() < ageMs) continue;
    names.push(object.name);
    if (names.length < OBJECT_BATCH) continue;
    await examine(names);
    names = [];
  }
  await examine(names);
  return deleted;
}

/** Repeats a deletion until it finds less than a batch. Answers with how many it deleted in all. */
async function inBatches(
  signal: AbortSignal,
  size: number,
  deleteSome: (limit: number) => Promise<number>,
): Promise<number> {
  let total = 0;
  for (;;) {
    signal.throwIfAborted();
    const deleted = await deleteSome(size);
    total += deleted;
    if (deleted < size) return total;
  }
}
