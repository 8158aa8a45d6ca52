import type { Database } from '@accountia/db';
import type { Logger } from '@accountia/service-kit';
import type { Transport } from '@accountia/task-runtime';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { Kysely } from 'kysely';
import type { Credentials } from './access/credentials.ts';
import { guard, type MonitorVariables } from './access/guard.ts';
import { loginRoutes } from './access/login.ts';
import { problemResponse } from './access/problem.ts';
import { createSessions } from './access/sessions.ts';
import { createThrottle } from './access/throttle.ts';
import { BOARD_PATH, boardRoutes } from './board/board.ts';
import { createMetrics } from './metrics/metrics.ts';
import { cached } from './overview/cached.ts';
import { type History, readHistory, readPulse } from './overview/read-state.ts';
import { BOARD_POLICY, createFrame, PAGE_POLICY } from './pages/frame.ts';
import { overviewPage } from './pages/overview-page.ts';

export interface MonitorOptions {
  readonly db: Kysely<Database>;
  readonly transport: Pick<Transport, 'check' | 'queues'>;
  readonly logger: Logger;
  readonly credentials: Credentials;
  readonly sessionSecret?: string | undefined;
  readonly metricsToken?: string | undefined;
  /** The installation's name, on every page. */
  readonly environment: string;
  /** Session cookies go over encrypted connections only, and the badge warns. */
  readonly production: boolean;
  /** Our own reverse proxies in front, whose X-Forwarded-For counts. */
  readonly proxyHops: number;
  /** Milliseconds since 1970; the system's clock unless given. */
  readonly now?: () => number;
}

/** Readings this young are shown again: neither scrapes nor open pages add up to load on PostgreSQL. */
const PULSE_MAX_AGE_MS = 3_000;
const LOGIN_THROTTLE = { attempts: 5, windowMs: 15 * 60_000, capacity: 10_000 };

export function createMonitor(options: MonitorOptions): Hono<MonitorVariables> {
  const { db, transport, logger, credentials } = options;
  const now = options.now ?? Date.now;
  const frame = createFrame({ environment: options.environment, production: options.production });
  const sessions = createSessions({ secret: options.sessionSecret, credentials, now });
  const pulse = cached(() => readPulse(db, transport), { maxAgeMs: PULSE_MAX_AGE_MS, now });
  const history = cached(() => readHistory(db), { maxAgeMs: PULSE_MAX_AGE_MS, now });
  const metrics = createMetrics(pulse);

  /** Its absence must not take the page with it: the page says what does not answer. */
  async function historyOrNull(): Promise<History | null> {
    try {
      return await history();
    } catch (error) {
      logger.warn({ err: error }, 'failed runs and schedules could not be read');
      return null;
    }
  }

  const app = new Hono<MonitorVariables>();
  const pageHeaders = secureHeaders({ contentSecurityPolicy: PAGE_POLICY, referrerPolicy: 'same-origin' });
  const boardHeaders = secureHeaders({ contentSecurityPolicy: BOARD_POLICY, referrerPolicy: 'same-origin' });
  app.use(async (context, next) => {
    const onBoard = context.req.path === BOARD_PATH || context.req.path.startsWith(`${BOARD_PATH}/`);
    await (onBoard ? boardHeaders : pageHeaders)(context, next);
    // The board's files carry a hash in their names; everything else shows the state of this moment.
    const fixed = context.res.ok && context.req.path.startsWith(`${BOARD_PATH}/static/`);
    context.res.headers.set('cache-control', fixed ? 'private, max-age=3600' : 'no-store');
  });
  app.use(guard({ sessions, metricsToken: options.metricsToken }));

  app.get('/livez', (context) => context.text('ok'));
  app.route(
    '/',
    loginRoutes({
      credentials,
      sessions,
      throttle: createThrottle({ ...LOGIN_THROTTLE, now }),
      frame,
      logger,
      alwaysSecure: options.production,
      proxyHops: options.proxyHops,
    }),
  );
  app.get('/', async (context) => {
    const content = { pulse: await pulse(), history: await historyOrNull() };
    return context.html(overviewPage(frame, content));
  });
  app.get('/readyz', async (context) => {
    const { health } = await pulse();
    return context.json(health, health.status === 'ok' ? 200 : 503);
  });
  app.get('/metrics', async (context) =>
    context.body(await metrics.render(), 200, { 'content-type': metrics.contentType }),
  );
  app.route(BOARD_PATH, boardRoutes(transport.queues, frame));

  app.notFound((context) =>
    problemResponse(context, {
      status: 404,
      code: 'not_found',
      title: 'No existe',
      detail: 'Aquí no hay nada. El resumen está en / y el tablero de colas en /admin.',
    }),
  );
  app.onError((error, context) => {
    logger.error({ err: error, path: context.req.path }, 'request failed');
    return problemResponse(context, {
      status: 500,
      code: 'internal_error',
      title: 'Error interno',
      detail: 'El monitor no pudo responder. El registro dice por qué.',
    });
  });
  return app;
}
