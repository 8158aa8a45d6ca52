import pg from 'pg';
import { socketWithSilenceLimit } from './silence.ts';

export interface ListenOptions {
  readonly url: string;
  readonly channels: readonly string[];
  readonly applicationName: string;
  readonly onNotice: (channel: string, payload: string) => void;
  /** Told after each (re)connection: notices sent while it was down are gone, so look at the tables now. */
  readonly onConnected?: () => void;
  readonly onError: (error: Error) => void;
  readonly reconnectDelayMs?: number;
  /** The server is asked for a word three times in this span; when none comes, the connection is broken. */
  readonly silenceLimitMs?: number;
}

export interface Listener {
  /**
   * Puts a sign up or takes it down: the advisory lock of this name, held by the session that listens, which others see
   * and which ends with the connection. Answers whether that was done: not while there is no connection, nor while
   * others keep the lock.
   */
  setSign(name: string, isUp: boolean): Promise<boolean>;
  close(): Promise<void>;
}

/** Who waits for a lock hears no notices meanwhile. */
const SIGN_WAIT_MS = 200;
const LOCK_NOT_AVAILABLE = '55P03';

/** Hears NOTIFY on a connection of its own and connects again when it breaks. Resolves after the first connection. */
export async function listen(options: ListenOptions): Promise<Listener> {
  const closing = new AbortController();
  let current: Connection | null = await open(options);
  const running = keepListening(options, current, closing.signal, (connection) => (current = connection));
  return {
    setSign: async (name, isUp) => (await current?.setSign(name, isUp)) ?? false,
    async close() {
      closing.abort();
      await running;
    },
  };
}

/** One connection after the other: there are never two. */
async function keepListening(
  options: ListenOptions,
  first: Connection,
  closing: AbortSignal,
  onChange: (connection: Connection | null) => void,
): Promise<void> {
  let connection: Connection | null = first;
  while (!closing.aborted) {
    await Promise.race([connection?.ended, aborted(closing)]);
    onChange(null);
    await connection?.close();
    if (closing.aborted) return;
    await pause(options.reconnectDelayMs ?? 1_000, closing);
    if (closing.aborted) return;
    connection = await open(options).catch((error: unknown) => {
      options.onError(error instanceof Error ? error : new Error(String(error)));
      return null;
    });
    onChange(connection);
  }
  await connection?.close();
}

interface Connection {
  /** Resolves when it has ended, however. */
  readonly ended: Promise<void>;
  setSign(name: string, isUp: boolean): Promise<boolean>;
  close(): Promise<void>;
}

async function open(options: ListenOptions): Promise<Connection> {
  const silenceLimitMs = options.silenceLimitMs ?? 15_000;
  const socket = socketWithSilenceLimit(silenceLimitMs);
  const client = new pg.Client({
    connectionString: options.url,
    application_name: options.applicationName,
    connectionTimeoutMillis: 10_000,
    stream: () => socket,
  });
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  client.on('error', (error) => options.onError(error));
  client.on('end', end);
  client.on('notification', (notice) => options.onNotice(notice.channel, notice.payload ?? ''));
  try {
    await client.connect();
    await client.query(`set lock_timeout = ${SIGN_WAIT_MS}`);
    for (const channel of options.channels) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
  } catch (error) {
    socket.destroy();
    throw error;
  }
  // Nothing may be announced for hours: without a question a dead connection would look like a quiet one.
  let unanswered = false;
  const asking = setInterval(() => {
    if (unanswered) return;
    unanswered = true;
    client.query('select 1').then(
      () => (unanswered = false),
      // The connection ended, which `ended` tells.
      () => undefined,
    );
  }, silenceLimitMs / 3);
  options.onConnected?.();
  return {
    ended,
    async setSign(name, isUp) {
      const change = isUp ? 'pg_advisory_lock' : 'pg_advisory_unlock';
      return await client.query(`select ${change}(hashtextextended($1, 0))`, [name]).then(
        () => true,
        (error: Error & { code?: string }) => {
          if (error.code !== LOCK_NOT_AVAILABLE) options.onError(error);
          return false;
        },
      );
    },
    async close() {
      clearInterval(asking);
      const gone = setTimeout(() => socket.destroy(), 1_000);
      await client.end().catch(() => undefined);
      clearTimeout(gone);
    },
  };
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
