import type { ColumnType, Generated, Kysely } from 'kysely';

/**
 * The part of the database this package reads and writes, so that its functions accept any Kysely whose database has at
 * least this table. The table itself is created by the migrations of the db package.
 */
export interface PassagesDatabase {
  passages: PassagesTable;
}

export interface PassagesTable {
  /** Stable key of the rule, with `.v<year>` when it is one of several versions of it. */
  id: string;
  norm: string;
  article: string;
  title: string;
  body: string;
  topics: string[];
  /** First taxable year it applies to; null when it was in force before the years covered. */
  valid_from: number | null;
  /** Last taxable year it applies to; null while in force. */
  valid_to: number | null;
  source: string;
  /** SHA-256 of the content, so that loading again touches only what changed. */
  version_hash: string;
  /** Full-text index, kept by PostgreSQL under the configuration `accountia_es`. */
  search: Generated<string>;
  updated_at: ColumnType<Date, Date | undefined, Date>;
}

/** The same connection seen as the passages table alone: Kysely's type is invariant, though a wider database serves as well. */
export function passagesOf<DB extends PassagesDatabase>(db: Kysely<DB>): Kysely<PassagesDatabase> {
  return db as unknown as Kysely<PassagesDatabase>;
}
