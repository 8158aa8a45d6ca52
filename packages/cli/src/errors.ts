/** What a command could not do, in words for the person who typed it. */
export class CliError extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly exitCode: number;

  constructor(
    code: string,
    message: string,
    options: { details?: Readonly<Record<string, unknown>>; exitCode?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CliError';
    this.code = code;
    this.details = options.details ?? {};
    this.exitCode = options.exitCode ?? 1;
  }
}

/** The command line itself is wrong. Exit code 2, as with other tools. */
export class UsageError extends CliError {
  constructor(message: string, details: Readonly<Record<string, unknown>> = {}) {
    super('usage', message, { details, exitCode: 2 });
    this.name = 'UsageError';
  }
}

export interface DescribedError {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Anything that can be thrown, as code, message and details: those it has, else the best that can be said. */
export function describeError(thrown: unknown): DescribedError {
  if (!(thrown instanceof Error)) return { code: 'unexpected_error', message: String(thrown), details: {} };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'unexpected_error';
  const details = 'details' in thrown && isRecord(thrown.details) ? thrown.details : {};
  return { code, message: messageOf(thrown), details };
}

function messageOf(error: Error): string {
  if (error.message !== '') return error.message;
  // A refused connection to a name with two addresses has its reasons inside and nothing to say itself.
  if (error instanceof AggregateError) {
    return error.errors.map((inner) => (inner instanceof Error ? inner.message : String(inner))).join('; ');
  }
  return error.name;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
