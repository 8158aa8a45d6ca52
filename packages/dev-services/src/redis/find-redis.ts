import { spawnSync } from 'node:child_process';
import type { RedisProgram } from '../supervisor/service-record.ts';
import { findOnPath } from './find-on-path.ts';
import { installRedis } from './install-redis.ts';

export interface FindRedisOptions {
  environment: Record<string, string | undefined>;
  onLog(line: string): void;
  /** Asks the person at the terminal; null when there is none. */
  confirm: ((question: string) => Promise<boolean>) | null;
}

export type FoundRedis = { program: RedisProgram; note: string } | { program: null; reason: string };

/** Finds a way to run Redis: on PATH, else installed now, else in Docker. Says why when there is none. */
export async function findRedis(options: FindRedisOptions): Promise<FoundRedis> {
  const present = onPath(options.environment);
  if (present !== null) return { program: present, note: `${present.origin} found at ${present.command}` };

  const installation = await installRedis(options);
  if (installation.installed) {
    const installed = onPath(options.environment);
    if (installed !== null) {
      return {
        program: { origin: 'installed', command: installed.command },
        note: `${installed.command}, installed now with ${installation.manager}`,
      };
    }
  }

  const docker = findOnPath('docker', options.environment);
  if (docker !== null && dockerAnswers(docker)) {
    return { program: { origin: 'docker', command: docker }, note: 'Redis runs in a Docker container' };
  }
  const reasons = [
    'no redis-server or valkey-server on PATH',
    installation.installed ? 'the installed package holds no server' : installation.reason,
    docker === null ? 'no docker' : 'Docker does not answer',
  ];
  return { program: null, reason: reasons.join('; ') };
}

function onPath(environment: Record<string, string | undefined>): RedisProgram | null {
  for (const origin of ['redis-server', 'valkey-server'] as const) {
    const command = findOnPath(origin, environment);
    if (command !== null) return { origin, command };
  }
  return null;
}

function dockerAnswers(docker: string): boolean {
  return (
    spawnSync(docker, ['version', '--format', '{{.Server.Version}}'], { stdio: 'ignore', timeout: 10_000 })
      .status === 0
  );
}
