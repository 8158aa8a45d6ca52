import { assertSchemaIsCurrent, connect } from '@accountia/db';
import { createObjectStore } from '@accountia/gcs';
import { createModelFromConfig, loadCorpus } from '@accountia/rag';
import { createLifecycle, createLogger, objectStoreConnection } from '@accountia/service-kit';
import { createTransport, startTaskWorker } from '@accountia/task-runtime';
import { readWorkerEnvironment } from './environment.ts';
import { createHandlers } from './handlers.ts';
import { createParsePool } from './sandbox/parse-pool.ts';

const environment = readWorkerEnvironment();
const logger = createLogger({ app: 'worker', level: environment.LOG_LEVEL });
const graceMs = environment.SHUTDOWN_GRACE_SECONDS * 1_000;
// Runs get the grace period; closing connections afterwards needs a little more.
const lifecycle = createLifecycle({ logger, graceMs: graceMs + 10_000 });

const db = connect({
  url: environment.DATABASE_URL,
  maxConnections: environment.DATABASE_MAX_CONNECTIONS,
  applicationName: 'accountia worker',
  onError: (error) => logger.warn({ err: error }, 'idle database connection'),
});
lifecycle.onShutdown('database', () => db.destroy());
await assertSchemaIsCurrent(db);
logger.info(await loadCorpus(db), 'tax corpus loaded');

const objects = createObjectStore(objectStoreConnection(environment));
const parsePool = createParsePool({
  threads: environment.PARSE_THREADS,
  memoryMib: environment.PARSE_MEMORY_MIB,
});
lifecycle.onShutdown('parsing threads', () => parsePool.close());

const transport = createTransport(environment.queue, logger);
lifecycle.onShutdown('queue', () => transport.close());

const worker = await startTaskWorker({
  db,
  databaseUrl: environment.DATABASE_URL,
  transport,
  handlers: createHandlers({
    objects,
    parsePool,
    model: createModelFromConfig(environment.model),
    runRetentionDays: environment.RUN_RETENTION_DAYS,
  }),
  logger,
  concurrency: environment.WORKER_CONCURRENCY,
  leaseMs: environment.RUN_LEASE_SECONDS * 1_000,
});
lifecycle.onShutdown('runs under way', () => worker.stop(graceMs));

logger.info({ workerId: worker.id }, 'ready');
