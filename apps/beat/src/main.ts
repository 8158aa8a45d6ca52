import { assertSchemaIsCurrent, connect } from '@accountia/db';
import { createLifecycle, createLogger } from '@accountia/service-kit';
import {
  createTransport,
  startDispatcher,
  startLeadership,
  startScheduler,
  startSweeper,
} from '@accountia/task-runtime';
import { readBeatEnvironment } from './environment.ts';
import { schedules } from './schedules.ts';

const environment = readBeatEnvironment();
const logger = createLogger({ app: 'beat', level: environment.LOG_LEVEL });
const lifecycle = createLifecycle({ logger, graceMs: environment.SHUTDOWN_GRACE_SECONDS * 1_000 });

const db = connect({
  url: environment.DATABASE_URL,
  maxConnections: environment.DATABASE_MAX_CONNECTIONS,
  applicationName: 'accountia beat',
  onError: (error) => logger.warn({ err: error }, 'idle database connection'),
});
lifecycle.onShutdown('database', () => db.destroy());
await assertSchemaIsCurrent(db);

const transport = createTransport(environment.queue, logger);
lifecycle.onShutdown('queue', () => transport.close());

// Several beats may run; the one that holds the lock works, another takes over when its connection ends.
const leadership = startLeadership({
  databaseUrl: environment.DATABASE_URL,
  name: 'beat',
  logger,
  async lead() {
    const sweeper = startSweeper({ db, transport, logger, intervalMs: environment.SWEEP_INTERVAL_MS });
    const scheduler = await startScheduler({ db, logger, schedules });
    const dispatcher = await startDispatcher({
      db,
      databaseUrl: environment.DATABASE_URL,
      transport,
      logger,
      pollMs: environment.DISPATCH_POLL_MS,
      maxInFlight: environment.DISPATCH_MAX_IN_FLIGHT,
    });
    return async () => {
      await dispatcher.stop();
      await scheduler.stop();
      await sweeper.stop();
    };
  },
});
lifecycle.onShutdown('leadership', () => leadership.stop());

logger.info('ready');
