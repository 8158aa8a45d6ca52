import { spawn, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { messageOf } from '../errors.ts';
import { remove } from '../state/state-directory.ts';
import { findOnPath } from './find-on-path.ts';
import type { FindRedisOptions } from './find-redis.ts';

/** One way to install Redis: commands to run in turn, without questions. */
export interface InstallPlan {
  manager: string;
  commands: string[][];
  /** Homebrew refuses to run as root; the others need it. */
  needsRoot: boolean;
}

export type Installation = { installed: true; manager: string } | { installed: false; reason: string };

/** Debian's and Red Hat's names for "do not start services that this package brings". */
const POLICY_FILE = '/usr/sbin/policy-rc.d';

/** Which package manager would install Redis here; null when none is known. */
export function planInstallation(has: (program: string) => boolean): InstallPlan | null {
  if (has('apt-get')) {
    return {
      manager: 'apt-get',
      needsRoot: true,
      commands: [
        ['apt-get', 'update', '-q'],
        ['apt-get', 'install', '-y', '-q', '--no-install-recommends', 'redis-server'],
      ],
    };
  }
  if (has('apk'))
    return { manager: 'apk', needsRoot: true, commands: [['apk', 'add', '--no-cache', 'redis']] };
  // Red Hat's successors ship Valkey, its predecessors Redis.
  if (has('dnf')) {
    return {
      manager: 'dnf',
      needsRoot: true,
      commands: [['sh', '-c', 'dnf install -y valkey || dnf install -y redis']],
    };
  }
  if (has('brew')) return { manager: 'brew', needsRoot: false, commands: [['brew', 'install', 'redis']] };
  return null;
}

/**
 * Installs Redis: at once as root (containers, CI), else after asking. Never starts the system's own Redis service: we
 * run ours, with our settings, only while it is needed.
 */
export async function installRedis(options: FindRedisOptions): Promise<Installation> {
  const plan = planInstallation((program) => findOnPath(program, options.environment) !== null);
  if (plan === null) return { installed: false, reason: 'no package manager that we know' };
  const isRoot = process.getuid?.() === 0;
  if (isRoot && !plan.needsRoot) return { installed: false, reason: `${plan.manager} does not run as root` };

  let prefix: string[] = [];
  if (!isRoot) {
    if (options.confirm === null) {
      return { installed: false, reason: 'installing it needs root or a terminal to ask on' };
    }
    if (plan.needsRoot) {
      if (findOnPath('sudo', options.environment) === null) {
        return { installed: false, reason: `${plan.manager} needs root, and there is no sudo` };
      }
      prefix = ['sudo'];
    }
    const shown = plan.commands.map((command) => [...prefix, ...command].join(' ')).join(' && ');
    if (!(await options.confirm(`Redis is not installed. Install it now with "${shown}"?`))) {
      return { installed: false, reason: 'installing it was declined' };
    }
  }

  const serviceWasThere = systemServiceRuns(options.environment);
  const withdrawPolicy = isRoot ? forbidServiceStart() : () => {};
  try {
    for (const command of plan.commands) await run([...prefix, ...command], options);
    if (!serviceWasThere) stopSystemService(prefix, options.environment);
    return { installed: true, manager: plan.manager };
  } catch (error) {
    return { installed: false, reason: `${plan.manager} failed: ${messageOf(error)}` };
  } finally {
    withdrawPolicy();
  }
}

/** Debian asks this file whether a package may start its services; 101 means no. */
function forbidServiceStart(): () => void {
  if (existsSync(POLICY_FILE) || !existsSync('/usr/sbin')) return () => {};
  writeFileSync(POLICY_FILE, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  return () => remove(POLICY_FILE);
}

const SYSTEM_SERVICES = ['redis-server', 'redis', 'valkey'];

function systemServiceRuns(environment: Record<string, string | undefined>): boolean {
  if (findOnPath('systemctl', environment) === null) return false;
  return SYSTEM_SERVICES.some((name) => spawnSync('systemctl', ['is-active', '--quiet', name]).status === 0);
}

/** What the package enabled for the next boot, and started where nothing forbade it, is not what was asked for. */
function stopSystemService(prefix: string[], environment: Record<string, string | undefined>): void {
  if (findOnPath('systemctl', environment) === null) return;
  for (const name of SYSTEM_SERVICES) {
    const [command = 'systemctl', ...rest] = [...prefix, 'systemctl', 'disable', '--now', name];
    spawnSync(command, rest, { stdio: 'ignore' });
  }
}

function run(command: string[], options: FindRedisOptions): Promise<void> {
  const [program = '', ...parameters] = command;
  options.onLog(`running ${command.join(' ')}`);
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', HOMEBREW_NO_AUTO_UPDATE: '1' },
      // A terminal stays connected for sudo's password only.
      stdio: [program === 'sudo' ? 'inherit' : 'ignore', 'pipe', 'pipe'],
    });
    let lastLine = '';
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        if (line.trim() !== '') lastLine = line.trim();
      });
    }
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`"${command.join(' ')}" ended with ${code ?? signal}: ${lastLine}`));
    });
  });
}
