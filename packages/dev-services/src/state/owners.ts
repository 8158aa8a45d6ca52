import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { identifyProcess, isRunning } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';
import type { StateDirectory } from './state-directory.ts';
import { readJson, remove, writeJson } from './state-directory.ts';

const PIN = 'pinned.json';

/**
 * Says that a process needs the stack. The stack stops once every owner has died or released.
 * @returns the file to remove to release.
 */
export function registerOwner(state: StateDirectory, pid: number): string {
  const identity = identifyProcess(pid);
  if (identity === null) throw new Error(`There is no process ${pid} to own the services.`);
  const file = join(state.owners, `${pid}-${randomUUID()}.json`);
  writeJson(file, identity);
  return file;
}

/**
 * Says that the stack stays up until `down`, whoever dies.
 * @returns the file to remove to undo that; null when it was so before.
 */
export function pin(state: StateDirectory): string | null {
  const file = join(state.owners, PIN);
  if (existsSync(file)) return null;
  writeJson(file, { pinned: true });
  return file;
}

/** True when no owner is registered, dead or alive. Much cheaper than `hasOwners`. */
export function nobodyRegistered(state: StateDirectory): boolean {
  return !existsSync(state.owners) || !readdirSync(state.owners).some((name) => name.endsWith('.json'));
}

/** True while somebody needs the stack. Forgets owners that died. */
export function hasOwners(state: StateDirectory): boolean {
  if (!existsSync(state.owners)) return false;
  let owned = false;
  for (const name of readdirSync(state.owners)) {
    if (!name.endsWith('.json')) continue;
    const file = join(state.owners, name);
    if (name === PIN) owned = true;
    else {
      const identity = readJson<ProcessIdentity>(file);
      if (identity !== null && isRunning(identity)) owned = true;
      else remove(file);
    }
  }
  return owned;
}

/** Forgets every owner and the pin. */
export function clearOwners(state: StateDirectory): void {
  if (!existsSync(state.owners)) return;
  for (const name of readdirSync(state.owners)) remove(join(state.owners, name));
}
