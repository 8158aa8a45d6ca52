import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DevServicesError, messageOf } from '../errors.ts';
import type { Secrets } from '../state/secrets.ts';
import { readJson, remove, writeJson } from '../state/state-directory.ts';
import type { StateDirectory } from '../state/state-directory.ts';
import type { SystemUser } from './system-user.ts';

const ORIGIN = 'state-directory.json';

/**
 * The directory whose `data` holds the cluster; it exists afterwards and belongs to `user`. It is
 * `<state>/postgres`, unless `user` cannot pass through the directories above: then a directory elsewhere, to which
 * `<state>/postgres` is a link.
 */
export function preparePostgresDirectory(
  state: StateDirectory,
  secrets: Secrets,
  user: SystemUser | null,
): string {
  if (user === null) {
    mkdirSync(state.postgres, { recursive: true, mode: 0o700 });
    return state.postgres;
  }
  if (!isLink(state.postgres)) {
    mkdirSync(state.postgres, { recursive: true, mode: 0o700 });
    giveTo(state.postgres, user);
    if (canEnter(state.postgres, user)) return state.postgres;
    if (readdirSync(state.postgres).length > 0) {
      throw new DevServicesError(
        'postgres_unavailable',
        `The user ${user.name} can no longer reach ${state.postgres}, which holds the database. ` +
          'Let that user pass through the directories above it (chmod o+x), or remove it to start anew.',
        { directory: state.postgres, user: user.name },
      );
    }
    remove(state.postgres);
  }
  return prepareElsewhere(state, secrets, user);
}

function prepareElsewhere(state: StateDirectory, secrets: Secrets, user: SystemUser): string {
  const failures: string[] = [];
  for (const parent of ['/var/lib/accountia', join(tmpdir(), 'accountia-data')]) {
    try {
      mkdirSync(parent, { recursive: true, mode: 0o711 });
      removeAbandoned(parent);
      const directory = join(parent, `${state.hash}-${secrets.instanceId}`);
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      writeJson(join(directory, ORIGIN), { path: state.path, instanceId: secrets.instanceId });
      giveTo(directory, user);
      if (!canEnter(directory, user)) throw new Error(`${user.name} cannot enter it`);
      remove(state.postgres);
      symlinkSync(directory, state.postgres);
      return directory;
    } catch (error) {
      failures.push(`${parent}: ${messageOf(error)}`);
    }
  }
  throw new DevServicesError(
    'postgres_unavailable',
    'There is no directory that PostgreSQL could keep its data in.',
    {
      user: user.name,
      failures,
    },
  );
}

/** Removes the data of state directories that were deleted, so that clones thrown away leave nothing for ever. */
function removeAbandoned(parent: string): void {
  for (const name of readdirSync(parent)) {
    const directory = join(parent, name);
    const origin = readJson<{ path: string; instanceId: string }>(join(directory, ORIGIN));
    if (origin === null) continue;
    const secrets = readJson<Secrets>(join(origin.path, 'secrets.json'));
    if (secrets?.instanceId === origin.instanceId) continue;
    if (!existsSync(join(directory, 'data', 'postmaster.pid'))) remove(directory);
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function giveTo(directory: string, user: SystemUser): void {
  chownSync(directory, user.uid, user.gid);
  chmodSync(directory, 0o700);
}

/** Asks the system instead of reading mode bits: access lists, mounts and containers have a say, too. */
function canEnter(directory: string, user: SystemUser): boolean {
  // By its path, as PostgreSQL will: a working directory would be entered before the user changes.
  const result = spawnSync('/bin/sh', ['-c', 'cd "$1" && test -r . && test -w .', 'sh', directory], {
    cwd: '/',
    uid: user.uid,
    gid: user.gid,
    stdio: 'ignore',
  });
  return result.error === undefined && result.status === 0;
}
