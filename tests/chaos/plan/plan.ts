import { createRandom, type Random } from '@accountia/excel-parser/testing';
import { planFaults, type PlannedFault } from './faults.ts';
import type { FaultKind } from './kinds.ts';

/** What a client does with a document. */
export const INTENTS = {
  /** Uploads it and comes back for the result, however long the API is away. */
  insist: 57,
  /** Uploads it and follows its run to the end, over whatever breaks the stream. */
  follow: 12,
  /** Tries once and never again: whether it arrived stays unknown to the client when there was no answer. */
  'try-once': 6,
  /** Uploads it and cancels the run at once. */
  cancel: 4,
  /** Uploads it, cancels it, then wants it read after all. */
  'cancel-and-retry': 4,
  /** Uploads what a company files about others, and comes back for the result. */
  bulk: 5,
  /** Sends a file that is no report. */
  broken: 5,
  /** Sends the bytes of an earlier document again. */
  duplicate: 4,
  /** Sends a newer download for the taxpayer of an earlier document. */
  newer: 3,
} as const;
export type Intent = keyof typeof INTENTS;

export interface PlannedDocument {
  readonly index: number;
  readonly organization: number;
  /** Milliseconds after the start. */
  readonly atMs: number;
  readonly intent: Intent;
  /** Chooses the content. */
  readonly seed: number;
  /** Rows of a report, or records of a bulk file. */
  readonly facts: number;
  /** The earlier document that `duplicate` and `newer` refer to. */
  readonly earlier: number | null;
}

export interface PlanOptions {
  readonly seed: number;
  readonly durationMs: number;
  readonly documents: number;
  readonly organizations: number;
  readonly kinds: readonly FaultKind[];
}

export interface Plan extends PlanOptions {
  readonly arrivals: readonly PlannedDocument[];
  readonly faults: readonly PlannedFault[];
}

/** Everything that a run will do and suffer, from its seed: the same options give the same plan. */
export function makePlan(options: PlanOptions): Plan {
  return {
    ...options,
    arrivals: planArrivals(options, createRandom(options.seed)),
    // A generator of its own: another number of documents leaves the faults as they are.
    faults: planFaults(options, createRandom(options.seed ^ 0x5eed_fa17)),
  };
}

function planArrivals(options: PlanOptions, random: Random): PlannedDocument[] {
  const arrivals: PlannedDocument[] = [];
  const span = options.durationMs * 0.95;
  for (let index = 0; index < options.documents; index += 1) {
    const wanted = pickIntent(random);
    const organization = random.integer(0, options.organizations - 1);
    const earlier =
      wanted === 'duplicate' || wanted === 'newer' ? pickEarlier(arrivals, organization, random) : null;
    arrivals.push({
      index,
      organization,
      atMs: Math.round((span * (index + random.next())) / options.documents),
      // The first documents of an organization have nothing to refer to.
      intent: (wanted === 'duplicate' || wanted === 'newer') && earlier === null ? 'insist' : wanted,
      seed: random.integer(1, 2 ** 31 - 1),
      // Few are large: long enough to be struck in the middle.
      facts: random.chance(0.05) ? random.integer(2_000, 6_000) : random.integer(5, 200),
      earlier,
    });
  }
  return arrivals;
}

function pickIntent(random: Random): Intent {
  const weights = Object.entries(INTENTS) as [Intent, number][];
  let rest = random.next() * weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [intent, weight] of weights) {
    rest -= weight;
    if (rest < 0) return intent;
  }
  return 'insist';
}

/** A report that its client wants read: what becomes of the others is not known beforehand. */
function pickEarlier(
  arrivals: readonly PlannedDocument[],
  organization: number,
  random: Random,
): number | null {
  const candidates = arrivals.filter(
    (arrival) =>
      arrival.organization === organization && (arrival.intent === 'insist' || arrival.intent === 'follow'),
  );
  // Recent ones: their runs are still under way.
  return candidates.length === 0 ? null : random.pick(candidates.slice(-5)).index;
}
