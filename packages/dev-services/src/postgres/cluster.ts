import { spawn } from 'node:child_process';
import { chownSync, existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DevServicesError } from '../errors.ts';
import { remove } from '../state/state-directory.ts';
import type { PostgresBinaries } from './binaries.ts';
import type { SystemUser } from './system-user.ts';

export interface ClusterOptions {
  /** The directory whose `data` is to hold the cluster. */
  directory: string;
  binaries: PostgresBinaries;
  user: SystemUser | null;
  password: string;
  log(line: string): void;
}

/** Makes the database cluster unless there is one. A start that was killed half way leaves none. */
export async function createClusterIfMissing(options: ClusterOptions): Promise<void> {
  const data = join(options.directory, 'data');
  if (existsSync(join(data, 'PG_VERSION'))) return;
  options.log(`postgres: creating a database cluster (PostgreSQL ${options.binaries.version})`);
  const partial = join(options.directory, 'data.partial');
  const passwordFile = join(options.directory, 'password');
  remove(partial);
  writeFileSync(passwordFile, options.password, { mode: 0o600 });
  if (options.user !== null) chownSync(passwordFile, options.user.uid, options.user.gid);
  try {
    await runInitdb(options, [
      '--pgdata',
      partial,
      '--username',
      'postgres',
      '--pwfile',
      passwordFile,
      '--auth',
      'scram-sha-256',
      '--encoding',
      'UTF8',
      // The built-in provider sorts and folds case alike on every system, whatever locales that has installed.
      '--locale-provider',
      'builtin',
      '--builtin-locale',
      'C.UTF-8',
      '--locale',
      'C',
      '--no-sync',
    ]);
  } finally {
    remove(passwordFile);
  }
  renameSync(partial, data);
}

function runInitdb({ binaries, user }: ClusterOptions, parameters: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(binaries.initdb, parameters, {
      cwd: '/',
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(user === null ? {} : { uid: user.uid, gid: user.gid }),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new DevServicesError(
            'postgres_unavailable',
            `initdb ended with ${code ?? signal}: ${output.trim()}`,
          ),
        );
    });
  });
}
