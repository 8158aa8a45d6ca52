/**
 * Why a workbook could not be read. Each code asks for a different reaction of the caller (another file, another
 * export, a password removed), which is why they are not one "bad file".
 */
export type WorkbookErrorCode =
  /** Zero bytes. */
  | 'empty_file'
  /** Some other kind of file; `details.kind` says which (text, csv, html, xml, image, archive, docx, …). */
  | 'not_a_workbook'
  | 'pdf_file'
  /** BIFF (.xls), the format before 2007. */
  | 'legacy_xls'
  /** Protected with a password to open. */
  | 'encrypted_workbook'
  /** Cut short: an upload or download that did not finish. */
  | 'truncated_workbook'
  /** Damaged; `details.reason` says how. */
  | 'corrupt_workbook'
  /** Has what no honest report has (DOCTYPE, path escape, macros, …); `details.reason` says what. */
  | 'unsafe_workbook'
  /** Larger than `details.max` in `details.limit`. */
  | 'limit_exceeded'
  /** A part that another part points to is absent; `details.part`. */
  | 'missing_part'
  /** A sound workbook of a shape we do not know; `details.sheets` has the headers seen, `details.nearest` the closest layout. */
  | 'unknown_layout'
  /** The layout is known, but facts without which the rows mean nothing are absent; `details.missing`. */
  | 'incomplete_report'
  | 'sheet_not_found'
  /** The path could not be opened or read; `details.reason` is the system's code. */
  | 'source_unreadable'
  /** The caller's AbortSignal fired. */
  | 'aborted';

const marker = Symbol.for('accountia.excel-parser.WorkbookError');

/** The only error this package throws for what a file may contain. Any other error is a defect of ours. */
export class WorkbookError extends Error {
  override readonly name = 'WorkbookError';
  readonly code: WorkbookErrorCode;
  /** JSON-safe facts about the failure; never cell contents beyond header texts. */
  readonly details: Record<string, unknown>;

  constructor(
    code: WorkbookErrorCode,
    message: string,
    details: Record<string, unknown> = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.code = code;
    this.details = details;
    Object.defineProperty(this, marker, { value: true });
  }

  /** Recognises the error across duplicated copies of this package, where `instanceof` does not. */
  static isInstance(value: unknown): value is WorkbookError {
    return typeof value === 'object' && value !== null && marker in value;
  }
}

/** A `corrupt_workbook` error; `reason` is a short machine-readable word. */
export function corrupt(
  reason: string,
  message: string,
  details: Record<string, unknown> = {},
  cause?: unknown,
): WorkbookError {
  return new WorkbookError('corrupt_workbook', message, { reason, ...details }, { cause });
}

/** An `unsafe_workbook` error; `reason` is a short machine-readable word. */
export function unsafe(
  reason: string,
  message: string,
  details: Record<string, unknown> = {},
): WorkbookError {
  return new WorkbookError('unsafe_workbook', message, { reason, ...details });
}

/** Throws `aborted` when the signal has fired. Called between chunks: the longest stretch of work without a check. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new WorkbookError('aborted', 'Reading was aborted by the caller.', {}, { cause: signal.reason });
  }
}
