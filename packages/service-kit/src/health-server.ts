import { Hono } from 'hono';
import { checkHealth, type HealthCheck } from './health.ts';
import { type HttpServer, serveHttp } from './http.ts';
import type { Lifecycle } from './lifecycle.ts';
import { VERSION } from './version.ts';

export interface HealthServerOptions {
  readonly app: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** What a restart would mend: that the process does its work, not that others answer it. */
  readonly live: readonly HealthCheck[];
  /** What it needs besides. */
  readonly ready: readonly HealthCheck[];
}

/**
 * `GET /livez` and `GET /readyz` for a process that serves nothing else: 200, or 503 with what is wrong. A process whose
 * event loop is blocked does not answer at all, which a prober takes for the same.
 */
export async function serveHealth(options: HealthServerOptions): Promise<HttpServer> {
  const { app, live, ready } = options;
  const hono = new Hono();
  for (const [path, checks] of [
    ['/livez', live],
    ['/readyz', [...live, ...ready]],
  ] as const) {
    hono.get(path, async (context) => {
      const health = await checkHealth({ app, version: VERSION, checks });
      return context.json(health, health.status === 'ok' ? 200 : 503);
    });
  }
  return await serveHttp(hono, { host: options.host, port: options.port, variable: 'HEALTH_PORT' });
}

/** For the readiness of a process: once it is to stop, nothing more should be sent its way. */
export function refuseWhileStopping({ signal }: Pick<Lifecycle, 'signal'>): HealthCheck {
  return {
    name: 'running',
    async check() {
      if (signal.aborted) throw new Error('it is stopping');
    },
  };
}
