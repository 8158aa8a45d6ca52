import { CompiledQuery, type Kysely } from 'kysely';
import type pg from 'pg';
import type { Database } from './schema/index.ts';

class PreparedValues {
  readonly name: string;
  readonly values: readonly unknown[];
  constructor(name: string, values: readonly unknown[]) {
    this.name = name;
    this.values = values;
  }
}

/**
 * A statement that each connection plans once: for those that every run needs, where planning costs as much as the work, and
 * building it from parts as much again.
 * It names its columns (the answer of a `*` changes with the schema, which a planned statement does not survive) and finds
 * its rows by key, so that one plan is right for all values.
 */
export function prepared<Row>(
  name: string,
  text: string,
): (db: Kysely<Database>, values: readonly unknown[]) => Promise<Row[]> {
  return async (db, values) => {
    // Kysely hands its parameters through to the driver's `query`, where `enablePrepared` finds these.
    const query = CompiledQuery.raw(text, [new PreparedValues(name, values)]);
    return (await db.executeQuery<Row>(query)).rows;
  };
}

/** Teaches a new connection of the pool to keep the plan of such a statement; all other queries pass through. */
export function enablePrepared(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  client.query = ((...args: unknown[]) => {
    const [text, parameters] = args;
    const [given] = Array.isArray(parameters) ? (parameters as unknown[]) : [];
    if (!(given instanceof PreparedValues)) return query(...args);
    return query({ name: given.name, text, values: given.values });
  }) as typeof client.query;
}
