import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Details } from '@accountia/excel-parser/messages';

export interface ApiErrorOptions {
  readonly details?: Details;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A refusal that a route decided on: its code and facts become problem+json, with the sentence written at the edge. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly details: Details;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: ContentfulStatusCode, code: string, options: ApiErrorOptions = {}) {
    super(`${status} ${code}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.status = status;
    this.code = code;
    this.details = options.details ?? {};
    this.headers = options.headers ?? {};
  }
}

/** The caller's organization has no such thing; whether another one has is nobody's business. */
export function notFound(
  kind: 'document' | 'declaration' | 'run' | 'draft' | 'finding' | 'insight' | 'review_decision',
): ApiError {
  return new ApiError(404, `${kind}_not_found`);
}

export interface FieldProblem {
  readonly location: 'query' | 'path' | 'header' | 'body';
  readonly field: string;
  readonly message: string;
}

export function invalidFields(fields: readonly FieldProblem[], code = 'invalid_request'): ApiError {
  return new ApiError(400, code, { details: { fields } });
}
