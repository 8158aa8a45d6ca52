import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { TEST_DATABASE_PREFIX } from '../postgres/service.ts';

const TEMPLATE_PREFIX = 'accountia_template_';

export interface TestDatabaseOptions {
  /** A database to copy; an empty one when not given. See `prepareTemplateDatabase`. */
  template?: string;
}

export interface TestDatabase extends AsyncDisposable {
  name: string;
  /** With the role and password of the URL it was made with. */
  url: string;
  /** Drops the database, connected or not. */
  dispose(): Promise<void>;
}

/**
 * Creates a database with a random name. `url` is of a role that may create databases: `databaseUrl` (no superuser) or
 * `databaseAdminUrl` of the services.
 */
export async function createTestDatabase(
  url: string,
  options: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  const name = `${TEST_DATABASE_PREFIX}${randomBytes(8).toString('hex')}`;
  await withClient(url, async (client) => {
    const template = options.template ?? 'template0';
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${client.escapeIdentifier(template)}`);
  });
  const dispose = () => withClient(url, (client) => dropDatabase(client, name));
  return { name, url: urlOf(url, name), dispose, [Symbol.asyncDispose]: dispose };
}

/** PostgreSQL's code for what only a superuser may do. */
const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Drops a database, connected or not. A vacuum that PostgreSQL started by itself belongs to its superuser and cannot be
 * ended by anybody else; on databases of this size it ends in a moment.
 */
async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  for (let triesLeft = 50; ; triesLeft -= 1) {
    try {
      await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
      return;
    } catch (error) {
      const vacuuming = (error as { code?: unknown }).code === INSUFFICIENT_PRIVILEGE;
      if (!vacuuming || triesLeft === 0) throw error;
      await sleep(100);
    }
  }
}

export interface TemplateOptions {
  /** Whose template: one word, such as the package's name. Its former versions are dropped. */
  name: string;
  /** What the content depends on, such as the text of the migrations: another key, another template. */
  key: string;
  /** Fills the empty database, once per key, and closes every connection to it. */
  prepare(url: string): Promise<void>;
}

/**
 * A database that tests copy instead of running the migrations each time. Safe to call from several processes at once:
 * one prepares it, the others wait. Returns its name, for `createTestDatabase`.
 */
export function prepareTemplateDatabase(url: string, options: TemplateOptions): Promise<string> {
  if (!/^[a-z][a-z0-9]*$/.test(options.name)) throw new Error(`Not a name for a template: ${options.name}`);
  const prefix = `${TEMPLATE_PREFIX}${options.name}_`;
  const name = `${prefix}${createHash('sha256').update(options.key).digest('hex').slice(0, 16)}`;
  const partial = `${name}_partial`;
  return withClient(url, async (client) => {
    // Held until this connection ends, and so also when the process is killed.
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [prefix]);
    const existing = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [prefix],
    );
    if (existing.rows.some(({ datname }) => datname === name)) return name;
    for (const { datname } of existing.rows) {
      await dropDatabase(client, datname);
    }
    await client.query(`CREATE DATABASE ${partial} TEMPLATE template0`);
    await options.prepare(urlOf(url, partial));
    // Under its final name only when it is complete.
    await client.query(`ALTER DATABASE ${partial} RENAME TO ${name}`);
    return name;
  });
}

/** Advisory locks belong to one database, so that everybody must take them in the same: the one the URL names. */
async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
