import type { StoredFacts } from './invariants/facts.ts';
import type { PlannedFault } from './plan/faults.ts';

export interface InjectedFault {
  readonly fault: PlannedFault;
  /** Milliseconds since the epoch, of the one clock that all processes here share. */
  readonly beganAt: number;
  readonly endedAt: number;
  /** From its end to the first run that completed after it; null when none did. */
  readonly recoveredInMs: number | null;
}

/** Adds to each fault how long after it the first run completed. */
export function recoveryTimes(injected: readonly InjectedFault[], facts: StoredFacts): InjectedFault[] {
  const completions = facts.runs
    .flatMap((run) =>
      run.state === 'completed' && run.finishedAt !== null ? [run.finishedAt.getTime()] : [],
    )
    .toSorted((a, b) => a - b);
  return injected.map((one) => {
    const next = completions.find((at) => at >= one.endedAt);
    return { ...one, recoveredInMs: next === undefined ? null : next - one.endedAt };
  });
}

/** The value below which the given share of the values lies (nearest rank); null of nothing. */
export function percentile(values: readonly number[], share: number): number | null {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.max(0, Math.ceil(ordered.length * share) - 1)] ?? null;
}
