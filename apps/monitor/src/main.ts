import { connect } from '@accountia/db';
import { createLifecycle, createLogger, readOrExit, serveHttp, VERSION } from '@accountia/service-kit';
import { createTransport, guardRedis } from '@accountia/task-runtime';
import { createMonitor } from './app.ts';
import { readMonitorEnvironment } from './environment.ts';

const environment = readOrExit(readMonitorEnvironment);
const logger = createLogger({ app: 'monitor', level: environment.LOG_LEVEL });
const lifecycle = createLifecycle({ logger, graceMs: 10_000 });
const production = environment.NODE_ENV === 'production';

await lifecycle.start(async () => {
  const db = connect({
    url: environment.DATABASE_URL,
    maxConnections: environment.DATABASE_MAX_CONNECTIONS,
    applicationName: 'accountia monitor',
    silenceLimitMs: environment.DATABASE_SILENCE_LIMIT_SECONDS * 1_000,
    onError: (error) => logger.warn({ err: error }, 'database connection'),
  });
  lifecycle.onShutdown('database', () => db.destroy());

  const transport = createTransport(environment.queue, logger);
  lifecycle.onShutdown('queues', () => transport.close());

  // Neither the schema nor the servers are asked for first: when they are away is when an operator needs this page. An
  // unsafe Redis is said in the log only: those who would lose work by it do not start.
  const warn = (error: unknown) => logger.error({ err: error }, 'Redis is not safe to work with');
  const guard = { connection: environment.queue, ...environment.queueRules, logger, onUnsafe: warn };
  guardRedis(guard).then(({ stop }) => lifecycle.onShutdown('redis guard', stop), warn);

  const app = createMonitor({
    db,
    transport,
    logger,
    credentials: { username: environment.MONITOR_USERNAME, password: environment.MONITOR_PASSWORD },
    sessionSecret: environment.MONITOR_SESSION_SECRET,
    metricsToken: environment.METRICS_TOKEN,
    environment: environment.MONITOR_ENVIRONMENT ?? (production ? 'producción' : 'desarrollo'),
    production,
    proxyHops: environment.MONITOR_PROXY_HOPS,
  });
  const server = await serveHttp(app, { host: environment.HOST, port: environment.PORT });
  lifecycle.onShutdown('http', () => server.close());

  logger.info({ url: server.url, version: VERSION }, 'listening');
  logger.info('ready');
});
