import type { Database } from '@accountia/db';
import type { ObjectStore } from '@accountia/gcs';
import {
  type HttpServer,
  type Lifecycle,
  type Logger,
  refuseWhileStopping,
  serveHealth,
  watchEventLoop,
} from '@accountia/service-kit';
import type { TaskWorker, Transport } from '@accountia/task-runtime';
import { type Kysely, sql } from 'kysely';
import type { WorkerEnvironment } from './environment.ts';

/** Answers whether the worker does its work, where HEALTH_PORT says; nowhere when it says nothing. */
export async function serveWorkerHealth(options: {
  readonly environment: WorkerEnvironment;
  readonly lifecycle: Lifecycle;
  readonly db: Kysely<Database>;
  readonly transport: Transport;
  readonly objects: ObjectStore;
  readonly worker: TaskWorker;
  readonly logger: Logger;
}): Promise<Pick<HttpServer, 'close'>> {
  const { environment, db, transport, objects, worker, logger } = options;
  if (environment.HEALTH_PORT === undefined) return { close: () => Promise.resolve() };
  const eventLoop = watchEventLoop();
  const server = await serveHealth({
    app: 'worker',
    host: environment.HOST,
    port: environment.HEALTH_PORT,
    live: [
      { name: 'consuming', check: () => worker.check() },
      { name: 'event-loop', check: () => eventLoop.check() },
    ],
    ready: [
      refuseWhileStopping(options.lifecycle),
      { name: 'postgresql', check: async () => void (await sql`select 1`.execute(db)) },
      { name: 'queue', check: () => transport.check() },
      { name: 'object-store', check: () => objects.check() },
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
