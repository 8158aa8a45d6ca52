import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { codeOf, DevServicesError, messageOf } from '../errors.ts';
import { LOOPBACK } from '../state/ports.ts';
import { identifyProcess, stopProcess } from '../state/process-identity.ts';
import type { Secrets } from '../state/secrets.ts';
import { withLog } from '../supervisor/log-file.ts';
import { STOP_GRACE_MS, stopSignals } from '../supervisor/service-record.ts';
import type { ServiceContext, ServiceDefinition } from '../supervisor/service.ts';
import { findPostgresBinaries } from './binaries.ts';
import type { PostgresBinaries } from './binaries.ts';
import { createClusterIfMissing } from './cluster.ts';
import { preparePostgresDirectory } from './data-directory.ts';
import { postgresUser } from './system-user.ts';
import type { SystemUser } from './system-user.ts';

/** The database of the applications and the role that owns it. */
const DATABASE_NAME = 'accountia';
const ADMIN_ROLE = 'postgres';
const ROLE = 'accountia';
export const TEST_DATABASE_PREFIX = 'accountia_test_';

const DEVELOPMENT_SETTINGS = {
  listen_addresses: LOOPBACK,
  // A socket file would need a short path that both root's processes and PostgreSQL's user can reach.
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %d ',
};

/** Test data need not survive a power failure; a killed process loses nothing even so. */
const TEST_SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

export function databaseUrls(
  port: number,
  secrets: Secrets,
): { databaseUrl: string; databaseAdminUrl: string } {
  return {
    databaseUrl: `postgresql://${ROLE}:${secrets.postgresPassword}@${LOOPBACK}:${port}/${DATABASE_NAME}`,
    databaseAdminUrl: `postgresql://${ADMIN_ROLE}:${secrets.postgresAdminPassword}@${LOOPBACK}:${port}/postgres`,
  };
}

export function createPostgresService(): ServiceDefinition {
  let user: SystemUser | null = null;
  let binaries: PostgresBinaries | null = null;
  let dataDirectory = '';
  return {
    name: 'postgres',
    async prepare(context) {
      user = postgresUser();
      binaries = findPostgresBinaries(user);
      const directory = preparePostgresDirectory(context.state, context.secrets, user);
      dataDirectory = join(directory, 'data');
      await createClusterIfMissing({
        directory,
        binaries,
        user,
        password: context.secrets.postgresAdminPassword,
        log: context.log,
      });
      await stopUnrecordedPostmaster(dataDirectory, context.log);
    },
    spawn(context) {
      const program = binaries?.postgres;
      if (program === undefined) throw new Error('prepare comes before spawn');
      const settings = {
        port: String(context.port),
        ...DEVELOPMENT_SETTINGS,
        ...(context.profile === 'test' ? TEST_SETTINGS : {}),
      };
      const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
      const identity = user === null ? {} : { uid: user.uid, gid: user.gid };
      return withLog(context.state, 'postgres', (log) =>
        spawn(program, ['-D', dataDirectory, ...flags], {
          cwd: '/',
          stdio: ['ignore', log, log],
          ...identity,
        }),
      );
    },
    waitUntilReady,
  };
}

/**
 * A postmaster of this very data directory that no record of ours knows (its supervisor was killed in the instant
 * between starting it and writing that down) would make PostgreSQL refuse to start.
 */
async function stopUnrecordedPostmaster(dataDirectory: string, log: (line: string) => void): Promise<void> {
  let lines: string[];
  try {
    lines = readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const [pid, directory] = lines;
  if (process.platform !== 'linux' || pid === undefined || directory !== dataDirectory) return;
  const identity = identifyProcess(Number(pid));
  if (identity === null) return;
  const command = readFileSync(`/proc/${identity.pid}/cmdline`, 'utf8').split('\0');
  if (!command.includes(dataDirectory)) return;
  log(`postgres: stopping ${identity.pid}, left by a supervisor that was killed`);
  await stopProcess(identity, stopSignals('postgres'), STOP_GRACE_MS);
}

async function waitUntilReady(context: ServiceContext, signal: AbortSignal): Promise<void> {
  const { databaseAdminUrl } = databaseUrls(context.port, context.secrets);
  for (;;) {
    signal.throwIfAborted();
    const client = new pg.Client({ connectionString: databaseAdminUrl, connectionTimeoutMillis: 5_000 });
    try {
      await client.connect();
    } catch (error) {
      if (codeOf(error) === '28P01') {
        throw new DevServicesError(
          'postgres_unavailable',
          `The database in ${context.state.postgres} was made with another password than the one in ` +
            `${context.state.secrets}. Remove ${context.state.path} to start anew.`,
          { directory: context.state.postgres },
          { cause: error },
        );
      }
      context.log(`postgres: waiting: ${messageOf(error)}`);
      await sleep(50, undefined, { signal });
      continue;
    }
    try {
      await prepareDatabases(client, context);
      return;
    } finally {
      await client.end();
    }
  }
}

/** The applications' role is no superuser, as in production, so that row level security and grants hold for it. */
async function prepareDatabases(client: pg.Client, context: ServiceContext): Promise<void> {
  const password = client.escapeLiteral(context.secrets.postgresPassword);
  const role = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [ROLE]);
  if (role.rowCount === 0) await client.query(`CREATE ROLE ${ROLE} LOGIN CREATEDB PASSWORD ${password}`);
  const database = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE_NAME]);
  if (database.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE_NAME} OWNER ${ROLE}`);
  if (context.profile !== 'test') return;
  const leftovers = await client.query<{ datname: string }>(
    'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
    [TEST_DATABASE_PREFIX],
  );
  for (const { datname } of leftovers.rows) {
    await client.query(`DROP DATABASE ${client.escapeIdentifier(datname)} WITH (FORCE)`);
  }
}
