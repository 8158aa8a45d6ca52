import { percentile } from './recovery.ts';
import type { ChaosOutcome } from './run.ts';

const SHOWN_VIOLATIONS = 20;

/** What the operator reads at the end, one line each. */
export function reportLines(outcome: ChaosOutcome): string[] {
  const { plan, ledger, facts, injected } = outcome;
  const uploads = countBy(ledger, ({ outcome: { kind } }) => kind);
  const takenOver = facts.runs.flatMap((run) => (run.takenOverInMs === null ? [] : [run.takenOverInMs]));
  return [
    '',
    `seed ${plan.seed}, ${minutes(plan)} minutes, ${plan.organizations} organizations`,
    row('uploads', uploads),
    row('answers of the API', outcome.answers),
    row(
      'documents',
      countBy(facts.documents, ({ state }) => state),
    ),
    row(
      'runs',
      countBy(facts.runs, ({ state }) => state),
    ),
    row('events', eventCounts(outcome)),
    row('requests to the object store that were spoilt', outcome.objectFaults),
    `processes started again: ${outcome.restarts}; runs started again by hand: ${outcome.retriedByHand}`,
    `objects without a document: ${outcome.orphans.before} after the faults, ${outcome.orphans.afterPurge} after the purge`,
    `at rest ${seconds(outcome.settledInMs)} after the faults`,
    '',
    `faults injected: ${injected.length}; from the end of each to the next run that completed:`,
    ...[...Map.groupBy(injected, ({ fault }) => fault.kind)]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([kind, own]) =>
          `  ${kind.padEnd(22)} ${String(own.length).padStart(3)}   ${spread(recoveries(own))}`,
      ),
    `  ${'all'.padEnd(22)} ${String(injected.length).padStart(3)}   ${spread(recoveries(injected))}`,
    `all runs, from accepted to completed: ${spread(waits(facts))}`,
    `runs that lost their worker and completed after all, from the loss: ${takenOver.length}   ${spread(takenOver)}`,
    '',
    ...verdict(outcome),
  ];
}

function verdict({ plan, violations }: ChaosOutcome): string[] {
  if (violations.length === 0) return ['Nothing lost, nothing doubled: every invariant holds.'];
  const shown = violations.slice(0, SHOWN_VIOLATIONS);
  return [
    `${violations.length} violations:`,
    ...shown.map(({ invariant, detail }) => `  ✗ ${invariant}: ${detail}`),
    ...(violations.length > shown.length ? [`  … and ${violations.length - shown.length} more`] : []),
    `Again: npm run chaos -- --minutes ${minutes(plan)} --seed ${plan.seed} --documents ${plan.documents} --organizations ${plan.organizations}`,
  ];
}

function waits({ runs }: ChaosOutcome['facts']): number[] {
  return runs.flatMap(({ state, createdAt, finishedAt }) =>
    state === 'completed' && finishedAt !== null ? [finishedAt.getTime() - createdAt.getTime()] : [],
  );
}

function recoveries(injected: ChaosOutcome['injected']): number[] {
  return injected.flatMap(({ recoveredInMs }) => (recoveredInMs === null ? [] : [recoveredInMs]));
}

function spread(values: readonly number[]): string {
  if (values.length === 0) return '–';
  const [middle, high, most] = [0.5, 0.99, 1].map((share) => seconds(percentile(values, share) ?? 0));
  return `p50 ${middle}, p99 ${high}, max ${most}`;
}

function minutes({ durationMs }: ChaosOutcome['plan']): number {
  return Math.round(durationMs / 600) / 100;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(2)} s`;
}

function eventCounts({ facts }: ChaosOutcome): Map<string, number> {
  const counts = new Map<string, number>();
  for (const run of facts.runs) {
    for (const [type, count] of Object.entries(run.events)) counts.set(type, (counts.get(type) ?? 0) + count);
  }
  return counts;
}

function countBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, number> {
  return new Map([...Map.groupBy(values, keyOf)].map(([key, own]) => [key, own.length]));
}

function row(name: string, counts: ReadonlyMap<string, number>): string {
  const parts = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, count]) => `${key} ${count}`);
  return `${name}: ${parts.length === 0 ? 'none' : parts.join(', ')}`;
}
