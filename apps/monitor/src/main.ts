import { connect } from '@accountia/db';
import { createLifecycle, createLogger, EnvironmentError, serveHttp, VERSION } from '@accountia/service-kit';
import { createTransport } from '@accountia/task-runtime';
import { createMonitor } from './app.ts';
import { readMonitorEnvironment } from './environment.ts';

const environment = readOrExit();
const logger = createLogger({ app: 'monitor', level: environment.LOG_LEVEL });
const lifecycle = createLifecycle({ logger, graceMs: 10_000 });
const production = environment.NODE_ENV === 'production';

const db = connect({
  url: environment.DATABASE_URL,
  maxConnections: environment.DATABASE_MAX_CONNECTIONS,
  applicationName: 'accountia monitor',
  onError: (error) => logger.warn({ err: error }, 'database connection'),
});
lifecycle.onShutdown('database', () => db.destroy());

const transport = createTransport(environment.queue, logger);
lifecycle.onShutdown('queues', () => transport.close());

// Neither the schema nor the servers are asked for first: when they are away is when an operator needs this page.
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

/** What is wrong with the environment is said in full by the message; a stack would only hide it. */
function readOrExit() {
  try {
    return readMonitorEnvironment();
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
