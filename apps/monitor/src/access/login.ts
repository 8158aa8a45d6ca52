import type { Logger } from '@accountia/service-kit';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, setCookie } from 'hono/cookie';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Frame } from '../pages/frame.ts';
import { loginPage } from '../pages/login-page.ts';
import { clientAddress, isEncrypted } from './client-address.ts';
import { type Credentials, sameCredentials } from './credentials.ts';
import { type MonitorVariables, SESSION_COOKIE } from './guard.ts';
import type { Sessions } from './sessions.ts';
import type { Throttle } from './throttle.ts';

export interface LoginOptions {
  readonly credentials: Credentials;
  readonly sessions: Sessions;
  readonly throttle: Throttle;
  readonly frame: Frame;
  readonly logger: Logger;
  readonly alwaysSecure: boolean;
  readonly proxyHops: number;
}

const MAX_FORM_BYTES = 8 * 1024;

export function loginRoutes(options: LoginOptions): Hono<MonitorVariables> {
  const { credentials, sessions, throttle, logger, proxyHops } = options;
  const app = new Hono<MonitorVariables>();

  function show(
    context: Context<MonitorVariables>,
    status: ContentfulStatusCode,
    next: string,
    error?: string,
  ) {
    return context.html(loginPage(options.frame, { next, error }), status);
  }

  app.get('/login', (context) => {
    const next = localPath(context.req.query('next'));
    return context.get('session') === null ? show(context, 200, next) : context.redirect(next, 303);
  });

  app.post(
    '/login',
    bodyLimit({
      maxSize: MAX_FORM_BYTES,
      onError: (context) => context.text('El formulario es demasiado grande.', 413),
    }),
    async (context) => {
      const address = clientAddress(context, proxyHops);
      const form = await context.req.parseBody();
      const next = localPath(textOf(form['next']));
      // Counted before the answer is known: attempts that run at the same time must not slip through together.
      const waitMs = throttle.take(address);
      if (waitMs !== null) {
        logger.warn({ address }, 'login throttled');
        context.header('retry-after', String(Math.ceil(waitMs / 1000)));
        return show(context, 429, next, `Demasiados intentos. Vuelva a intentarlo en ${minutes(waitMs)}.`);
      }
      const given = { username: textOf(form['username']), password: textOf(form['password']) };
      if (!sameCredentials(given, credentials)) {
        logger.warn({ address }, 'login refused');
        return show(context, 401, next, 'El usuario o la contraseña no son correctos.');
      }
      throttle.forgive(address);
      const { session, token } = sessions.open();
      setCookie(context, SESSION_COOKIE, token, {
        path: '/',
        httpOnly: true,
        sameSite: 'Strict',
        secure: options.alwaysSecure || isEncrypted(context, proxyHops),
        expires: session.expiresAt,
      });
      logger.info({ address, sessionId: session.id }, 'logged in');
      return context.redirect(next, 303);
    },
  );

  app.post('/logout', (context) => {
    const session = context.get('session');
    if (session !== null) {
      sessions.close(session);
      logger.info({ address: clientAddress(context, proxyHops), sessionId: session.id }, 'logged out');
    }
    deleteCookie(context, SESSION_COOKIE, { path: '/' });
    return context.redirect('/login', 303);
  });

  return app;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Where to go after the login; never to another site, whatever the address of the login page said. */
export function localPath(next: string | undefined): string {
  const here = 'http://monitor.invalid';
  if (next === undefined || !next.startsWith('/') || !URL.canParse(next, here)) return '/';
  const url = new URL(next, here);
  // What begins with two slashes names another host to a browser.
  if (url.origin !== here || url.pathname.startsWith('//') || url.pathname === '/login') return '/';
  return url.pathname + url.search;
}

function minutes(milliseconds: number): string {
  const count = Math.ceil(milliseconds / 60_000);
  return count === 1 ? '1 minuto' : `${count} minutos`;
}
