import { assertSchemaIsCurrent, connect } from '@accountia/db';
import { createLifecycle, createLogger, readOrExit } from '@accountia/service-kit';
import { createTransport, guardRedis, startLeadership } from '@accountia/task-runtime';
import { readBeatEnvironment } from './environment.ts';
import { serveBeatHealth } from './health.ts';
import { createLead } from './lead.ts';

const environment = readOrExit(readBeatEnvironment);
const logger = createLogger({ app: 'beat', level: environment.LOG_LEVEL });
const lifecycle = createLifecycle({ logger, graceMs: environment.SHUTDOWN_GRACE_SECONDS * 1_000 });

await lifecycle.start(async () => {
  const db = connect({
    url: environment.DATABASE_URL,
    maxConnections: environment.DATABASE_MAX_CONNECTIONS,
    applicationName: 'accountia beat',
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
  const transport = createTransport(environment.queue, logger);
  lifecycle.onShutdown('queue', () => transport.close());

  // Several beats may run; the one that holds the lock works, another takes over when its connection ends.
  const lead = createLead({ environment, db, transport, logger });
  const leadership = startLeadership({
    databaseUrl: environment.DATABASE_URL,
    name: 'beat',
    logger,
    lead: lead.start,
    onStuck: lifecycle.fail,
  });
  const health = await serveBeatHealth({ environment, lifecycle, db, transport, leadership, lead, logger });
  lifecycle.onShutdown('health', () => health.close());
  lifecycle.onShutdown('leadership', () => leadership.stop());

  logger.info('ready');
});
