export type DevServicesErrorCode =
  | 'services_start_failed'
  | 'services_stop_failed'
  | 'state_lock_timeout'
  | 'given_service_unreachable'
  | 'postgres_unavailable'
  | 'redis_unavailable'
  | 'object_store_unavailable';

/** What went wrong while starting, using or stopping the local services. `details` never holds a password. */
export class DevServicesError extends Error {
  readonly code: DevServicesErrorCode;
  readonly details: Record<string, unknown>;

  constructor(
    code: DevServicesErrorCode,
    message: string,
    details: Record<string, unknown> = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'DevServicesError';
    this.code = code;
    this.details = details;
  }
}

/** The message of anything that can be thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of a Node.js or PostgreSQL error, such as `ENOENT` or `28P01`. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
