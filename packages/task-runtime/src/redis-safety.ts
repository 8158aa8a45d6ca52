import type { Logger } from '@accountia/service-kit';
import { Redis, ReplyError } from 'ioredis';
import { judgeVersion, type RedisKind } from './redis-advisories.ts';
import type { TransportConnection } from './transport.ts';

/** What a server says about itself; null where it may not be asked, as with many hosted ones. */
export interface RedisFacts {
  /** `other`: it speaks the protocol, but its releases are not in our list. */
  readonly kind: RedisKind | 'other';
  readonly version: string;
  readonly evictionPolicy: string | null;
  readonly appendOnly: boolean | null;
  /** The `save` setting: snapshots when not empty. */
  readonly snapshots: string | null;
}

export interface RedisConcern {
  readonly code: 'evicts_keys' | 'not_persistent' | 'vulnerable_version' | 'cannot_tell';
  readonly refused: boolean;
  /** What is wrong and what to do about it. */
  readonly message: string;
}

export interface RedisRules {
  readonly production: boolean;
  readonly allowVulnerableVersion: boolean;
}

/** Redis would lose work, or lets others in. `details.concerns` has every reason. */
export class UnsafeRedisError extends Error {
  readonly code = 'unsafe_redis';
  readonly details: { readonly concerns: readonly RedisConcern[] };
  constructor(concerns: readonly RedisConcern[]) {
    super(
      `This Redis is not safe to work with:\n${concerns.map(({ message }) => `  ${message}`).join('\n')}`,
    );
    this.name = 'UnsafeRedisError';
    this.details = { concerns };
  }
}

/** What speaks against a server. */
export function assessRedis(facts: RedisFacts, rules: RedisRules): RedisConcern[] {
  return [...assessEviction(facts), ...assessPersistence(facts, rules), ...assessVersion(facts, rules)];
}

function assessEviction({ evictionPolicy }: RedisFacts): RedisConcern[] {
  if (evictionPolicy === 'noeviction') return [];
  if (evictionPolicy === null) {
    const message = 'It does not tell its maxmemory-policy: make sure that it is noeviction.';
    return [{ code: 'cannot_tell', refused: false, message }];
  }
  const message =
    `Its maxmemory-policy is ${evictionPolicy}: when memory is short it throws jobs and locks away. ` +
    'Run "CONFIG SET maxmemory-policy noeviction" and set "maxmemory-policy noeviction" in redis.conf.';
  return [{ code: 'evicts_keys', refused: true, message }];
}

function assessPersistence(
  { appendOnly, snapshots }: RedisFacts,
  { production }: RedisRules,
): RedisConcern[] {
  if (!production || appendOnly === true || (snapshots !== null && snapshots !== '')) return [];
  if (appendOnly === null || snapshots === null) {
    const message = 'It does not tell whether it keeps its data: make sure that it survives a restart.';
    return [{ code: 'cannot_tell', refused: false, message }];
  }
  const message =
    'It keeps nothing on disk: a restart empties every queue at once. ' +
    'Run "CONFIG SET appendonly yes" and set "appendonly yes" in redis.conf.';
  return [{ code: 'not_persistent', refused: true, message }];
}

function assessVersion({ kind, version }: RedisFacts, rules: RedisRules): RedisConcern[] {
  const verdict = kind === 'other' ? null : judgeVersion(kind, version);
  if (verdict === null) return [];
  const message =
    `${kind === 'valkey' ? 'Valkey' : 'Redis'} ${version} lets who may run scripts run code on its machine ` +
    `(${verdict.advisories.join(', ')}). Update to ${verdict.update} or newer. If this is a distribution's build that ` +
    'carries the fixes under the old number (its changelog names them), set REDIS_ALLOW_VULNERABLE_VERSION=true.';
  const refused = rules.production && !rules.allowVulnerableVersion;
  return [{ code: 'vulnerable_version', refused, message }];
}

/** Asks a server about itself. Rejects when it does not answer within `timeoutMs`. */
export async function readRedisFacts(url: string, timeoutMs = 5_000): Promise<RedisFacts> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    enableReadyCheck: false,
  });
  // The error that counts is that of the command; without a listener the client prints this one, too.
  let broken: Error | undefined;
  client.on('error', (error: Error) => (broken = error));
  try {
    await client.connect();
    const info = parseInfo(`${await client.info('server')}\n${await client.info('memory')}`);
    const persistence = parseInfo(await client.info('persistence'));
    return {
      ...kindAndVersion(info),
      evictionPolicy: info.get('maxmemory_policy') ?? null,
      appendOnly: persistence.has('aof_enabled') ? persistence.get('aof_enabled') === '1' : null,
      snapshots: await readSetting(client, 'save'),
    };
  } catch (error) {
    throw broken ?? error;
  } finally {
    client.disconnect();
  }
}

/** Valkey and Dragonfly tell clients a Redis version that they can work with, and their own beside it. */
function kindAndVersion(info: ReadonlyMap<string, string>): Pick<RedisFacts, 'kind' | 'version'> {
  const valkey = info.get('valkey_version');
  if (valkey !== undefined) return { kind: 'valkey', version: valkey };
  const version = info.get('redis_version');
  if (version === undefined || info.has('dragonfly_version'))
    return { kind: 'other', version: version ?? '' };
  return { kind: 'redis', version };
}

/** Null when the server does not let us ask, as hosted ones do. */
async function readSetting(client: Redis, name: string): Promise<string | null> {
  try {
    const reply = (await client.config('GET', name)) as string[];
    return reply[1] ?? null;
  } catch (error) {
    if (error instanceof ReplyError) return null;
    throw error;
  }
}

function parseInfo(text: string): Map<string, string> {
  return new Map(
    text
      .split(/\r?\n/)
      .filter((line) => line.includes(':'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  );
}

export interface RedisGuardOptions extends RedisRules {
  readonly connection: TransportConnection;
  readonly logger: Logger;
  /** Told when a server that was away at first turns out to be unsafe. */
  readonly onUnsafe: (error: UnsafeRedisError) => void;
  readonly retryMs?: number;
}

/**
 * Checks Redis before anything is entrusted to it. Throws UnsafeRedisError; warns of the rest. A server that is away is
 * no reason not to start, since what is accepted is in PostgreSQL: it is checked when it comes.
 */
export async function guardRedis(options: RedisGuardOptions): Promise<{ stop(): void }> {
  const { connection, logger } = options;
  if (connection.kind !== 'redis') return { stop: () => undefined };
  const { url } = connection;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function check(): Promise<void> {
    let facts: RedisFacts;
    try {
      facts = await readRedisFacts(url);
    } catch (error) {
      logger.warn({ err: error }, 'Redis cannot be checked yet, it does not answer');
      if (!stopped) timer = setTimeout(() => void checkLater(), options.retryMs ?? 5_000);
      return;
    }
    const concerns = assessRedis(facts, options);
    for (const { code, refused, message } of concerns) if (!refused) logger.warn({ code }, message);
    const refusals = concerns.filter(({ refused }) => refused);
    if (refusals.length > 0) throw new UnsafeRedisError(refusals);
  }

  async function checkLater(): Promise<void> {
    try {
      await check();
    } catch (error) {
      if (!(error instanceof UnsafeRedisError)) throw error;
      if (!stopped) options.onUnsafe(error);
    }
  }

  await check();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
