import type { Random } from '@accountia/excel-parser/testing';
import { FAULT_KINDS, type FaultKind } from './kinds.ts';
import type { PlanOptions } from './plan.ts';

export interface PlannedFault {
  readonly index: number;
  readonly kind: FaultKind;
  /** Milliseconds after the start. */
  readonly atMs: number;
  readonly lastsMs: number;
  /** Chooses among the processes it may strike, from 0 below 1. */
  readonly target: number;
}

/** On average one fault in this time, more densely when that is needed to have each kind once. */
const SPACING_MS = 3_000;
/** Of one local service: its supervisor gives up after more than five deaths in a minute. */
const RESTARTS_PER_MINUTE = 3;

/** All kinds in random order, again and again until the time is filled. Neighbours may overlap. */
export function planFaults(options: PlanOptions, random: Random): PlannedFault[] {
  if (options.kinds.length === 0) return [];
  const span = options.durationMs * 0.9;
  const count = Math.max(options.kinds.length, Math.floor(span / SPACING_MS));
  const planned: PlannedFault[] = [];
  const restarts: { service: string; atMs: number }[] = [];
  let round: FaultKind[] = [];
  for (let index = 0; index < count; index += 1) {
    if (round.length === 0) round = shuffled(options.kinds, random);
    const kind = round.shift()!;
    const atMs = Math.round((span * (index + 0.2 + 0.6 * random.next())) / count);
    const [shortest, longest] = FAULT_KINDS[kind].lastsMs;
    const fault = { index, kind, atMs, lastsMs: random.integer(shortest, longest), target: random.next() };
    const service = restartedBy(kind);
    if (service !== null) {
      const recent = restarts.filter((one) => one.service === service && atMs - one.atMs < 60_000);
      if (recent.length >= RESTARTS_PER_MINUTE) continue;
      restarts.push({ service, atMs });
    }
    planned.push(fault);
  }
  return planned;
}

function restartedBy(kind: FaultKind): string | null {
  const definition = FAULT_KINDS[kind];
  return 'restarts' in definition ? definition.restarts : null;
}

function shuffled<Value>(values: readonly Value[], random: Random): Value[] {
  const left = [...values];
  const result: Value[] = [];
  while (left.length > 0) result.push(...left.splice(random.integer(0, left.length - 1), 1));
  return result;
}
