import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { enableCopy } from './copy.ts';
import { enablePrepared } from './prepared.ts';
import type { Database } from './schema/index.ts';
import { socketWithSilenceLimit } from './silence.ts';

export interface ConnectOptions {
  readonly url: string;
  readonly maxConnections?: number;
  /** Shown in pg_stat_activity, so that an operator knows whose connection it is. */
  readonly applicationName?: string;
  /** Told of errors on connections that belong to no query. */
  readonly onError?: (error: Error) => void;
  /**
   * A connection that says nothing for this long while something is expected of it counts as broken. The server ends
   * statements that last longer, and transactions in which nothing happens for a third of it. Absent: as long as it
   * takes, which migrations need.
   */
  readonly silenceLimitMs?: number;
}

const INT8_OID = 20;
const DATE_OID = 1082;

/** bigint columns come out as bigint, dates as `YYYY-MM-DD`: neither survives JavaScript's defaults. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: string) {
    if (oid === INT8_OID && format !== 'binary') return (value: string) => BigInt(value);
    if (oid === DATE_OID && format !== 'binary') return (value: string) => value;
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

/** A Kysely instance over its own pool. Call `destroy()` to close it. */
export function connect(options: ConnectOptions): Kysely<Database> {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    application_name: options.applicationName ?? 'accountia',
    // A server that is away must be an error a caller can report, not a request that hangs.
    connectionTimeoutMillis: 10_000,
    types,
    ...(options.silenceLimitMs === undefined ? {} : silenceLimits(options.silenceLimitMs)),
  });
  pool.on('connect', (client) => {
    enableCopy(client);
    enablePrepared(client);
    // The pool listens only while a connection is idle. One that breaks between two statements of a transaction would
    // end the process; the next statement reports the same error to whom it concerns.
    client.on('error', (error) => options.onError?.(error));
  });
  // The client's own listener has told of it.
  pool.on('error', () => undefined);
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** Ours ends the wait for a server that is gone; the server's end what a client that is gone holds locked. */
function silenceLimits(silenceLimitMs: number): pg.PoolConfig {
  return {
    stream: () => socketWithSilenceLimit(silenceLimitMs),
    statement_timeout: silenceLimitMs,
    // A client that is frozen in the middle of a transaction keeps others from what it has locked: sooner.
    idle_in_transaction_session_timeout: Math.ceil(silenceLimitMs / 3),
  };
}
