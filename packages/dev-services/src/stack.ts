import { spawn } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DevServicesError } from './errors.ts';
import { clearOwners, hasOwners } from './state/owners.ts';
import { identifyProcess, isRunning, stopProcess } from './state/process-identity.ts';
import type { ProcessIdentity } from './state/process-identity.ts';
import { remove, repositoryRoot, stateDirectoryAt, writeJson } from './state/state-directory.ts';
import type { StateDirectory } from './state/state-directory.ts';
import { tryLock, withLock } from './state/state-lock.ts';
import { logPath, withLog } from './supervisor/log-file.ts';
import { readServices, STOP_GRACE_MS, STOP_ORDER, stopSignals } from './supervisor/service-record.ts';
import type { ServiceName, ServicesFile, WantedServices } from './supervisor/service-record.ts';
import type { StackOptions, StackStatus } from './types.ts';

const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 40_000;
const LOCK_TIMEOUT_MS = 300_000;
const POLL_MS = 25;
const LOG_LINES_IN_ERROR = 15;

export function stateOf(options: StackOptions): StateDirectory {
  return stateDirectoryAt(options.stateDirectory ?? join(options.root ?? repositoryRoot(), '.data'));
}

/**
 * Makes sure that one healthy supervisor runs and knows what is wanted. What a dead supervisor left is stopped first.
 * Call it while holding the state lock.
 */
export async function ensureStack(
  state: StateDirectory,
  wanted: WantedServices,
  log: (line: string) => void,
): Promise<void> {
  const record = readServices(state);
  const alive = record !== null && isRunning(record.supervisor);
  const healthy = alive && record.state === 'up' && !hasFailed(record);
  if (healthy) {
    writeJson(state.wanted, wanted);
    return;
  }
  if (record !== null) {
    if (!alive && record.state !== 'stopped')
      log('A former supervisor was killed: stopping what it left behind');
    await stopRecorded(state, record);
  }
  await waitForFormerSupervisor(state);
  remove(state.services);
  writeJson(state.wanted, wanted);
  log('Starting the local services');
  startSupervisor(state);
}

function startSupervisor(state: StateDirectory): void {
  const { NODE_OPTIONS: _, ...environment } = process.env;
  withLog(state, 'supervisor', (descriptor) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'supervisor', 'main.ts'), state.path], {
      cwd: state.path,
      // Its own session: neither Ctrl-C nor the end of our terminal reaches it.
      detached: true,
      env: environment,
      stdio: ['ignore', descriptor, descriptor],
    });
    const identity = child.pid === undefined ? null : identifyProcess(child.pid);
    if (identity === null) {
      throw new DevServicesError('services_start_failed', 'The supervisor could not be started.', {
        program: process.execPath,
      });
    }
    // Its own first record replaces this one; until then it can be found by it.
    const record: ServicesFile = { supervisor: identity, guard: null, state: 'up', services: {} };
    if (!existsSync(state.services)) writeJson(state.services, record);
    child.unref();
  });
}

/** Waits until the named services run. Throws `services_start_failed`, with the end of the log, when one does not. */
export async function waitUntilUp(
  state: StateDirectory,
  names: readonly ServiceName[],
  log: (line: string) => void,
): Promise<ServicesFile | null> {
  if (names.length === 0) return readServices(state);
  const announced = new Set<ServiceName>();
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const record = readServices(state);
    if (record !== null) {
      for (const name of names) {
        const service = record.services[name];
        if (service?.status === 'failed')
          throw startFailure(state, `${name} did not start: ${service.error}`);
        if (service?.status === 'running' && !announced.has(name)) {
          announced.add(name);
          log(`${name} is ready on 127.0.0.1:${service.port}`);
        }
      }
      if (names.every((name) => record.services[name]?.status === 'running')) return record;
      if (!isRunning(record.supervisor))
        throw startFailure(state, 'The supervisor ended while starting the services.');
    }
    if (Date.now() > deadline) throw startFailure(state, 'The services took too long to start.');
    await sleep(POLL_MS);
  }
}

function startFailure(state: StateDirectory, message: string): DevServicesError {
  const path = logPath(state, 'supervisor');
  const lines = existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
  return new DevServicesError('services_start_failed', `${message}\nFull log: ${path}`, {
    log: lines.slice(-LOG_LINES_IN_ERROR),
  });
}

/**
 * Waits until nothing of the stack runs any more, or until somebody needs it after all. Throws `services_stop_failed`
 * when that takes too long.
 */
export async function waitUntilStopped(state: StateDirectory): Promise<void> {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (!hasOwners(state)) {
    const record = readServices(state);
    const left = record === null ? [] : [record.supervisor, ...childrenOf(record)].filter(isRunning);
    if (left.length === 0) return;
    if (Date.now() > deadline) {
      const pids = left.map(({ pid }) => pid);
      throw new DevServicesError('services_stop_failed', `These processes do not end: ${pids.join(', ')}.`, {
        pids,
      });
    }
    await sleep(POLL_MS);
  }
}

/** Stops everything, whoever needs it, and waits until it is gone. Does nothing when nothing runs. */
export async function down(options: StackOptions = {}): Promise<void> {
  const state = stateOf(options);
  if (!existsSync(state.path)) return;
  await withLock(state.lock, LOCK_TIMEOUT_MS, async () => {
    clearOwners(state);
    const record = readServices(state);
    if (record !== null) {
      if (isRunning(record.supervisor)) options.onLog?.('Stopping the local services');
      await stopRecorded(state, record);
    }
    await waitForFormerSupervisor(state);
    remove(state.services);
    remove(state.wanted);
  });
}

/** Stops everything and removes the state: databases, queues, objects, passwords. */
export async function clean(options: StackOptions = {}): Promise<void> {
  const state = stateOf(options);
  await down(options);
  // When PostgreSQL's user cannot reach the state directory, its data is elsewhere, behind a link.
  if (existsSync(state.postgres)) remove(realpathSync(state.postgres));
  remove(state.path);
}

/** What runs now, as far as the record tells and the process table confirms. Changes nothing. */
export function status(options: StackOptions = {}): StackStatus {
  const state = stateOf(options);
  const record = readServices(state);
  const running = record !== null && isRunning(record.supervisor);
  return {
    stateDirectory: state.path,
    running,
    supervisorPid: running ? record.supervisor.pid : null,
    services: running ? record.services : {},
  };
}

async function stopRecorded(state: StateDirectory, record: ServicesFile): Promise<void> {
  await stopProcess(record.supervisor, ['SIGTERM', 'SIGKILL'], STOP_TIMEOUT_MS);
  // Its last record may name children that the first one did not.
  const last = readServices(state) ?? record;
  for (const name of STOP_ORDER) {
    const child = last.services[name]?.process;
    if (child === undefined || child === null) continue;
    if (await stopProcess(child, stopSignals(name), STOP_GRACE_MS)) continue;
    throw new DevServicesError('services_stop_failed', `${name} (process ${child.pid}) does not end.`, {
      name,
    });
  }
  if (last.guard !== null) await stopProcess(last.guard, ['SIGTERM', 'SIGKILL'], STOP_GRACE_MS);
}

/** A supervisor that no record names still holds its lock; it ends by itself, since nobody owns it. */
async function waitForFormerSupervisor(state: StateDirectory): Promise<void> {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  for (;;) {
    const lock = tryLock(state.supervisorLock);
    if (lock !== null) {
      lock.release();
      return;
    }
    if (Date.now() > deadline) {
      throw new DevServicesError('services_stop_failed', 'A supervisor that left no record does not end.', {
        stateDirectory: state.path,
      });
    }
    await sleep(POLL_MS);
  }
}

function childrenOf(record: ServicesFile): ProcessIdentity[] {
  const children = Object.values(record.services).map((service) => service.process);
  return [...children, record.guard].filter((identity) => identity !== null);
}

function hasFailed(record: ServicesFile): boolean {
  return Object.values(record.services).some((service) => service.status === 'failed');
}
