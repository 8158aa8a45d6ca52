import { Socket } from 'node:net';
import type { Logger } from '@accountia/service-kit';
import pg from 'pg';

export interface LeaderOptions {
  readonly databaseUrl: string;
  /** Those who use the same name compete; the name is hashed to the key of an advisory lock. */
  readonly name: string;
  readonly logger: Logger;
  /** How often one that waits asks for the lock. */
  readonly retryMs?: number;
  /** A leader that the server does not hear of for this long has lost the lock, whatever became of its connection. */
  readonly silenceMs?: number;
  /** How long the work may take to stop once the lock is lost. */
  readonly stopTimeoutMs?: number;
  /** Starts the leader's work and answers with what stops it. */
  readonly lead: () => Promise<() => Promise<void>>;
  /** Told when the work does not stop: it may go on beside another leader's, so the process must end. */
  readonly onStuck: (error: Error) => void;
}

export interface Leadership {
  readonly isLeader: () => boolean;
  /** Throws when it neither leads nor stands for it: the server has not answered for a while. */
  check(): Promise<void>;
  stop(): Promise<void>;
}

/** Longer than any restart of PostgreSQL: a beat that waits for it is in order. */
const OUT_OF_TOUCH_MS = 60_000;

class LeaderStuckError extends Error {
  readonly code = 'leader_stuck';
  constructor(name: string, milliseconds: number) {
    super(`The work of ${name} did not stop within ${milliseconds} ms after it had lost the lead`);
    this.name = 'LeaderStuckError';
  }
}

/**
 * One process at a time leads: whoever holds a session's advisory lock. A killed leader's connection ends at once. For
 * one that is frozen or cut off without an end (half open), the server is told to end a session that is silent for
 * `silenceMs`; the leader says something five times in that span, and stops its work when it hears no answer, before
 * the server gives up on it. So another leads after at most `silenceMs` and `retryMs`. Needs PostgreSQL 14.
 */
export function startLeadership(options: LeaderOptions): Leadership {
  const { logger, name } = options;
  const retryMs = options.retryMs ?? 1_000;
  const silenceMs = options.silenceMs ?? 5_000;
  const stopTimeoutMs = options.stopTimeoutMs ?? 15_000;
  const stopped = new AbortController();
  let leading = false;
  let inTouchAt = performance.now();

  /** One connection: asks for the lock until it has it, then leads until the connection or this process ends. */
  async function term(): Promise<void> {
    const { client, ended, cut } = open(options.databaseUrl, name, silenceMs, logger);
    try {
      await client.connect();
      await client.query(`set idle_session_timeout = ${Math.round(silenceMs)}`);
      while (!(await tryLock(client, name))) {
        inTouchAt = performance.now();
        await Promise.race([pause(retryMs, stopped.signal), ended]);
        if (stopped.signal.aborted) return;
      }
      logger.info({ name }, 'leading');
      const quiet = keepInTouch(client);
      try {
        await leadUntil(Promise.race([ended, quiet.lost, aborted(stopped.signal)]));
      } finally {
        quiet.stop();
      }
    } finally {
      leading = false;
      await cut();
    }
  }

  async function leadUntil(over: Promise<void>): Promise<void> {
    leading = true;
    const starting = options.lead();
    try {
      await Promise.race([starting.then(() => over), over]);
    } finally {
      leading = false;
      // What is still starting is stopped as soon as it has started; what could not start has nothing to stop.
      const ended = starting.then(
        (stop) => stop(),
        () => undefined,
      );
      await within(stopTimeoutMs, ended, () => new LeaderStuckError(name, stopTimeoutMs));
      logger.info({ name }, 'no longer leading');
    }
  }

  /** Says something to the server again and again; `lost` resolves when it does not answer. */
  function keepInTouch(client: pg.Client): { lost: Promise<void>; stop(): void } {
    const { promise: lost, resolve } = Promise.withResolvers<void>();
    let asking = false;
    const timer = setInterval(() => {
      if (asking) return;
      asking = true;
      client.query('select 1').then(
        () => {
          asking = false;
          inTouchAt = performance.now();
        },
        (error: unknown) => {
          logger.warn({ err: error, name }, 'the leader lost touch with the database');
          resolve();
        },
      );
    }, silenceMs / 5);
    return { lost, stop: () => clearInterval(timer) };
  }

  async function loop(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        await term();
      } catch (error) {
        if (error instanceof LeaderStuckError) {
          options.onStuck(error);
          return;
        }
        logger.error({ err: error }, 'leadership failed, trying again');
      }
      if (!stopped.signal.aborted) await pause(retryMs, stopped.signal);
    }
  }

  const running = loop();
  return {
    isLeader: () => leading,
    async check() {
      const silentMs = Math.round(performance.now() - inTouchAt);
      if (silentMs > OUT_OF_TOUCH_MS) throw new Error(`no answer from the database for ${silentMs} ms`);
    },
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

interface LeaderConnection {
  readonly client: pg.Client;
  /** Resolves when the connection has ended, however. */
  readonly ended: Promise<void>;
  /** Ends it; one that does not answer is dropped. */
  cut(): Promise<void>;
}

function open(databaseUrl: string, name: string, silenceMs: number, logger: Logger): LeaderConnection {
  const socket = new Socket();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: `accountia leader (${name})`,
    connectionTimeoutMillis: silenceMs,
    // Less than the server waits: a leader that hears nothing must have stopped before another one starts.
    query_timeout: (silenceMs * 2) / 5,
    stream: () => socket,
  });
  client.on('error', (error) => {
    logger.warn({ err: error }, 'leader connection');
    end();
  });
  client.on('end', end);
  return {
    client,
    ended,
    async cut() {
      try {
        await within(1_000, client.end(), () => new Error('The server does not say goodbye'));
      } catch (error) {
        logger.debug({ err: error }, 'leader connection was gone already');
      }
      socket.destroy();
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

/** The work's own end, or an error when it takes too long. */
async function within<Value>(milliseconds: number, work: Promise<Value>, late: () => Error): Promise<Value> {
  const { promise: overdue, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late()), milliseconds);
  try {
    return await Promise.race([work, overdue]);
  } finally {
    clearTimeout(timer);
    // Once it is late, how it ends concerns nobody.
    work.catch(() => undefined);
  }
}
