import { createHash } from 'node:crypto';
import {
  allDocumentEntries,
  chooseCurrentDocument,
  type Database,
  deleteDocumentEntries,
  ensureDeclaration,
  findDocument,
  forgetBulkFile,
  insertEntries,
  markDocumentProcessed,
  markDocumentRejected,
  organizationRules,
  overrideEntries,
} from '@accountia/db';
import { analyzeDeclaration, type processFile, TaskError } from '@accountia/task-contracts';
import { MAX_UPLOAD_BYTES } from '@accountia/task-contracts/api';
import { enqueue, type TaskHandler } from '@accountia/task-runtime';
import { applyOrganizationRules } from '@accountia/tax-rules';
import type { Transaction } from 'kysely';
import type { WorkerDependencies } from '../dependencies.ts';
import { withTaskErrors } from '../task-errors.ts';
import { storeBulkFile } from './store-bulk-file.ts';
import { unlessUploadedAgain } from './uploaded-again.ts';

/** Where each phase begins on the way from 0 to 100. Rows are classified while they are read. */
const PHASE_START = { download: 0, read: 10, store: 90 } as const;

export function createProcessFileHandler(
  dependencies: Pick<WorkerDependencies, 'objects' | 'parsePool'>,
): TaskHandler<typeof processFile> {
  const { objects, parsePool } = dependencies;
  return {
    async execute({ db, organizationId, payload, attempt, signal, progress, logger }) {
      const { documentId } = payload;
      const took = stopwatch();
      progress({ phase: 'download', percent: PHASE_START.download, rows: 0 });
      const document = await findDocument(db, organizationId, documentId);
      if (document === null || document.state === 'purged') {
        throw new TaskError({
          code: 'document_gone',
          message: 'The document was purged before it was processed',
          retryable: false,
          details: { documentId },
        });
      }
      const bytes = await withTaskErrors({ attempt }, () =>
        objects.read(document.object_name, {
          maxBytes: MAX_UPLOAD_BYTES,
          generation: document.object_generation,
          signal,
        }),
      );
      assertSameBytes(bytes, document.sha256);
      const fetchMs = took();

      progress({ phase: 'read', percent: PHASE_START.read, rows: 0 });
      const file = await parsePool.parse(new Uint8Array(bytes), {
        signal,
        reading: document.reading,
        filename: document.filename,
        onProgress: ({ rows, share }) => {
          const span = PHASE_START.store - PHASE_START.read;
          progress({ phase: 'read', percent: Math.round(PHASE_START.read + span * share), rows });
        },
      });
      if (file.kind === 'bulk') {
        progress({ phase: 'store', percent: PHASE_START.store, rows: file.bulk.file.recordCount });
        return storeBulkFile({ organizationId, document, file, logger });
      }
      const { report, unclassifiedCount, classifyMs, entries } = file;
      progress({ phase: 'store', percent: PHASE_START.store, rows: report.rowCount });
      const parseMs = took() - classifyMs;

      return {
        async apply(trx) {
          took();
          const { taxpayer, year } = report;
          const { id: declarationId, isNew } = await ensureDeclaration(trx, {
            organizationId,
            taxableYear: year,
            ...taxpayer,
          });
          const owner = { organizationId, documentId, declarationId };
          if (document.processed_at !== null) await deleteDocumentEntries(trx, organizationId, documentId);
          const entryCount = await insertEntries(trx, owner, entries.lines());
          await applyDecisions(trx, organizationId, documentId);
          if (document.bulk !== null) await forgetBulkFile(trx, owner);
          await unlessUploadedAgain(documentId, () =>
            markDocumentProcessed(trx, {
              organizationId,
              documentId,
              declarationId,
              layout: report.layout,
              taxableYear: year,
              topes: Object.fromEntries(
                Object.entries(report.topes).map(([tope, amount]) => [tope, String(amount)]),
              ),
              warnings: report.warnings,
              entryCount,
              reportedAt: report.reportedAt,
              cutoffAt: report.cutoffAt,
            }),
          );
          if (!isNew) await chooseCurrentDocument(trx, organizationId, declarationId);
          logger.debug({ fetchMs, parseMs, classifyMs, writeMs: took() }, 'report stored');
          const analysis = await enqueue(
            trx,
            analyzeDeclaration,
            { declarationId },
            { organizationId, declarationId, subjectIsNew: isNew },
          );
          return {
            documentId,
            declarationId,
            layout: report.layout,
            entryCount,
            unclassifiedCount,
            warningCount: report.warnings.length,
            analysisRunId: analysis.run.id,
          };
        },
        dispose: () => entries.dispose(),
      };
    },

    async onFailure(trx, { organizationId, payload, error }) {
      await markDocumentRejected(trx, organizationId, payload.documentId, error.serialize());
    },
  };
}

/** Answers with the milliseconds since it was last asked. */
function stopwatch(): () => number {
  let startedAt = performance.now();
  return () => {
    const before = startedAt;
    startedAt = performance.now();
    return startedAt - before;
  };
}

/** What people of the organization decided about a concept holds for the files that come later, too. */
async function applyDecisions(
  trx: Transaction<Database>,
  organizationId: string,
  documentId: string,
): Promise<void> {
  const rules = await organizationRules(trx, organizationId);
  if (rules.length === 0) return;
  const entries = await allDocumentEntries(trx, organizationId, documentId);
  await overrideEntries(trx, organizationId, applyOrganizationRules(entries, rules));
}

/** The store checks its own sums; this one checks that the object is the one that was accepted. */
function assertSameBytes(bytes: Uint8Array, sha256: string): void {
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found === sha256) return;
  throw new TaskError({
    code: 'object_changed',
    message: 'The stored file is not the one that was uploaded',
    retryable: false,
    details: { expected: sha256, found },
  });
}
