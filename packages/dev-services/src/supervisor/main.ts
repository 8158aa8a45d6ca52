/**
 * The parent of PostgreSQL, Redis and the object server; one per state directory, detached from whoever started it.
 * It stops everything when nobody needs it any more, so that a killed demo leaves nothing behind.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createObjectStoreService } from '../object-store/service.ts';
import { createPostgresService } from '../postgres/service.ts';
import { createRedisService } from '../redis/service.ts';
import { hasOwners, nobodyRegistered } from '../state/owners.ts';
import { identifyProcess, ownIdentity } from '../state/process-identity.ts';
import { loadSecrets } from '../state/secrets.ts';
import { readJson, stateDirectoryAt } from '../state/state-directory.ts';
import { tryLock } from '../state/state-lock.ts';
import { STOP_ORDER, wantedNames, writeServices } from './service-record.ts';
import type { ServiceName, ServiceRecord, ServicesFile, WantedServices } from './service-record.ts';
import type { ServiceDefinition } from './service.ts';
import { SupervisedService } from './supervised-service.ts';

const TICK_MS = 100;
/** Looking whether the owners still run takes a look at the process table, which starts a program on some systems. */
const TICKS_PER_OWNER_CHECK = 10;

const [, , statePath] = process.argv;
if (statePath === undefined) throw new Error('usage: supervisor/main.ts <state directory>');
const state = stateDirectoryAt(statePath);
const self = ownIdentity();
const running = new Map<ServiceName, SupervisedService>();
let phase: ServicesFile['state'] = 'up';
const stopRequest = new AbortController();

const singleton = tryLock(state.supervisorLock);
if (singleton === null) {
  log('another supervisor runs for this directory');
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => stopRequest.abort());
}

const secrets = loadSecrets(state);
const guard = startGuard();
publish();
log(`supervisor ${process.pid} started`);

for (let tick = 0; !stopRequest.signal.aborted; tick += 1) {
  followWanted();
  if ((tick % TICKS_PER_OWNER_CHECK === 0 || nobodyRegistered(state)) && nobodyNeedsUs()) break;
  await sleep(TICK_MS);
}
await stopAll();

function followWanted(): void {
  const wanted = readJson<WantedServices>(state.wanted);
  if (wanted === null) return;
  for (const name of wantedNames(wanted)) {
    if (running.has(name)) continue;
    const service = new SupervisedService(
      definitionOf(name, wanted),
      { state, secrets, profile: wanted.profile, log },
      publish,
    );
    running.set(name, service);
    service.start();
  }
}

function definitionOf(name: ServiceName, wanted: WantedServices): ServiceDefinition {
  if (name === 'postgres') return createPostgresService();
  if (name === 'object-store') return createObjectStoreService();
  if (wanted.redis === null) throw new Error('Redis is not wanted.');
  return createRedisService(wanted.redis);
}

/** Decides to stop while holding the state lock, so that no `up` can register in between and find us gone. */
function nobodyNeedsUs(): boolean {
  if (!existsSync(state.path)) return true;
  if (hasOwners(state)) return false;
  const lock = tryLock(state.lock);
  if (lock === null) return false;
  try {
    if (hasOwners(state)) return false;
    log('nobody needs the services any more');
    phase = 'stopping';
    publish();
    return true;
  } finally {
    lock.release();
  }
}

async function stopAll(): Promise<void> {
  phase = 'stopping';
  publish();
  for (const name of STOP_ORDER) await running.get(name)?.stop();
  phase = 'stopped';
  publish();
  log('stopped');
  guard.stdin?.end();
  process.exit(0);
}

/** Tells the world what runs. Called on every change, at once: a record that lags is a process nobody can find. */
function publish(): void {
  if (!existsSync(state.path)) return;
  const services: Partial<Record<ServiceName, ServiceRecord>> = {};
  for (const [name, service] of running) services[name] = service.record;
  const guardIdentity = guard.pid === undefined ? null : identifyProcess(guard.pid);
  writeServices(state, { supervisor: self, guard: guardIdentity, state: phase, services });
}

function startGuard(): ChildProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'guard-main.ts'), state.path], {
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  child.on('error', (error) => log(`guard: ${error.message}`));
  // The guard going away first must not take us with it.
  child.stdin?.on('error', (error) => log(`guard: ${error.message}`));
  child.unref();
  return child;
}

function log(line: string): void {
  console.log(`${new Date().toISOString()} ${line}`);
}
