import { isTerminal } from '@accountia/task-contracts/api';
import type { LedgerEntry } from '../workload/ledger.ts';
import type { StoredFacts, StoredRun } from './facts.ts';
import { type Violation, violations } from './violation.ts';

/** Every try, or every worker, was lost to faults. */
const GIVEN_UP = new Set(['attempts_exhausted', 'worker_lost_repeatedly']);
const FINAL_EVENTS = new Set(['completed', 'failed', 'cancelled', 'expired']);

/** Every run has ended, once, and says so in its history as in its row. */
export function checkRuns(ledger: readonly LedgerEntry[], facts: StoredFacts): Violation[] {
  const { runs } = facts;
  const byId = new Map(runs.map((run) => [run.id, run]));
  return [
    ...violations(
      'every run ends',
      runs.map((run) => (isTerminal(run.state) ? null : `${about(run)} is ${run.state}`)),
    ),
    ...violations(
      'no run is applied twice',
      runs.map((run) => {
        const times = run.events['completed'] ?? 0;
        return times === (run.state === 'completed' ? 1 : 0)
          ? null
          : `${about(run)} completed ${times} times`;
      }),
    ),
    ...violations(
      'a history ends as its run did',
      runs.map((run) =>
        isTerminal(run.state) && run.lastEvent !== run.state
          ? `${about(run)} is ${run.state}, its last event is ${run.lastEvent}`
          : null,
      ),
    ),
    ...violations('a document is read once', readTwice(runs)),
    ...violations(
      'what a client was told is what is stored',
      ledger.map((entry) => {
        if (entry.outcome.kind !== 'accepted') return null;
        const run = byId.get(entry.outcome.runId);
        if (run === undefined) return `run ${entry.outcome.runId} was accepted and is gone`;
        const told = entry.toldState;
        return told !== null && told !== run.state ? `${about(run)}: told ${told}, is ${run.state}` : null;
      }),
    ),
    ...violations('every report is analysed after it was read', staleAnalyses(facts)),
  ];
}

/** Runs that ended with an error which another try may mend: an operator would start them again. */
export function givenUpByFaults(runs: readonly StoredRun[]): StoredRun[] {
  return runs.filter((run) => run.state === 'failed' && (run.retryable || GIVEN_UP.has(run.errorCode ?? '')));
}

function readTwice(runs: readonly StoredRun[]): string[] {
  const completed = runs.filter((run) => run.task === 'exogena.process-file' && run.state === 'completed');
  return [...Map.groupBy(completed, (run) => run.documentId)]
    .filter(([, same]) => same.length > 1)
    .map(([documentId, same]) => `document ${documentId} by ${same.map(({ id }) => id).join(' and ')}`);
}

/** An analysis that began before the last report was stored does not know it. */
function staleAnalyses({ documents, runs, insightRuns }: StoredFacts): (string | null)[] {
  const analyses = Map.groupBy(
    runs.filter((run) => run.task === 'declaration.analyze' && run.state === 'completed'),
    (run) => run.declarationId,
  );
  const processed = documents.filter((document) => document.state === 'processed' && !document.isBulk);
  return [...Map.groupBy(processed, (document) => document.declarationId)].map(([declarationId, own]) => {
    if (declarationId === null)
      return `documents without a declaration: ${own.map(({ id }) => id).join(', ')}`;
    const last = Math.max(...own.map((document) => document.processedAt?.getTime() ?? 0));
    const fresh = (analyses.get(declarationId) ?? []).filter(
      (run) => (run.startedAt?.getTime() ?? 0) >= last,
    );
    const sources = insightRuns.get(declarationId) ?? [];
    if (fresh.length === 0) return `declaration ${declarationId} was not analysed after its last report`;
    if (sources.length > 1) return `declaration ${declarationId} has insights of ${sources.length} analyses`;
    return sources.length === 0 || fresh.some((run) => run.id === sources[0])
      ? null
      : `declaration ${declarationId} shows an older analysis`;
  });
}

function about(run: StoredRun): string {
  const last = FINAL_EVENTS.has(run.state) ? '' : `, attempt ${run.attempt}`;
  return `run ${run.id} (${run.task}${last}${run.errorCode === null ? '' : `, ${run.errorCode}`})`;
}
