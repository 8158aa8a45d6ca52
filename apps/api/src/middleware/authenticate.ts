import { authenticateApiKey, type Database } from '@accountia/db';
import type { MiddlewareHandler } from 'hono';
import type { Kysely } from 'kysely';
import type { ApiEnvironment } from '../context.ts';
import { ApiError } from '../problems/api-error.ts';

const BEARER = /^Bearer +(\S+)$/i;

/**
 * Lets nothing pass without a key but the paths named, compared whole: a route that somebody adds is closed until it
 * is named here. The tenant comes from the key alone.
 */
export function authenticate(
  db: Kysely<Database>,
  publicPaths: ReadonlySet<string>,
): MiddlewareHandler<ApiEnvironment> {
  return async (context, next) => {
    const reads = context.req.method === 'GET' || context.req.method === 'HEAD';
    if (reads && publicPaths.has(context.req.path)) return await next();
    const header = context.req.header('authorization');
    if (header === undefined) throw refusal('missing_api_key', 'Bearer realm="accountia"');
    const key = BEARER.exec(header)?.[1];
    const authenticated = key === undefined ? null : await authenticateApiKey(db, key);
    if (authenticated === null)
      throw refusal('invalid_api_key', 'Bearer realm="accountia", error="invalid_token"');
    context.set('organizationId', authenticated.organizationId);
    context.set('apiKeyId', authenticated.id);
    return await next();
  };
}

function refusal(code: string, challenge: string): ApiError {
  return new ApiError(401, code, { headers: { 'www-authenticate': challenge } });
}
