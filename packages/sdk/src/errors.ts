import type { Run } from '@accountia/task-contracts/api';

/** Symbols instead of `instanceof`: two copies of this package in one program still recognise each other's errors. */
const API_ERROR = Symbol.for('accountia.sdk.api-error');
const CONNECTION_ERROR = Symbol.for('accountia.sdk.connection-error');
const RUN_FAILED = Symbol.for('accountia.sdk.run-failed');
const RUN_WAIT_TIMEOUT = Symbol.for('accountia.sdk.run-wait-timeout');

function isMarked(value: unknown, marker: symbol): boolean {
  return typeof value === 'object' && value !== null && marker in value;
}

export interface ApiErrorFacts {
  /** HTTP status of the answer. */
  readonly status: number;
  /** Stable, for programs: the API's own code, `invalid_response` or `http_<status>` when there is none. */
  readonly code: string;
  /** For people: in Spanish when the API wrote it. */
  readonly detail: string;
  /** Quote it to whoever runs the API. */
  readonly requestId: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;
  /** How long the API asked to wait. */
  readonly retryAfterMs: number | undefined;
}

/** The API answered, and the answer is no: a problem it describes, or something that is not its contract. */
export class AccountiaApiError extends Error implements ApiErrorFacts {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryAfterMs: number | undefined;

  constructor(facts: ApiErrorFacts, options?: { cause?: unknown }) {
    super(`${facts.status} ${facts.code}: ${facts.detail}`, options);
    this.name = 'AccountiaApiError';
    this.status = facts.status;
    this.code = facts.code;
    this.detail = facts.detail;
    this.requestId = facts.requestId;
    this.details = facts.details;
    this.retryAfterMs = facts.retryAfterMs;
    Object.defineProperty(this, API_ERROR, { value: true });
  }

  static isInstance(value: unknown): value is AccountiaApiError {
    return isMarked(value, API_ERROR);
  }
}

export type ConnectionErrorCode =
  /** No connection, or it broke before the answer was complete. */
  | 'network'
  /** No complete answer within `timeoutMs`. */
  | 'timeout';

/** No answer: whether the API did what it was asked is unknown. */
export class AccountiaConnectionError extends Error {
  readonly code: ConnectionErrorCode;
  /** How often it was tried. */
  readonly attempts: number;

  constructor(code: ConnectionErrorCode, message: string, options: { attempts: number; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AccountiaConnectionError';
    this.code = code;
    this.attempts = options.attempts;
    Object.defineProperty(this, CONNECTION_ERROR, { value: true });
  }

  static isInstance(value: unknown): value is AccountiaConnectionError {
    return isMarked(value, CONNECTION_ERROR);
  }
}

/** The awaited run ended as failed, cancelled or expired; `run.error` says why. */
export class RunFailedError extends Error {
  readonly run: Run;

  constructor(run: Run) {
    super(
      `Run ${run.id} (${run.task}) ended as ${run.state}${run.error === null ? '' : `: ${run.error.message}`}`,
    );
    this.name = 'RunFailedError';
    this.run = run;
    Object.defineProperty(this, RUN_FAILED, { value: true });
  }

  /** Why, for programs: the code of the run's error, or its state when it has none. */
  get code(): string {
    return this.run.error?.code ?? this.run.state;
  }

  static isInstance(value: unknown): value is RunFailedError {
    return isMarked(value, RUN_FAILED);
  }
}

/** The run did not finish within the time its caller gave it. The run itself goes on: cancel it if nobody wants it. */
export class RunWaitTimeoutError extends Error {
  readonly code = 'run_wait_timeout';
  readonly runId: string;
  readonly timeoutMs: number;

  constructor(runId: string, timeoutMs: number) {
    super(`Run ${runId} did not finish within ${timeoutMs} ms; it goes on`);
    this.name = 'RunWaitTimeoutError';
    this.runId = runId;
    this.timeoutMs = timeoutMs;
    Object.defineProperty(this, RUN_WAIT_TIMEOUT, { value: true });
  }

  static isInstance(value: unknown): value is RunWaitTimeoutError {
    return isMarked(value, RUN_WAIT_TIMEOUT);
  }
}
