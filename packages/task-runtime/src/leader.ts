import type { Logger } from '@accountia/service-kit';
import pg from 'pg';

export interface LeaderOptions {
  readonly databaseUrl: string;
  /** Those who use the same name compete; the name is hashed to the key of an advisory lock. */
  readonly name: string;
  readonly logger: Logger;
  readonly retryMs?: number;
  /** Starts the leader's work and answers with what stops it. */
  readonly lead: () => Promise<() => Promise<void>>;
}

export interface Leadership {
  readonly isLeader: () => boolean;
  stop(): Promise<void>;
}

/**
 * One process at a time leads: whoever holds a session's advisory lock. The lock goes with its connection, so that a
 * killed leader is followed within `retryMs` plus the time the server needs to see the connection end.
 */
export function startLeadership(options: LeaderOptions): Leadership {
  const { logger, name } = options;
  const stopped = new AbortController();
  let leading = false;

  async function term(): Promise<void> {
    const client = new pg.Client({
      connectionString: options.databaseUrl,
      application_name: `accountia leader (${name})`,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
    });
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    client.on('error', (error) => {
      logger.warn({ err: error }, 'leader connection');
      end();
    });
    client.on('end', end);
    await client.connect();
    try {
      while (!(await tryLock(client, name))) {
        await Promise.race([pause(options.retryMs ?? 1_000, stopped.signal), ended]);
        if (stopped.signal.aborted) return;
      }
      logger.info({ name }, 'leading');
      leading = true;
      const stop = await options.lead();
      try {
        await Promise.race([ended, aborted(stopped.signal)]);
      } finally {
        leading = false;
        await stop();
        logger.info({ name }, 'no longer leading');
      }
    } finally {
      leading = false;
      await client
        .end()
        .catch((error: unknown) => logger.debug({ err: error }, 'leader connection was gone already'));
    }
  }

  async function loop(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        await term();
      } catch (error) {
        logger.error({ err: error }, 'leadership failed, trying again');
      }
      if (!stopped.signal.aborted) await pause(options.retryMs ?? 1_000, stopped.signal);
    }
  }

  const running = loop();
  return {
    isLeader: () => leading,
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

async function tryLock(client: pg.Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(
    'select pg_try_advisory_lock(hashtextextended($1, 0)) as held',
    [`accountia/leader/${name}`],
  );
  return rows[0]?.held === true;
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([
    new Promise((resolve) => (timer = setTimeout(resolve, milliseconds))),
    aborted(signal),
  ]);
  clearTimeout(timer);
}
