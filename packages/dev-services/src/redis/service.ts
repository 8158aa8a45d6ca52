import { execFile, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { messageOf } from '../errors.ts';
import { LOOPBACK } from '../state/ports.ts';
import type { Secrets } from '../state/secrets.ts';
import { remove } from '../state/state-directory.ts';
import { withLog } from '../supervisor/log-file.ts';
import type { RedisProgram } from '../supervisor/service-record.ts';
import type { ServiceContext, ServiceDefinition } from '../supervisor/service.ts';
import { RedisConnection } from './connection.ts';

const REDIS_IMAGE = 'redis:7-alpine';
/** Many, so that each test file can have one to itself. */
const DATABASES = 1024;
const PORT_IN_CONTAINER = 6379;

export function redisUrl(port: number, secrets: Secrets): string {
  return `redis://:${secrets.redisPassword}@${LOOPBACK}:${port}`;
}

export function createRedisService(program: RedisProgram): ServiceDefinition {
  const inDocker = program.origin === 'docker';
  return {
    name: 'redis',
    async prepare(context) {
      if (context.profile === 'test') remove(context.state.redis);
      mkdirSync(context.state.redis, { recursive: true, mode: 0o700 });
      if (inDocker) await removeContainer(program, context);
    },
    spawn(context) {
      const parameters = inDocker ? dockerParameters(context) : ['-'];
      const child = withLog(context.state, 'redis', (log) =>
        spawn(program.command, parameters, { cwd: context.state.redis, stdio: ['pipe', log, log] }),
      );
      // Settings go through standard input: the password would show in the process list otherwise.
      child.stdin?.on('error', (error) => context.log(`redis: settings: ${error.message}`));
      child.stdin?.end(settings(context, inDocker));
      return child;
    },
    async waitUntilReady(context, signal) {
      for (;;) {
        signal.throwIfAborted();
        try {
          const connection = await RedisConnection.open(redisUrl(context.port, context.secrets));
          connection.close();
          return;
        } catch (error) {
          context.log(`redis: waiting: ${messageOf(error)}`);
          await sleep(50, undefined, { signal });
        }
      }
    },
    ...(inDocker ? { cleanUp: (context: ServiceContext) => removeContainer(program, context) } : {}),
  };
}

function settings(context: ServiceContext, inDocker: boolean): string {
  const lines = [
    `bind ${inDocker ? '0.0.0.0' : LOOPBACK}`,
    `port ${inDocker ? PORT_IN_CONTAINER : context.port}`,
    'protected-mode yes',
    `requirepass ${context.secrets.redisPassword}`,
    `dir "${inDocker ? '/data' : context.state.redis.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`,
    `databases ${DATABASES}`,
    // BullMQ loses jobs when Redis evicts keys, and waiting jobs must survive a restart.
    'maxmemory-policy noeviction',
    'appendonly yes',
    'save ""',
    'daemonize no',
  ];
  return `${lines.join('\n')}\n`;
}

function containerName(context: ServiceContext): string {
  return `accountia-redis-${context.state.hash}`;
}

function dockerParameters(context: ServiceContext): string[] {
  return [
    'run',
    '--rm',
    '--interactive',
    '--name',
    containerName(context),
    ...asOurselves(),
    '--publish',
    `${LOOPBACK}:${context.port}:${PORT_IN_CONTAINER}`,
    '--volume',
    `${context.state.redis}:/data`,
    REDIS_IMAGE,
    'redis-server',
    '-',
  ];
}

/** What the container writes into our directory must be ours to remove. */
function asOurselves(): string[] {
  const { getuid, getgid } = process;
  return getuid === undefined || getgid === undefined ? [] : ['--user', `${getuid()}:${getgid()}`];
}

/** A container outlives a killed `docker run`; it is found again by its name. */
async function removeContainer(program: RedisProgram, context: ServiceContext): Promise<void> {
  try {
    await promisify(execFile)(program.command, ['rm', '--force', containerName(context)]);
  } catch (error) {
    context.log(`redis: ${messageOf(error)}`);
  }
}
