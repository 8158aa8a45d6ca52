import type { Database } from '@accountia/db';
import {
  type HttpServer,
  type Lifecycle,
  type Logger,
  refuseWhileStopping,
  serveHealth,
  watchEventLoop,
} from '@accountia/service-kit';
import type { Leadership, Transport } from '@accountia/task-runtime';
import { type Kysely, sql } from 'kysely';
import type { BeatEnvironment } from './environment.ts';
import type { Lead } from './lead.ts';

/** Answers whether beat does its work, where HEALTH_PORT says; nowhere when it says nothing. */
export async function serveBeatHealth(options: {
  readonly environment: BeatEnvironment;
  readonly lifecycle: Lifecycle;
  readonly db: Kysely<Database>;
  readonly transport: Transport;
  readonly leadership: Leadership;
  readonly lead: Lead;
  readonly logger: Logger;
}): Promise<Pick<HttpServer, 'close'>> {
  const { environment, db, transport, leadership, lead, logger } = options;
  if (environment.HEALTH_PORT === undefined) return { close: () => Promise.resolve() };
  const eventLoop = watchEventLoop();
  const server = await serveHealth({
    app: 'beat',
    host: environment.HOST,
    port: environment.HEALTH_PORT,
    live: [
      { name: 'leadership', check: () => leadership.check() },
      { name: 'work', check: () => lead.check() },
      { name: 'event-loop', check: () => eventLoop.check() },
    ],
    ready: [
      refuseWhileStopping(options.lifecycle),
      { name: 'postgresql', check: async () => void (await sql`select 1`.execute(db)) },
      { name: 'queue', check: () => transport.check() },
    ],
  });
  logger.info({ url: server.url }, 'answering health checks');
  return {
    async close() {
      eventLoop.stop();
      await server.close();
    },
  };
}
