import type { Logger } from '@accountia/service-kit';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { ApiEnvironment } from '../context.ts';

/**
 * One line per request: who, what, how it ended, how long until the answer began. The route's pattern, never the
 * address as sent: queries carry NITs and names.
 */
export function accessLog(logger: Logger): MiddlewareHandler<ApiEnvironment> {
  return async (context, next) => {
    const started = performance.now();
    await next();
    logger.info(
      {
        requestId: context.get('requestId'),
        method: context.req.method,
        route: routePath(context, -1),
        status: context.res.status,
        durationMs: Math.round((performance.now() - started) * 10) / 10,
        organizationId: context.get('organizationId'),
      },
      'request',
    );
  };
}
