import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';

export interface HttpServer {
  /** Where it answers, with the true port. */
  readonly url: string;
  /** Stops accepting, lets requests under way finish for up to `graceMs`, then cuts them. */
  close(graceMs?: number): Promise<void>;
}

/** Serves an app; resolves when it listens, rejects with a readable error when the address is taken. */
export async function serveHttp(
  app: Pick<Hono, 'fetch'>,
  options: {
    host: string;
    port: number;
    /** The variable that the port came from, for the message. */
    variable?: string;
  },
): Promise<HttpServer> {
  const { variable = 'PORT' } = options;
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `Port ${options.port} on ${options.host} is taken: set ${variable} to another one, or to 0`,
              { cause: error },
            )
          : error,
      );
    });
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}`,
    async close(graceMs = 5_000) {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      // A connection whose answer went out after `close` stays open for its keep-alive time unless it is closed here.
      const idle = setInterval(() => {
        if ('closeIdleConnections' in server) server.closeIdleConnections();
      }, 50);
      const cut = setTimeout(() => {
        if ('closeAllConnections' in server) server.closeAllConnections();
      }, graceMs);
      await closed;
      clearInterval(idle);
      clearTimeout(cut);
    },
  };
}
