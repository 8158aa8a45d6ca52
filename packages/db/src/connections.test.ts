import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from './connect.ts';
import { listen } from './listen.ts';
import { type MigratedTestDatabase, openTestDatabase } from './testing/index.ts';
import { openSilentProxy } from './testing/silent-proxy.ts';

describe('connections', () => {
  let database: MigratedTestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.dispose());

  /** Ends the server's sessions of an application, as a restart does. */
  async function terminate(applicationName: string): Promise<void> {
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = ${applicationName} and datname = current_database()
    `.execute(database.db);
  }

  test('one that ends between two statements of a transaction fails the transaction, not the process', async () => {
    const told = Promise.withResolvers<Error>();
    const db = connect({ url: database.url, applicationName: 'to be ended', onError: told.resolve });
    const transaction = db.transaction().execute(async (trx) => {
      await sql`select 1`.execute(trx);
      await terminate('to be ended');
      // The error has come while no statement was there to report it to: nobody else listens.
      expect(await told.promise).toMatchObject({ code: '57P01' });
      await sql`select 1`.execute(trx);
    });
    await expect(transaction).rejects.toThrow(/not queryable|terminated/);
    expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
    await db.destroy();
  });

  test('one that goes silent is an error instead of a wait without end, and is replaced', async () => {
    await using proxy = await openSilentProxy(database.url);
    const db = connect({ url: proxy.url, maxConnections: 1, silenceLimitMs: 500 });
    await sql`select 1`.execute(db);
    proxy.silence();
    await expect(sql`select 1`.execute(db)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
    await db.destroy();
  });

  test('the server ends what a client that went silent holds locked', async () => {
    const db = connect({ url: database.url, applicationName: 'holder', silenceLimitMs: 900 });
    const { rows } = await sql<{ statement: string; idle: string }>`
      select current_setting('statement_timeout') as statement,
        current_setting('idle_in_transaction_session_timeout') as idle
    `.execute(db);
    expect(rows).toEqual([{ statement: '900ms', idle: '300ms' }]);
    await db.destroy();
  });

  test('a listener whose connection goes silent connects again and hears what follows', async () => {
    await using proxy = await openSilentProxy(database.url);
    let connections = 0;
    let connectedAgain: () => void = () => undefined;
    const again = new Promise<void>((resolve) => (connectedAgain = resolve));
    const heard = Promise.withResolvers<string>();
    const listener = await listen({
      url: proxy.url,
      channels: ['news'],
      applicationName: 'listener',
      onNotice: (_channel, payload) => heard.resolve(payload),
      onConnected: () => {
        connections += 1;
        if (connections === 2) connectedAgain();
      },
      onError: () => undefined,
      reconnectDelayMs: 20,
      silenceLimitMs: 300,
    });
    proxy.silence();
    await again;
    await sql`select pg_notify('news', 'after all')`.execute(database.db);
    expect(await heard.promise).toBe('after all');
    await listener.close();
  });

  test('a listener that is cut off again and again keeps one connection', async () => {
    let connections = 0;
    const { promise: fifth, resolve } = Promise.withResolvers<void>();
    const listener = await listen({
      url: database.url,
      channels: ['news'],
      applicationName: 'cut listener',
      onNotice: () => undefined,
      onConnected: () => {
        connections += 1;
        if (connections < 5) void terminate('cut listener');
        else resolve();
      },
      onError: () => undefined,
      reconnectDelayMs: 10,
    });
    await fifth;
    const { rows } = await sql<{ sessions: string }>`
      select count(*)::text as sessions from pg_stat_activity where application_name = 'cut listener'
    `.execute(database.db);
    expect(rows).toEqual([{ sessions: '1' }]);
    await listener.close();
  });
});
