import type { ProcessIdentity } from '../state/process-identity.ts';
import type { StateDirectory } from '../state/state-directory.ts';
import { readJson, writeJson } from '../state/state-directory.ts';

export type ServiceName = 'postgres' | 'redis' | 'object-store';

/** How to run Redis: which program, and where it was found. */
export interface RedisProgram {
  origin: 'redis-server' | 'valkey-server' | 'installed' | 'docker';
  command: string;
}

/**
 * What this stack should run; written by `up`, followed by the supervisor. `test` trades what is on disk after a power
 * failure for speed, and clears what killed test runs left.
 */
export interface WantedServices {
  profile: 'development' | 'test';
  postgres: boolean;
  redis: RedisProgram | null;
  objectStore: boolean;
}

/** One service as last seen by the supervisor. */
export interface ServiceRecord {
  status: 'starting' | 'running' | 'restarting' | 'failed' | 'stopped';
  process: ProcessIdentity | null;
  port: number | null;
  restarts: number;
  error: string | null;
}

/** `services.json`: written by the supervisor alone. */
export interface ServicesFile {
  supervisor: ProcessIdentity;
  guard: ProcessIdentity | null;
  /** `stopped`: it ended in order and left nothing. */
  state: 'up' | 'stopping' | 'stopped';
  services: Partial<Record<ServiceName, ServiceRecord>>;
}

export function readServices(state: StateDirectory): ServicesFile | null {
  return readJson<ServicesFile>(state.services);
}

export function writeServices(state: StateDirectory, services: ServicesFile): void {
  writeJson(state.services, services);
}

export function wantedNames(wanted: WantedServices): ServiceName[] {
  const names: ServiceName[] = [];
  if (wanted.postgres) names.push('postgres');
  if (wanted.redis !== null) names.push('redis');
  if (wanted.objectStore) names.push('object-store');
  return names;
}

/** The signals that end a service, kindest first. PostgreSQL ends its sessions on SIGINT but waits for them on SIGTERM. */
export function stopSignals(name: ServiceName): NodeJS.Signals[] {
  return name === 'postgres' ? ['SIGINT', 'SIGQUIT', 'SIGKILL'] : ['SIGTERM', 'SIGKILL'];
}

/** How long each of those signals may take. */
export const STOP_GRACE_MS = 10_000;

/** The order to stop in: what writes to nobody first, the record last. */
export const STOP_ORDER: readonly ServiceName[] = ['object-store', 'redis', 'postgres'];
