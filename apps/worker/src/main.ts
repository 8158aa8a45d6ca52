import { assertSchemaIsCurrent, connect } from '@accountia/db';
import { createObjectStore } from '@accountia/gcs';
import { createSearchModels, loadCorpus } from '@accountia/rag';
import { createLifecycle, createLogger, objectStoreConnection, readOrExit } from '@accountia/service-kit';
import { QUEUES } from '@accountia/task-contracts';
import { createTransport, guardRedis, startTaskWorker } from '@accountia/task-runtime';
import { startCorpusEmbedding } from './embed-corpus.ts';
import { readWorkerEnvironment } from './environment.ts';
import { createHandlers } from './handlers.ts';
import { serveWorkerHealth } from './health.ts';
import { limitedModel } from './limited-model.ts';
import { createParsePool } from './sandbox/parse-pool.ts';

const environment = readOrExit(readWorkerEnvironment);
const logger = createLogger({ app: 'worker', level: environment.LOG_LEVEL });
const graceMs = environment.SHUTDOWN_GRACE_SECONDS * 1_000;
// Runs get the grace period; closing connections afterwards needs a little more.
const lifecycle = createLifecycle({ logger, graceMs: graceMs + 10_000 });

await lifecycle.start(async () => {
  const db = connect({
    url: environment.DATABASE_URL,
    maxConnections: environment.DATABASE_MAX_CONNECTIONS,
    applicationName: 'accountia worker',
    silenceLimitMs: environment.DATABASE_SILENCE_LIMIT_SECONDS * 1_000,
    onError: (error) => logger.warn({ err: error }, 'idle database connection'),
  });
  lifecycle.onShutdown('database', () => db.destroy());
  await assertSchemaIsCurrent(db);

  const guard = await guardRedis({
    connection: environment.queue,
    ...environment.queueRules,
    logger,
    onUnsafe: lifecycle.fail,
  });
  lifecycle.onShutdown('redis guard', () => guard.stop());
  logger.info(await loadCorpus(db), 'tax corpus loaded');
  const search = createSearchModels(db, environment.search, (error) =>
    logger.warn({ err: error }, 'the embedding model failed'),
  );
  const corpusEmbedding =
    search === null ? null : startCorpusEmbedding(db, search, { logger, prices: environment.AI_PRICES });
  lifecycle.onShutdown('corpus embedding', () => corpusEmbedding?.stop());

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
      model: limitedModel(db, environment),
      runRetentionDays: environment.RUN_RETENTION_DAYS,
      ...(corpusEmbedding === null ? {} : { corpusEmbedding }),
    }),
    logger,
    queues: environment.WORKER_QUEUES ?? QUEUES,
    concurrency: environment.WORKER_CONCURRENCY,
    leaseMs: environment.RUN_LEASE_SECONDS * 1_000,
  });
  const health = await serveWorkerHealth({ environment, lifecycle, db, transport, objects, worker, logger });
  lifecycle.onShutdown('health', () => health.close());
  lifecycle.onShutdown('runs under way', () => worker.stop(graceMs));

  logger.info({ workerId: worker.id }, 'ready');
});
