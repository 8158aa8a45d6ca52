import type { Database } from '@accountia/db';
import type { RunState } from '@accountia/task-contracts/api';
import { type Kysely, sql } from 'kysely';

export interface StoredDocument {
  readonly id: string;
  readonly organizationId: string;
  readonly sha256: string;
  readonly objectName: string;
  readonly state: string;
  readonly declarationId: string | null;
  readonly supersededBy: string | null;
  readonly entryCount: number;
  /** It holds records of a bulk file, and belongs to no declaration. */
  readonly isBulk: boolean;
  readonly errorCode: string | null;
  readonly createdAt: Date;
  readonly processedAt: Date | null;
}

export interface StoredRun {
  readonly id: string;
  readonly organizationId: string;
  readonly task: string;
  readonly state: RunState;
  readonly attempt: number;
  readonly documentId: string | null;
  readonly declarationId: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly errorCode: string | null;
  readonly retryable: boolean;
  readonly events: Readonly<Record<string, number>>;
  readonly lastEvent: string | null;
  /** From the loss of its worker to its completion, for runs that lost one. */
  readonly takenOverInMs: number | null;
}

export interface StoredEntry {
  readonly row: number;
  readonly amount: bigint;
  readonly category: string;
}

export interface StoredRecord {
  readonly position: number;
  readonly amounts: readonly bigint[];
}

/** What is in the database when all is quiet. */
export interface StoredFacts {
  /** From the one accepted first to the newest. */
  readonly documents: readonly StoredDocument[];
  readonly runs: readonly StoredRun[];
  /** By document, in the order of the rows. */
  readonly entries: ReadonlyMap<string, readonly StoredEntry[]>;
  /** Of bulk files, by document, in the order of the file. */
  readonly records: ReadonlyMap<string, readonly StoredRecord[]>;
  /** By declaration: the runs that its insights came from. */
  readonly insightRuns: ReadonlyMap<string, readonly string[]>;
}

/** Reads everything of these organizations. */
export async function readFacts(
  db: Kysely<Database>,
  organizationIds: readonly string[],
): Promise<StoredFacts> {
  const documents = await db
    .selectFrom('documents')
    .selectAll()
    .where('organization_id', 'in', organizationIds)
    // Here and not in JavaScript, whose dates are too coarse for it.
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const entries = await db
    .selectFrom('entries')
    .select(['document_id', 'row_number', 'amount', 'category'])
    .where('organization_id', 'in', organizationIds)
    .orderBy('row_number')
    .execute();
  const insights = await db
    .selectFrom('insights')
    .select(['declaration_id', 'run_id'])
    .distinct()
    .where('organization_id', 'in', organizationIds)
    .execute();
  const byDeclaration = Map.groupBy(insights, (insight) => insight.declaration_id);
  const byDocument = Map.groupBy(entries, (entry) => entry.document_id);
  return {
    documents: documents.map((row) => ({
      id: row.id,
      organizationId: row.organization_id,
      sha256: row.sha256,
      objectName: row.object_name,
      state: row.state,
      declarationId: row.declaration_id,
      supersededBy: row.superseded_by,
      entryCount: row.entry_count,
      isBulk: row.bulk !== null,
      errorCode: row.error?.code ?? null,
      createdAt: row.created_at,
      processedAt: row.processed_at,
    })),
    runs: await readRuns(db, organizationIds),
    entries: new Map(
      [...byDocument].map(([id, rows]) => [
        id,
        rows.map(({ row_number: row, amount, category }) => ({ row, amount, category })),
      ]),
    ),
    records: await readRecords(db, organizationIds),
    insightRuns: new Map([...byDeclaration].map(([id, rows]) => [id, rows.map((row) => row.run_id)])),
  };
}

async function readRecords(
  db: Kysely<Database>,
  organizationIds: readonly string[],
): Promise<Map<string, StoredRecord[]>> {
  const rows = await db
    .selectFrom('bulk_records')
    // As text: the driver would make floats of them.
    .select(['document_id', 'position', sql<string[]>`amounts::text[]`.as('amounts')])
    .where('organization_id', 'in', organizationIds)
    .orderBy('position')
    .execute();
  return new Map(
    [...Map.groupBy(rows, (row) => row.document_id)].map(([id, own]) => [
      id,
      own.map(({ position, amounts }) => ({ position, amounts: amounts.map(BigInt) })),
    ]),
  );
}

async function readRuns(db: Kysely<Database>, organizationIds: readonly string[]): Promise<StoredRun[]> {
  const rows = await db
    .selectFrom('runs')
    .selectAll()
    .where('organization_id', 'in', organizationIds)
    .execute();
  const events = await db
    .selectFrom('run_events')
    .select(['run_id', 'type', 'at', 'sequence'])
    .where('organization_id', 'in', organizationIds)
    .where('type', '<>', sql<'progress'>`'progress'`)
    .orderBy('sequence')
    .execute();
  const byRun = Map.groupBy(events, (event) => event.run_id);
  return rows.map((row) => {
    const own = byRun.get(row.id) ?? [];
    const counts: Record<string, number> = {};
    for (const { type } of own) counts[type] = (counts[type] ?? 0) + 1;
    const lost = own.find((event) => event.type === 'lost');
    const completed = own.find((event) => event.type === 'completed');
    return {
      id: row.id,
      organizationId: row.organization_id,
      task: row.task,
      state: row.state,
      attempt: row.attempt,
      documentId: row.document_id,
      declarationId: row.declaration_id,
      createdAt: row.created_at,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
      errorCode: row.error?.code ?? null,
      retryable: row.error?.retryable ?? false,
      events: counts,
      lastEvent: own.at(-1)?.type ?? null,
      takenOverInMs:
        lost === undefined || completed === undefined ? null : completed.at.getTime() - lost.at.getTime(),
    };
  });
}
