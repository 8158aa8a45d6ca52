import { VERSION } from '@accountia/service-kit';
import type { MiddlewareHandler } from 'hono';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { ApiEnvironment } from '../context.ts';
import { REFERENCE_PAGE, REFERENCE_POLICY, scalarScript, START_SCRIPT } from '../reference/assets.ts';

const JAVASCRIPT = 'text/javascript; charset=utf-8';
const CACHED = 'public, max-age=3600';

/** The reference page, from this host alone, and the way to it. */
export function referenceRoutes(): Hono<ApiEnvironment> {
  const policy: MiddlewareHandler<ApiEnvironment> = secureHeaders({
    contentSecurityPolicy: REFERENCE_POLICY,
  });
  return new Hono<ApiEnvironment>()
    .get('/', (context) =>
      context.json({
        name: 'Accountia API',
        version: VERSION,
        reference: '/reference',
        openapi: '/openapi.json',
      }),
    )
    .get('/reference', policy, (context) => context.html(REFERENCE_PAGE))
    .get('/reference/start.js', (context) =>
      context.body(START_SCRIPT, 200, { 'content-type': JAVASCRIPT, 'cache-control': CACHED }),
    )
    .get('/reference/scalar.js', async (context) => {
      const script = await scalarScript();
      const headers = { 'content-type': JAVASCRIPT, 'cache-control': CACHED, vary: 'accept-encoding' };
      return /\bgzip\b/.test(context.req.header('accept-encoding') ?? '')
        ? context.body(script.gzipped, 200, { ...headers, 'content-encoding': 'gzip' })
        : context.body(script.plain, 200, headers);
    });
}
