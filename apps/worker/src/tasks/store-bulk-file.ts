import {
  type Database,
  type DocumentRow,
  isSumOfColumns,
  leaveDeclaration,
  markBulkProcessed,
  replaceBulkRecords,
  type StoredBulkHeader,
} from '@accountia/db';
import { analyzeDeclaration, type processFile } from '@accountia/task-contracts';
import { enqueue, type TaskContext, type TaskOutcome } from '@accountia/task-runtime';
import type { Transaction } from 'kysely';
import type { SandboxedBulkFile } from '../sandbox/parse-pool.ts';
import { unlessUploadedAgain } from './uploaded-again.ts';

/**
 * What becomes of a file that a company files: its records are stored beside its document, which belongs to no declaration.
 * Nothing is analysed, and no other file is superseded.
 */
export function storeBulkFile(given: {
  readonly organizationId: string;
  readonly document: DocumentRow;
  readonly file: SandboxedBulkFile;
  readonly logger: TaskContext<typeof processFile>['logger'];
}): TaskOutcome<typeof processFile> {
  const { organizationId, document, file, logger } = given;
  const { layout, year, warnings, file: read } = file.bulk;
  const documentId = document.id;
  const owner = { organizationId, documentId };
  return {
    async apply(trx) {
      const startedAt = performance.now();
      const recordCount = await replaceBulkRecords(trx, owner, file.records.lines());
      const bulk = { ...read, header: read.header && (await compareTotal(trx, owner, read.header)) };
      if (document.declaration_id !== null) {
        await leaveDeclaration(trx, { ...owner, declarationId: document.declaration_id });
        const { declaration_id: declarationId } = document;
        await enqueue(trx, analyzeDeclaration, { declarationId }, { organizationId, declarationId });
      }
      await unlessUploadedAgain(documentId, () =>
        markBulkProcessed(trx, { ...owner, layout, taxableYear: year, warnings, bulk }),
      );
      logger.debug({ writeMs: performance.now() - startedAt, recordCount }, 'bulk file stored');
      return {
        documentId,
        declarationId: null,
        layout,
        entryCount: 0,
        recordCount,
        unclassifiedCount: 0,
        warningCount: warnings.length,
        analysisRunId: null,
      };
    },
    dispose: () => file.records.dispose(),
  };
}

/** The header's total against what was stored, not against what was read on the way there. */
async function compareTotal(
  trx: Transaction<Database>,
  owner: { organizationId: string; documentId: string },
  header: StoredBulkHeader,
): Promise<StoredBulkHeader> {
  if (header.total === null) return header;
  return { ...header, totalMatches: await isSumOfColumns(trx, owner, BigInt(header.total)) };
}
