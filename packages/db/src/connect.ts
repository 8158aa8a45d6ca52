import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { enableCopy } from './copy.ts';
import type { Database } from './schema/index.ts';

export interface ConnectOptions {
  readonly url: string;
  readonly maxConnections?: number;
  /** Shown in pg_stat_activity, so that an operator knows whose connection it is. */
  readonly applicationName?: string;
  /** Told of errors on idle connections, which belong to no query. */
  readonly onError?: (error: Error) => void;
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
  });
  pool.on('connect', enableCopy);
  // Without a listener an error on an idle connection ends the process.
  pool.on('error', (error) => options.onError?.(error));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}
