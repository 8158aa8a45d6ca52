import type { MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { sameSecret } from './credentials.ts';
import { problemResponse, wantsPage } from './problem.ts';
import { comesFromOurPages } from './same-origin.ts';
import type { Session, Sessions } from './sessions.ts';

export const SESSION_COOKIE = 'accountia_monitor';

/** Exact paths that anybody may ask for. Everything else that exists, or ever will, is refused without a session. */
const PUBLIC_PATHS = new Set(['/livez', '/login']);
/** Exact paths that a scraper with the token may read. */
const TOKEN_PATHS = new Set(['/metrics', '/readyz']);

export interface MonitorVariables {
  Variables: { session: Session | null };
}

export interface GuardOptions {
  readonly sessions: Sessions;
  readonly metricsToken?: string | undefined;
}

/** The one place where access is decided, before any route: deny by default. */
export function guard({ sessions, metricsToken }: GuardOptions): MiddlewareHandler<MonitorVariables> {
  return async (context, next) => {
    if (!comesFromOurPages(context)) {
      return problemResponse(context, {
        status: 403,
        code: 'foreign_origin',
        title: 'Solicitud rechazada',
        detail: 'La solicitud no viene de una página de este monitor.',
      });
    }
    const token = getCookie(context, SESSION_COOKIE);
    const session = token === undefined ? null : sessions.read(token);
    context.set('session', session);
    const { path, method } = context.req;
    if (session !== null || PUBLIC_PATHS.has(path)) return await next();
    if (
      method === 'GET' &&
      TOKEN_PATHS.has(path) &&
      bearsToken(context.req.header('authorization'), metricsToken)
    ) {
      return await next();
    }
    if (wantsPage(context)) {
      const { pathname, search } = new URL(context.req.url);
      return context.redirect(`/login?next=${encodeURIComponent(pathname + search)}`, 303);
    }
    return problemResponse(context, {
      status: 401,
      code: 'login_required',
      title: 'Falta iniciar sesión',
      detail: 'Inicie sesión en /login o envíe el token de métricas donde se acepta.',
    });
  };
}

function bearsToken(authorization: string | undefined, expected: string | undefined): boolean {
  const given = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
  return given !== undefined && expected !== undefined && sameSecret(given, expected);
}
