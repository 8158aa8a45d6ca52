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

/** The stop button of one attempt: the first reason counts, later ones change nothing. */
export class AttemptControl {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #reason: AbortReason | null = null;
  #renewedAt = performance.now();

  constructor(options: { timeoutMs: number }) {
    this.#timer = setTimeout(() => this.abort('timeout'), options.timeoutMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get reason(): AbortReason | null {
    return this.#reason;
  }

  abort(reason: AbortReason): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    this.#controller.abort(new AttemptAborted(reason));
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
   * Waits for the work; once the signal has aborted, for at most `graceMs` more. Work that does not listen goes on
   * without us: what it writes under its attempt number no longer counts.
   */
  async race<Value>(work: Promise<Value>, graceMs: number): Promise<Value> {
    const { promise: overdue, reject } = Promise.withResolvers<never>();
    let timer: NodeJS.Timeout | undefined;
    const startGrace = () => {
      timer = setTimeout(() => reject(new AttemptAborted(this.#reason ?? 'lost')), graceMs);
    };
    if (this.signal.aborted) startGrace();
    else this.signal.addEventListener('abort', startGrace, { once: true });
    try {
      return await Promise.race([work, overdue]);
    } finally {
      clearTimeout(timer);
      this.signal.removeEventListener('abort', startGrace);
      // When the grace won the race, the work's own end must not become an unhandled rejection.
      work.catch(() => undefined);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
