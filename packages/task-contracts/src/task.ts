import type { z } from 'zod';

/** Queues are resource classes, not tasks: what shares a queue competes for the same kind of worker slot. */
export const QUEUES = ['parse', 'analyze', 'maintenance'] as const;
export type QueueName = (typeof QUEUES)[number];

export const PRIORITIES = ['high', 'normal', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Delay before retry n (1-based): `firstDelayMs × 2^(n-1)`, at most `maxDelayMs`, less a random share of up to `jitter`. */
export interface ExponentialBackoff {
  readonly kind: 'exponential';
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** 0 = no randomness, 1 = anywhere between no delay and the full delay. */
  readonly jitter: number;
}

export interface TaskPolicy<Payload> {
  /** The first try included: 4 means one try and three retries. */
  readonly maxAttempts: number;
  readonly backoff: ExponentialBackoff;
  /** Soft time limit of one attempt: the handler's signal aborts, and it may still clean up. */
  readonly timeoutMs: number;
  /** Hard one, at least `timeoutMs`: the attempt ends without its handler, and what it uses is killed. */
  readonly hardTimeoutMs: number;
  /**
   * Workers that may be lost with the run before it counts as poison. Apart from the tries: a worker that was killed says
   * nothing about the run, but one that is killed each time does.
   */
  readonly maxLosses: number;
  /** `high` goes before the organization's own other runs; between organizations there are turns. */
  readonly priority: Priority;
  /** While another run of the same organization has this key, enqueueing answers with that run. */
  readonly deduplication?: {
    readonly key: (payload: Payload) => string;
    /** `waiting`: only runs that nobody has started, so that news during a run leads to another one. */
    readonly while: 'waiting' | 'unfinished';
  };
}

export interface TaskDefinition<
  Name extends string = string,
  Payload extends z.ZodType = z.ZodType,
  Result extends z.ZodType = z.ZodType,
  Progress extends z.ZodType = z.ZodType,
> {
  /** `domain.verb-object`, stable for ever: it is stored with every run. */
  readonly name: Name;
  /** Raised when the payload changes in a way that older workers cannot read. */
  readonly version: number;
  readonly queue: QueueName;
  /** Ids only: payloads never carry amounts, names or NITs. */
  readonly payload: Payload;
  readonly result: Result;
  readonly progress: Progress;
  readonly policy: TaskPolicy<z.output<Payload>>;
}

/** Declares a task once; every producer, worker and reader takes its types from the answer. */
export function defineTask<
  const Name extends string,
  Payload extends z.ZodType,
  Result extends z.ZodType,
  Progress extends z.ZodType,
>(
  definition: TaskDefinition<Name, Payload, Result, Progress>,
): TaskDefinition<Name, Payload, Result, Progress> {
  const { policy } = definition;
  if (policy.maxAttempts < 1 || !Number.isInteger(policy.maxAttempts)) {
    throw new RangeError(`${definition.name}: maxAttempts must be a whole number of at least 1`);
  }
  if (policy.hardTimeoutMs < policy.timeoutMs) {
    throw new RangeError(`${definition.name}: hardTimeoutMs must not be less than timeoutMs`);
  }
  if (policy.maxLosses < 1 || !Number.isInteger(policy.maxLosses)) {
    throw new RangeError(`${definition.name}: maxLosses must be a whole number of at least 1`);
  }
  if (policy.backoff.jitter < 0 || policy.backoff.jitter > 1) {
    throw new RangeError(`${definition.name}: backoff.jitter must be between 0 and 1`);
  }
  return Object.freeze(definition);
}

export type PayloadOf<Task extends TaskDefinition> = z.output<Task['payload']>;
export type ResultOf<Task extends TaskDefinition> = z.output<Task['result']>;
export type ProgressOf<Task extends TaskDefinition> = z.output<Task['progress']>;

/** What the system being replaced recommends: 300 s, three retries, exponential backoff with jitter. */
export const DEFAULT_POLICY = {
  maxAttempts: 4,
  backoff: { kind: 'exponential', firstDelayMs: 1_000, maxDelayMs: 60_000, jitter: 0.5 },
  timeoutMs: 300_000,
  hardTimeoutMs: 330_000,
  maxLosses: 4,
  priority: 'normal',
} as const satisfies TaskPolicy<unknown>;

/** Milliseconds to wait before the retry that follows `failedAttempt` (1-based). `random` is in [0, 1). */
export function retryDelayMs(
  backoff: ExponentialBackoff,
  failedAttempt: number,
  random: () => number = Math.random,
): number {
  const full = Math.min(backoff.maxDelayMs, backoff.firstDelayMs * 2 ** (failedAttempt - 1));
  return Math.round(full * (1 - backoff.jitter * random()));
}
