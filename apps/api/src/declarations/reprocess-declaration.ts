import { type Database, listDocuments, type RunRow } from '@accountia/db';
import { analyzeDeclaration, processFile } from '@accountia/task-contracts';
import { enqueueFlow } from '@accountia/task-runtime';
import type { Transaction } from 'kysely';

/** More reports than a taxpayer has in a year; what is beyond is read one by one. */
const MAX_DOCUMENTS = 500;

export interface Reprocessing {
  /** The analysis, which waits for the documents. */
  readonly analysis: RunRow;
  /** One for each document that counts; one that is being read already is not read twice. */
  readonly documents: readonly { readonly documentId: string; readonly run: RunRow }[];
}

/**
 * Reads every document of a declaration that counts again, and then analyses it once: after a change of the rules, or of
 * what we can read. A document that fails keeps what was read of it before.
 */
export async function reprocessDeclaration(
  trx: Transaction<Database>,
  organizationId: string,
  declarationId: string,
): Promise<Reprocessing> {
  const { items } = await listDocuments(trx, {
    organizationId,
    declarationId,
    state: 'processed',
    limit: MAX_DOCUMENTS,
  });
  const ids = items.filter((document) => document.superseded_by === null).map(({ id }) => id);
  const flow = await enqueueFlow(
    trx,
    {
      children: ids.map((documentId) => ({ task: processFile, payload: { documentId }, documentId })),
      afterwards: { task: analyzeDeclaration, payload: { declarationId }, declarationId },
    },
    // What could be read is worth an analysis.
    { organizationId, onChildFailure: 'ignore' },
  );
  return {
    analysis: flow.parent,
    documents: ids.map((documentId, position) => ({ documentId, run: flow.children[position]! })),
  };
}
