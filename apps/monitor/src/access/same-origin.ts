import type { Context } from 'hono';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request that may change something comes from one of our own pages. Browsers say so in Sec-Fetch-Site, which
 * no script can set; older ones in Origin, whose host must be the one that was asked. Who says neither is refused.
 */
export function comesFromOurPages(context: Context): boolean {
  if (SAFE_METHODS.has(context.req.method)) return true;
  const site = context.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = context.req.header('origin');
  if (origin === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === context.req.header('host');
}
