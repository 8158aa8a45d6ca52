import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../errors.ts';

/**
 * A process that can be recognised later. The pid alone is not enough: the system gives it to another process once
 * the first is gone, and we would stop somebody else's program.
 */
export interface ProcessIdentity {
  pid: number;
  /** When the process started, in whatever form the system tells; compared, never parsed. */
  startedAt: string;
}

/** The identity of a running process, or null when no such process runs (a zombie does not run). */
export function identifyProcess(pid: number): ProcessIdentity | null {
  const startedAt = readStart(pid);
  return startedAt === null ? null : { pid, startedAt };
}

/** The identity of this process. */
export function ownIdentity(): ProcessIdentity {
  const identity = identifyProcess(process.pid);
  if (identity === null)
    throw new Error(`This process (${process.pid}) cannot see itself in the process table.`);
  return identity;
}

/** True when exactly the recorded process still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return readStart(identity.pid) === identity.startedAt;
}

/** Sends a signal to exactly the recorded process. Returns false when it no longer runs. */
export function sendSignal(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isRunning(identity)) return false;
  try {
    return process.kill(identity.pid, signal);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
    throw error;
  }
}

/** Resolves with true once the process is gone, or false after `timeoutMs`. */
export async function waitUntilGone(identity: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isRunning(identity)) {
    if (Date.now() > deadline) return false;
    await sleep(25);
  }
  return true;
}

/**
 * Stops exactly the recorded process: each signal in turn, waiting `graceMs` after it. Does nothing when it is gone.
 * @returns whether the process is gone.
 */
export async function stopProcess(
  identity: ProcessIdentity,
  signals: readonly NodeJS.Signals[],
  graceMs: number,
): Promise<boolean> {
  for (const signal of signals) {
    if (!sendSignal(identity, signal)) return true;
    if (await waitUntilGone(identity, graceMs)) return true;
  }
  return !isRunning(identity);
}

function readStart(pid: number): string | null {
  if (process.platform === 'linux') return readStartFromProc(pid);
  if (process.platform === 'win32') return readStartOnWindows(pid);
  return readStartFromPs(pid);
}

let bootId: string | undefined;

function readStartFromProc(pid: number): string | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return null;
    throw error;
  }
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses; see proc(5).
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  const startTicks = fields[19];
  if (state === 'Z' || state === 'X' || startTicks === undefined) return null;
  // Ticks count from boot, so the same pid and tick may come back after a reboot.
  bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${bootId}:${startTicks}`;
}

function readStartFromPs(pid: number): string | null {
  try {
    const text = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    const [state = '', ...started] = text.split(/\s+/);
    return text === '' || state.startsWith('Z') ? null : started.join(' ');
  } catch (error) {
    // ps ends with 1 when no process has that pid.
    if (error instanceof Error && 'status' in error && error.status === 1) return null;
    throw error;
  }
}

function readStartOnWindows(pid: number): string | null {
  const script = `(Get-Process -Id ${pid} -ErrorAction SilentlyContinue).StartTime.Ticks`;
  const text = execFileSync('powershell', ['-NoProfile', '-NonInteractive', '-Command', script], {
    encoding: 'utf8',
  }).trim();
  return text === '' ? null : text;
}
