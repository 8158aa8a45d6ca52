import type { Kysely } from 'kysely';
import { type Migration, type MigrationResult, type MigrationResultSet, Migrator } from 'kysely/migration';
import { migrations } from './migrations/index.ts';
import type { Database } from './schema/index.ts';

export class SchemaError extends Error {
  readonly code: 'migration_failed' | 'schema_out_of_date' | 'schema_too_new';
  readonly details: Readonly<Record<string, unknown>>;
  constructor(
    code: SchemaError['code'],
    message: string,
    details: Readonly<Record<string, unknown>>,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SchemaError';
    this.code = code;
    this.details = details;
  }
}

function migrator(db: Kysely<Database>, list: Readonly<Record<string, Migration>>): Migrator {
  return new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...list }) } });
}

/**
 * Brings the schema to the newest version; safe to call from several processes at once: one migrates under an advisory
 * lock, the others wait for it. Answers with the names of the migrations it ran. Throws SchemaError when one fails; all of
 * them are one transaction, so that nothing is left of it then.
 */
export async function migrate(db: Kysely<Database>): Promise<string[]> {
  return namesOf(await migrator(db, migrations).migrateToLatest());
}

/** Brings the schema to an earlier version, as a release of then left it: for tests of what comes after. */
export async function migrateTo(db: Kysely<Database>, name: string): Promise<string[]> {
  return namesOf(await migrator(db, migrations).migrateTo(name));
}

function namesOf({ error, results }: MigrationResultSet): string[] {
  if (error !== undefined) {
    const failed = results?.find((result: MigrationResult) => result.status === 'Error')?.migrationName;
    throw new SchemaError(
      'migration_failed',
      `Migration ${failed ?? '(unknown)'} failed`,
      { migration: failed },
      error,
    );
  }
  return (results ?? []).map((result) => result.migrationName);
}

/** Refuses to go on with a schema that this program was not written for. */
export async function assertSchemaIsCurrent(db: Kysely<Database>): Promise<void> {
  const known = Object.keys(migrations);
  const executed = await executedMigrations(db);
  const missing = known.filter((name) => !executed.includes(name));
  if (missing.length > 0) {
    throw new SchemaError(
      'schema_out_of_date',
      `The database lacks ${missing.length} migration(s): run "npm run -s accountia -- migrate"`,
      { missing },
    );
  }
  const unknown = executed.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new SchemaError('schema_too_new', 'The database was migrated by a newer release than this one', {
      unknown,
    });
  }
}

async function executedMigrations(db: Kysely<Database>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'kysely_migration')) return [];
  const rows = await db
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .execute();
  return rows.map((row) => row.name);
}
