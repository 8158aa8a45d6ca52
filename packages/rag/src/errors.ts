/** Codes of {@link RagError}; stable, so that callers translate and branch on them. */
export type RagErrorCode =
  | 'budget_spent'
  | 'corpus_invalid'
  | 'corpus_empty'
  | 'corpus_file_broken'
  | 'corpus_file_too_large'
  | 'corpus_format_unknown'
  | 'corpus_source_missing'
  | 'embedding_invalid'
  | 'golden_invalid'
  | 'model_config_invalid'
  | 'query_invalid';

/** What this package throws about its own input. Failures of PostgreSQL pass through as they are. */
export class RagError extends Error {
  override readonly name = 'RagError';
  readonly code: RagErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: RagErrorCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}
