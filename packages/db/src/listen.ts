import pg from 'pg';

export interface ListenOptions {
  readonly url: string;
  readonly channels: readonly string[];
  readonly applicationName: string;
  readonly onNotice: (channel: string, payload: string) => void;
  /** Told after each (re)connection: notices sent while it was down are gone, so look at the tables now. */
  readonly onConnected?: () => void;
  readonly onError: (error: Error) => void;
  readonly reconnectDelayMs?: number;
}

export interface Listener {
  close(): Promise<void>;
}

/** Hears NOTIFY on a connection of its own and connects again when it breaks. Resolves after the first connection. */
export async function listen(options: ListenOptions): Promise<Listener> {
  let closed = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: options.url,
      application_name: options.applicationName,
      connectionTimeoutMillis: 10_000,
      // A half-open connection would stay silent for ever; keepalives make it an error.
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
    next.on('error', (error) => options.onError(error));
    next.on('end', () => {
      if (client === next) reconnectLater();
    });
    next.on('notification', (notice) => options.onNotice(notice.channel, notice.payload ?? ''));
    await next.connect();
    if (closed) {
      await next.end();
      return;
    }
    client = next;
    for (const channel of options.channels) await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    options.onConnected?.();
  }

  function reconnectLater(): void {
    client = undefined;
    if (closed) return;
    timer = setTimeout(() => {
      connect().catch((error: unknown) => {
        options.onError(error instanceof Error ? error : new Error(String(error)));
        reconnectLater();
      });
    }, options.reconnectDelayMs ?? 1_000);
  }

  await connect();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      const current = client;
      client = undefined;
      await current?.end();
    },
  };
}
