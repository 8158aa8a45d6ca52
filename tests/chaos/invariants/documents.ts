import { createHash } from 'node:crypto';
import type { LedgerEntry } from '../workload/ledger.ts';
import type { ExpectedRecords } from '../workload/contents.ts';
import type { StoredDocument, StoredFacts, StoredRecord } from './facts.ts';
import { type Violation, violations } from './violation.ts';

/** What was accepted is there and as expected; what was refused left nothing. */
export function checkDocuments(ledger: readonly LedgerEntry[], facts: StoredFacts): Violation[] {
  const byId = new Map(facts.documents.map((document) => [document.id, document]));
  return [
    ...violations(
      'a client meets nothing that an outage does not explain',
      ledger.map((entry) => entry.surprise && `${name(entry)}: ${entry.surprise}`),
    ),
    ...violations(
      'the API takes every document of a client that insists',
      ledger.map((entry) => (entry.outcome.kind === 'never-taken' ? name(entry) : null)),
    ),
    ...violations(
      'accepted means stored',
      ledger.map((entry) => {
        const { outcome } = entry;
        return outcome.kind === 'accepted' && !byId.has(outcome.documentId)
          ? `${name(entry)}: document ${outcome.documentId} is gone`
          : null;
      }),
    ),
    ...violations('refused leaves nothing', refusedButStored(ledger, facts)),
    ...violations('the same bytes are one document', doubled(facts)),
    ...violations(
      'documents hold exactly what their file says',
      documentsOf(ledger, facts).map(([entry, document]) => compare(entry, document, facts)),
    ),
  ];
}

/** Each stored document with an upload that brought it. */
export function documentsOf(
  ledger: readonly LedgerEntry[],
  facts: StoredFacts,
): [LedgerEntry, StoredDocument][] {
  const uploads = new Map(ledger.map((entry) => [contentKey(entry), entry]));
  return facts.documents.flatMap((document): [LedgerEntry, StoredDocument][] => {
    const entry = uploads.get(`${document.organizationId} ${document.sha256}`);
    return entry === undefined ? [] : [[entry, document]];
  });
}

function contentKey(entry: LedgerEntry): string {
  return `${entry.organizationId} ${createHash('sha256').update(entry.content.bytes).digest('hex')}`;
}

function refusedButStored(ledger: readonly LedgerEntry[], facts: StoredFacts): string[] {
  const stored = new Set(facts.documents.map(({ organizationId, sha256 }) => `${organizationId} ${sha256}`));
  const accepted = new Set(
    ledger.filter(({ outcome }) => outcome.kind !== 'refused').map((entry) => contentKey(entry)),
  );
  return ledger.flatMap((entry) => {
    const key = contentKey(entry);
    return entry.outcome.kind === 'refused' && stored.has(key) && !accepted.has(key) ? [name(entry)] : [];
  });
}

function doubled(facts: StoredFacts): string[] {
  const alive = facts.documents.filter(({ state }) => state !== 'rejected' && state !== 'purged');
  return [...Map.groupBy(alive, ({ organizationId, sha256 }) => `${organizationId} ${sha256}`).values()]
    .filter((same) => same.length > 1)
    .map((same) => same.map(({ id }) => id).join(' and '));
}

function compare(entry: LedgerEntry, document: StoredDocument, facts: StoredFacts): string | null {
  const { expected } = entry.content;
  const stored = facts.entries.get(document.id) ?? [];
  const records = facts.records.get(document.id) ?? [];
  const rows = stored.length + records.length;
  const about = `document ${document.id} (${name(entry)})`;
  if (expected.kind === 'refusal') {
    if (document.state !== 'rejected') return `${about} is ${document.state} instead of rejected`;
    if (document.errorCode !== expected.code)
      return `${about}: ${document.errorCode} instead of ${expected.code}`;
    return rows === 0 ? null : `${about} was rejected and has ${rows} rows`;
  }
  if (document.state === 'uploaded') {
    const runs = facts.runs.filter((run) => run.documentId === document.id);
    if (!runs.some((run) => run.state === 'cancelled')) return `${about} was never read`;
    return rows === 0 ? null : `${about} was cancelled and has ${rows} rows`;
  }
  if (document.state !== 'processed') return `${about} is ${document.state}: ${document.errorCode}`;
  if (document.isBulk !== (expected.kind === 'bulk')) return `${about} was taken for another kind of file`;
  if (expected.kind === 'bulk') {
    const difference = compareRecords(expected, records);
    return difference === null ? null : `${about} ${difference}`;
  }
  if (records.length > 0) return `${about} has ${records.length} records`;
  if (document.entryCount !== expected.entries.length || stored.length !== expected.entries.length) {
    return `${about} has ${stored.length} entries (${document.entryCount} by its count) instead of ${expected.entries.length}`;
  }
  for (const [position, wanted] of expected.entries.entries()) {
    const found = stored[position]!;
    if (found.row !== wanted.row || found.amount !== wanted.amount || found.category !== wanted.category) {
      return `${about}, row ${wanted.row}: ${found.amount} ${found.category} instead of ${wanted.amount} ${wanted.category}`;
    }
  }
  return null;
}

function compareRecords(expected: ExpectedRecords, records: readonly StoredRecord[]): string | null {
  if (records.length !== expected.recordCount) {
    return `has ${records.length} records instead of ${expected.recordCount}`;
  }
  const amounts = records.flatMap((record) => record.amounts);
  const position = expected.amounts.findIndex((amount, index) => amounts[index] !== amount);
  if (position !== -1) {
    return `has ${amounts[position]} as amount ${position} instead of ${expected.amounts[position]}`;
  }
  return amounts.length === expected.amounts.length ? null : `has ${amounts.length} amounts`;
}

function name({ planned }: LedgerEntry): string {
  return `upload ${planned.index}, ${planned.intent}`;
}
