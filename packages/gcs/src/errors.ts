export type ObjectStoreErrorCode =
  | 'object_not_found'
  | 'bucket_not_found'
  | 'precondition_failed'
  | 'object_too_large'
  | 'object_corrupt'
  | 'range_not_satisfiable'
  | 'access_denied'
  | 'cannot_sign_urls'
  | 'invalid_argument'
  | 'object_store_unavailable'
  | 'object_store_error';

/**
 * What went wrong with an object. `retryable` says whether the same call may succeed later without anybody changing
 * anything. `details` names the bucket and the object, never its content.
 */
export class ObjectStoreError extends Error {
  readonly code: ObjectStoreErrorCode;
  readonly retryable: boolean;
  readonly details: Record<string, unknown>;

  constructor(
    code: ObjectStoreErrorCode,
    message: string,
    details: Record<string, unknown> = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'ObjectStoreError';
    this.code = code;
    // Bytes that arrived damaged are usually whole the next time.
    this.retryable = code === 'object_store_unavailable' || code === 'object_corrupt';
    this.details = details;
  }
}

/** The client's own words for content whose checksum came out wrong; it has removed the object then. */
const CHECKSUM_CODES = new Set(['FILE_NO_UPLOAD', 'FILE_NO_UPLOAD_DELETE', 'CONTENT_DOWNLOAD_MISMATCH']);
/** 507: a store of one's own whose disk is full; somebody makes room. */
const UNAVAILABLE_STATUSES = new Set([408, 429, 500, 502, 503, 504, 507]);
const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/** Turns whatever the client, `fetch` or a stream throws into one of ours. An `ObjectStoreError` stays as it is. */
export function toObjectStoreError(error: unknown, details: Record<string, unknown>): ObjectStoreError {
  if (error instanceof ObjectStoreError) return error;
  const chain = causesOf(error);
  for (const link of chain) {
    const code = field(link, 'code');
    if (typeof code === 'string' && CHECKSUM_CODES.has(code)) {
      return new ObjectStoreError(
        'object_corrupt',
        'The stored bytes are not those that were sent.',
        details,
        {
          cause: error,
        },
      );
    }
    const status = statusOf(link);
    if (status !== null) return errorForStatus(status, messageOf(link), details, error);
    if (typeof code === 'string' && CONNECTION_CODES.has(code)) return unavailable(code, details, error);
  }
  if (error instanceof TypeError && error.message === 'fetch failed')
    return unavailable(error.message, details, error);
  return new ObjectStoreError('object_store_error', `The object store failed: ${messageOf(error)}`, details, {
    cause: error,
  });
}

/** The error for an answer with this HTTP status; `text` is what the server said. */
export function errorForStatus(
  status: number,
  text: string,
  details: Record<string, unknown>,
  cause?: unknown,
): ObjectStoreError {
  const all = { ...details, status };
  const make = (code: ObjectStoreErrorCode, message: string) =>
    new ObjectStoreError(code, message, all, { cause });
  if (status === 404) {
    return /bucket does not exist/i.test(text)
      ? make('bucket_not_found', `There is no bucket ${String(details['bucket'])}.`)
      : make('object_not_found', `There is no object ${String(details['name'])}.`);
  }
  // 304 answers a condition "not this generation" on reading.
  if (status === 412 || status === 304)
    return make('precondition_failed', 'The object is not in the state that was asked for.');
  if (status === 416)
    return make('range_not_satisfiable', 'The object does not reach as far as was asked for.');
  if (status === 401 || status === 403)
    return make('access_denied', `The object store refuses access: ${text}`);
  if (UNAVAILABLE_STATUSES.has(status))
    return make('object_store_unavailable', `The object store answers ${status}: ${text}`);
  return make('object_store_error', `The object store answers ${status}: ${text}`);
}

function unavailable(why: string, details: Record<string, unknown>, cause: unknown): ObjectStoreError {
  return new ObjectStoreError(
    'object_store_unavailable',
    `The object store does not answer (${why}).`,
    details,
    { cause },
  );
}

/** The client's three transports put the HTTP status in different places, as a number or as text. */
function statusOf(error: unknown): number | null {
  for (const value of [
    field(error, 'code'),
    field(error, 'status'),
    field(field(error, 'response'), 'status'),
  ]) {
    const status = typeof value === 'string' ? Number(value) : value;
    if (typeof status === 'number' && status >= 300 && status < 600) return status;
  }
  return null;
}

function causesOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (
    let link = error;
    link !== undefined && link !== null && !chain.includes(link);
    link = field(link, 'cause')
  ) {
    chain.push(link);
  }
  return chain;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
