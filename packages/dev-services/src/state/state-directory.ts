import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { codeOf } from '../errors.ts';

/** Where everything about one stack lives. Two directories are two stacks that know nothing of each other. */
export interface StateDirectory {
  path: string;
  /** Short and stable for this path: names things that must live outside it. */
  hash: string;
  owners: string;
  logs: string;
  redis: string;
  objects: string;
  postgres: string;
  services: string;
  wanted: string;
  ports: string;
  secrets: string;
  serviceAccount: string;
  lock: string;
  supervisorLock: string;
}

/** Lays out the paths below `path`, creating nothing. */
export function stateDirectoryAt(path: string): StateDirectory {
  const absolute = resolve(path);
  return {
    path: absolute,
    hash: createHash('sha256').update(absolute).digest('hex').slice(0, 12),
    owners: join(absolute, 'owners'),
    logs: join(absolute, 'logs'),
    redis: join(absolute, 'redis'),
    objects: join(absolute, 'objects'),
    postgres: join(absolute, 'postgres'),
    services: join(absolute, 'services.json'),
    wanted: join(absolute, 'wanted.json'),
    ports: join(absolute, 'ports.json'),
    secrets: join(absolute, 'secrets.json'),
    serviceAccount: join(absolute, 'google-service-account.json'),
    lock: join(absolute, 'lock.sqlite'),
    supervisorLock: join(absolute, 'supervisor-lock.sqlite'),
  };
}

/** Creates the directories that every process of the stack expects. */
export function createStateDirectory(state: StateDirectory): void {
  // Others may pass through (the database runs as another user when we are root) but not look around.
  mkdirSync(state.path, { recursive: true, mode: 0o711 });
  for (const directory of [state.owners, state.logs]) mkdirSync(directory, { recursive: true, mode: 0o700 });
}

/** Writes JSON so that a reader sees the old or the new content, never half of it. Only the owner may read it. */
export function writeJson(path: string, value: unknown): void {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, path);
}

/** Reads JSON that `writeJson` wrote; null when there is no such file or a crash left it unreadable. */
export function readJson<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR' || error instanceof SyntaxError)
      return null;
    throw error;
  }
}

/** Removes a file or a tree; no error when it is not there. */
export function remove(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

/** The root of this repository, whose `.data/` holds the state unless told otherwise. */
export function repositoryRoot(): string {
  return resolve(dirname(import.meta.dirname), '..', '..', '..');
}
