import { assertSchemaIsCurrent, connect, modelLedger } from '@accountia/db';
import { createObjectStore } from '@accountia/gcs';
import { createModelFromConfig, createModelMeter, createSearchModels } from '@accountia/rag';
import {
  createLifecycle,
  createLogger,
  objectStoreConnection,
  queueConnection,
  queueRules,
  readOrExit,
  serveHttp,
  VERSION,
} from '@accountia/service-kit';
import { createTransport, guardRedis, modelCalls } from '@accountia/task-runtime';
import { sql } from 'kysely';
import { createApi } from './app.ts';
import { readApiEnvironment } from './environment.ts';
import { startRunEventHub } from './run-events/hub.ts';

const environment = readOrExit(readApiEnvironment);
const logger = createLogger({ app: 'api', level: environment.LOG_LEVEL, version: VERSION });
const lifecycle = createLifecycle({ logger, graceMs: 15_000 });

await lifecycle.start(start);

async function start(): Promise<void> {
  const db = connect({
    url: environment.DATABASE_URL,
    maxConnections: environment.DATABASE_MAX_CONNECTIONS,
    applicationName: 'accountia api',
    silenceLimitMs: environment.DATABASE_SILENCE_LIMIT_SECONDS * 1_000,
    onError: (error) => logger.warn({ err: error }, 'idle database connection'),
  });
  lifecycle.onShutdown('database', () => db.destroy());
  await assertSchemaIsCurrent(db);

  const objectStore = createObjectStore(objectStoreConnection(environment));
  await objectStore.ensureBucket();

  // Nothing is delivered from here; health asks whether what is accepted can be.
  const queue = queueConnection(environment);
  const guard = await guardRedis({
    connection: queue,
    ...queueRules(environment),
    logger,
    onUnsafe: lifecycle.fail,
  });
  lifecycle.onShutdown('redis guard', () => guard.stop());
  const transport = createTransport(queue, logger);
  lifecycle.onShutdown('queue', () => transport.close());

  const runEvents = await startRunEventHub({ databaseUrl: environment.DATABASE_URL, logger });
  const app = createApi({
    db,
    objectStore,
    runEvents,
    logger,
    healthChecks: [
      { name: 'postgresql', required: true, check: async () => void (await sql`select 1`.execute(db)) },
      { name: 'queue', required: false, check: () => transport.check() },
      { name: 'object-store', required: true, check: () => objectStore.check() },
    ],
    uploads: {
      concurrency: environment.UPLOAD_CONCURRENCY,
      queue: environment.UPLOAD_CONCURRENCY * 2,
      timeoutMs: environment.UPLOAD_TIMEOUT_SECONDS * 1_000,
      storeTimeoutMs: 20_000,
    },
    questions: {
      model: createModelFromConfig(environment.model),
      search: createSearchModels(db, environment.search, (error) =>
        logger.warn({ err: error }, 'the embedding model failed: law is searched by words alone'),
      ),
      calls: modelCalls(db, environment.AI_ANALYSES_PER_MINUTE),
      meterOf: (organizationId) =>
        createModelMeter(
          modelLedger(db, organizationId, environment.AI_MONTHLY_BUDGET_TOKENS),
          environment.AI_PRICES,
        ),
    },
    backlog: {
      maxUnfinishedRuns: environment.MAX_UNFINISHED_RUNS_PER_ORGANIZATION,
      maxQueueAgeMs: environment.MAX_QUEUE_AGE_SECONDS * 1_000,
    },
    monthlyTokenBudget: environment.AI_MONTHLY_BUDGET_TOKENS,
  });

  const server = await serveHttp(app, { host: environment.HOST, port: environment.PORT });
  lifecycle.onShutdown('http', async () => {
    // First the streams, which would never end by themselves.
    await runEvents.close();
    await server.close();
  });
  logger.info({ url: server.url }, 'listening');
  logger.info('ready');
}
