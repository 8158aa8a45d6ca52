import type { Database } from '@accountia/db';
import { openTestDatabase } from '@accountia/db/testing';
import { createTestRedis, startTestServices } from '@accountia/dev-services/testing';
import { createLogger, serveHttp } from '@accountia/service-kit';
import { createTransport, type Transport } from '@accountia/task-runtime';
import type { Hono } from 'hono';
import type { Kysely } from 'kysely';
import type { MonitorVariables } from '../access/guard.ts';
import { createMonitor, type MonitorOptions } from '../app.ts';

export const TEST_CREDENTIALS = { username: 'operaciones', password: 'una-clave-de-prueba' };
export const TEST_METRICS_TOKEN = 'token-de-metricas-de-prueba';

export interface TestMonitor {
  readonly app: Hono<MonitorVariables>;
  readonly url: string;
  readonly db: Kysely<Database>;
  readonly transport: Transport;
  /** Moves the monitor's clock, which stands still otherwise. */
  passTime(milliseconds: number): void;
  /** A request to the real server that follows no redirect. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Logs in and answers with the cookie to send. */
  login(): Promise<string>;
  close(): Promise<void>;
}

/** The whole monitor on a free port, with a PostgreSQL database and a queue back end of its own. */
export async function startMonitor(
  backend: Transport['kind'],
  overrides: Partial<MonitorOptions> = {},
): Promise<TestMonitor> {
  const logger = createLogger({ app: 'monitor', level: 'silent' });
  const services = await startTestServices({ ownerPid: process.pid });
  const database = await openTestDatabase();
  const redis = backend === 'redis' ? await createTestRedis(services.queue.url) : null;
  const transport = createTransport(
    redis === null
      ? { kind: 'postgres', url: database.url, prefix: 'monitor' }
      : { kind: 'redis', url: redis.url, prefix: redis.prefix },
    logger,
  );
  // It stands still but for what a test lets pass, however slow the machine is.
  let clock = Date.now();
  const app = createMonitor({
    db: database.db,
    transport,
    logger,
    credentials: TEST_CREDENTIALS,
    metricsToken: TEST_METRICS_TOKEN,
    environment: 'pruebas',
    production: false,
    proxyHops: 0,
    now: () => clock,
    ...overrides,
  });
  const server = await serveHttp(app, { host: '127.0.0.1', port: 0 });

  const request: TestMonitor['request'] = (path, init) =>
    fetch(`${server.url}${path}`, { redirect: 'manual', ...init });

  return {
    app,
    url: server.url,
    db: database.db,
    transport,
    passTime: (milliseconds) => void (clock += milliseconds),
    request,
    async login() {
      const response = await request('/login', loginForm(server.url, TEST_CREDENTIALS));
      if (response.status !== 303) throw new Error(`The login answered ${response.status}`);
      return cookieOf(response);
    },
    async close() {
      await server.close(100);
      await transport.close();
      await redis?.dispose();
      await database.dispose();
      await services.release();
    },
  };
}

/** The login form as a browser sends it. */
export function loginForm(origin: string, fields: Readonly<Record<string, string>>): RequestInit {
  return { method: 'POST', headers: { origin }, body: new URLSearchParams(fields) };
}

/** `name=value` of the cookie that a response sets. */
export function cookieOf(response: Response): string {
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
  if (cookie === undefined) throw new Error('The response sets no cookie');
  return cookie;
}
