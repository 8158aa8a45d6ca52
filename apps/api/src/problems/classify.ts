import { InvalidCursorError } from '@accountia/db';
import { HTTPException } from 'hono/http-exception';
import { fieldMessage } from '../messages/index.ts';
import { ApiError, invalidFields } from './api-error.ts';

const RETRY_AFTER_SECONDS = '5';

/** Any thrown value as the refusal that the caller may see. Nothing of a cause that nobody foresaw gets out. */
export function classifyError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (thrown instanceof InvalidCursorError) {
    return invalidFields(
      [{ location: 'query', field: 'cursor', message: fieldMessage({}) }],
      'invalid_cursor',
    );
  }
  if (thrown instanceof HTTPException) return fromHono(thrown);
  if (isRefusedValue(thrown)) return new ApiError(400, 'invalid_request', { cause: thrown });
  if (isOutage(thrown)) {
    return new ApiError(503, 'service_unavailable', {
      cause: thrown,
      headers: { 'retry-after': RETRY_AFTER_SECONDS },
    });
  }
  return new ApiError(500, 'internal_error', { cause: thrown });
}

/** What Hono's own validators throw: malformed JSON, a body of another content type. */
function fromHono(exception: HTTPException): ApiError {
  if (exception.status === 415) return new ApiError(415, 'unsupported_media_type', { cause: exception });
  if (exception.status === 413) return new ApiError(413, 'request_too_large', { cause: exception });
  if (exception.status < 500) return new ApiError(400, 'invalid_request', { cause: exception });
  return new ApiError(500, 'internal_error', { cause: exception });
}

const UNAVAILABLE_CODES = new Set([
  'object_store_unavailable',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
]);

/** node-postgres gives these failures no code. */
const DRIVER_OUTAGE =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** A dependency that does not answer, as against one that answered with an error. */
export function isOutage(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  if (DRIVER_OUTAGE.test(thrown.message)) return true;
  // An AbortSignal.timeout that we set around a dependency.
  if (thrown.name === 'TimeoutError') return true;
  const code = codeOf(thrown);
  // SQLSTATE classes: 08 connection, 53 no resources, 57P0x shut down or starting.
  if (code !== undefined && (UNAVAILABLE_CODES.has(code) || /^(08...|53...|57P0.)$/.test(code))) return true;
  if (thrown instanceof AggregateError && thrown.errors.some(isOutage)) return true;
  return thrown.cause !== undefined && isOutage(thrown.cause);
}

/** A value that passed our schemas but not PostgreSQL's types (SQLSTATE 22003, 22021, 22P02): the caller's, never a 500. */
function isRefusedValue(thrown: unknown): boolean {
  return thrown instanceof Error && ['22003', '22021', '22P02', '22P05'].includes(codeOf(thrown) ?? '');
}

function codeOf(error: Error): string | undefined {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : undefined;
}
