/** JSON-safe facts about a failure: enough for a program to react and for the edge to write the sentence. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

export interface TaskErrorOptions {
  readonly code: string;
  /** For developers and logs, in English; people read the text the API makes from `code` and `details`. */
  readonly message: string;
  readonly retryable: boolean;
  /** When whoever refused us said how long to wait. */
  readonly retryAfterMs?: number;
  /** False: the run did nothing wrong and only has to wait, so that this try does not count. Only when retryable. */
  readonly attemptCounts?: boolean;
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
}

/** What is stored in the run row and sent over the wire. */
export interface SerializedTaskError {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly details: ErrorDetails;
}

const MARKER = Symbol.for('accountia.task-error');

/**
 * The one failure a task handler throws. Recognised by a symbol, so that two copies of this package agree,
 * and named `UnrecoverableError` when not retryable, which is how BullMQ knows not to try again.
 */
export class TaskError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly attemptCounts: boolean;
  readonly details: ErrorDetails;

  constructor(options: TaskErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = options.retryable ? 'TaskError' : 'UnrecoverableError';
    this.code = options.code;
    this.retryable = options.retryable;
    this.retryAfterMs = options.retryAfterMs;
    this.attemptCounts = options.attemptCounts ?? true;
    this.details = options.details ?? {};
    Object.defineProperty(this, MARKER, { value: true });
  }

  static isInstance(value: unknown): value is TaskError {
    return typeof value === 'object' && value !== null && MARKER in value;
  }

  /** Any thrown value as a TaskError. What nobody foresaw is retryable: it may be a passing fault. */
  static from(thrown: unknown): TaskError {
    if (TaskError.isInstance(thrown)) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new TaskError({ code: 'unexpected_error', message, retryable: true, cause: thrown });
  }

  serialize(): SerializedTaskError {
    return { code: this.code, message: this.message, retryable: this.retryable, details: this.details };
  }
}
