export type AbortReason = 'cancelled' | 'timeout' | 'lost' | 'shutdown';

/** Thrown inside an attempt that was told to stop; `reason` says by whom. */
export class AttemptAborted extends Error {
  readonly reason: AbortReason;
  constructor(reason: AbortReason) {
    super(`The attempt was stopped: ${reason}`);
    this.name = 'AbortError';
    this.reason = reason;
  }
}

export interface AttemptLimits {
  /** Asks the work to stop, with reason `timeout`. */
  readonly timeoutMs: number;
  /** Ends the attempt without its work, counted like `timeoutMs` from the start. */
  readonly hardTimeoutMs: number;
  /** How long the work may take to stop when it was asked for another reason. */
  readonly stopGraceMs: number;
}

/** The stop button of one attempt: the first reason counts, later ones change nothing. */
export class AttemptControl {
  readonly #asked = new AbortController();
  readonly #abandoned = new AbortController();
  readonly #limits: AttemptLimits;
  readonly #softTimer: NodeJS.Timeout;
  readonly #hardTimer: NodeJS.Timeout;
  #graceTimer: NodeJS.Timeout | undefined;
  #reason: AbortReason | null = null;
  #renewedAt = performance.now();

  constructor(limits: AttemptLimits) {
    this.#limits = limits;
    this.#softTimer = setTimeout(() => this.abort('timeout'), limits.timeoutMs);
    this.#hardTimer = setTimeout(() => this.#abandon(), limits.hardTimeoutMs);
  }

  /** Aborts when the work should stop. */
  get signal(): AbortSignal {
    return this.#asked.signal;
  }

  /** Aborts when the attempt has ended without the work: what it still uses must be killed. */
  get abandoned(): AbortSignal {
    return this.#abandoned.signal;
  }

  get reason(): AbortReason | null {
    return this.#reason;
  }

  abort(reason: AbortReason): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    this.#asked.abort(new AttemptAborted(reason));
    // Work that takes too long has until the hard limit; everybody else waits for it.
    if (reason !== 'timeout') this.#graceTimer = setTimeout(() => this.#abandon(), this.#limits.stopGraceMs);
  }

  #abandon(): void {
    this.abort('timeout');
    this.#abandoned.abort(new AttemptAborted(this.#reason ?? 'timeout'));
  }

  throwIfAborted(): void {
    if (this.#reason !== null) throw new AttemptAborted(this.#reason);
  }

  leaseRenewed(): void {
    this.#renewedAt = performance.now();
  }

  millisecondsSinceRenewal(): number {
    return performance.now() - this.#renewedAt;
  }

  /**
   * Waits for the work until the attempt is abandoned. Work that does not listen goes on without us: what it writes
   * under its attempt number no longer counts.
   */
  async race<Value>(work: Promise<Value>): Promise<Value> {
    const { promise: overdue, reject } = Promise.withResolvers<never>();
    const onAbandoned = () => reject(this.abandoned.reason);
    if (this.abandoned.aborted) onAbandoned();
    else this.abandoned.addEventListener('abort', onAbandoned, { once: true });
    try {
      return await Promise.race([work, overdue]);
    } finally {
      this.abandoned.removeEventListener('abort', onAbandoned);
      // When the limit won the race, the work's own end must not become an unhandled rejection.
      work.catch(() => undefined);
    }
  }

  dispose(): void {
    clearTimeout(this.#softTimer);
    clearTimeout(this.#hardTimer);
    clearTimeout(this.#graceTimer);
  }
}
