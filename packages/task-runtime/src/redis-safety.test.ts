import { createLogger } from '@accountia/service-kit';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, test } from 'vitest';
import { judgeVersion } from './redis-advisories.ts';
import {
  assessRedis,
  guardRedis,
  readRedisFacts,
  type RedisFacts,
  UnsafeRedisError,
} from './redis-safety.ts';
import { findRedisServer, type RedisServer, startRedisServer } from './testing/redis-server.ts';
import { startTcpProxy } from './testing/tcp-proxy.ts';

const logger = createLogger({ app: 'test', level: 'silent' });
const production = { production: true, allowVulnerableVersion: false };
const development = { production: false, allowVulnerableVersion: false };

describe('the versions of Redis', () => {
  test.each([
    ['redis', '6.2.23'],
    ['redis', '7.2.15'],
    ['redis', '7.4.11'],
    ['redis', '8.2.8'],
    ['redis', '8.6.5'],
    ['redis', '8.8.1'],
    ['redis', '8.10.1'],
    ['redis', '9.0.0'],
    ['valkey', '8.0.10'],
    ['valkey', '9.1.1'],
    ['valkey', '9.2.0'],
  ] as const)('%s %s has every fix', (kind, version) => {
    expect(judgeVersion(kind, version)).toBeNull();
  });

  test.each([
    ['redis', '7.4.1', '7.4.10', ['CVE-2024-46981', 'CVE-2025-49844', 'CVE-2026-23631']],
    ['redis', '7.4.5', '7.4.10', ['CVE-2025-49844', 'CVE-2026-23631']],
    ['redis', '7.4.6', '7.4.10', ['CVE-2026-23631']],
    ['redis', '8.2.1', '8.2.8', ['CVE-2025-49844', 'CVE-2026-23631']],
    ['redis', '8.2.2', '8.2.8', ['CVE-2026-23631']],
    ['redis', '8.0.3', '8.2.8', ['CVE-2025-49844', 'CVE-2026-23631']],
    ['redis', '8.6.2', '8.6.5', ['CVE-2026-23631']],
    // No release of these branches ever got the fixes.
    ['redis', '7.0.15', '7.2.15', ['CVE-2024-46981', 'CVE-2025-49844', 'CVE-2026-23631']],
    ['redis', '6.0.16', '6.2.23', ['CVE-2024-46981', 'CVE-2025-49844', 'CVE-2026-23631']],
    ['valkey', '8.1.3', '8.1.9', ['CVE-2025-49844', 'CVE-2026-23631']],
  ] as const)('%s %s has known holes and is told to go to %s', (kind, version, update, ids) => {
    const verdict = judgeVersion(kind, version);
    expect(verdict?.update).toBe(update);
    expect(verdict?.advisories.map((id) => id.slice(0, id.search(/ |$/)))).toEqual(ids);
  });
});

describe('what speaks against a server', () => {
  const sound: RedisFacts = {
    kind: 'redis',
    version: '8.8.1',
    evictionPolicy: 'noeviction',
    appendOnly: true,
    snapshots: '',
  };
  const codes = (facts: Partial<RedisFacts>, rules = production) =>
    assessRedis({ ...sound, ...facts }, rules).map(
      ({ code, refused }) => `${refused ? 'refused' : 'warning'}: ${code}`,
    );

  test('nothing, when it keeps what it is given and is up to date', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ appendOnly: false, snapshots: '3600 1 300 100' })).toEqual([]);
    expect(codes({ kind: 'other', version: '7.4.0' })).toEqual([]);
  });

  test('eviction, wherever it is', () => {
    expect(codes({ evictionPolicy: 'volatile-lru' }, development)).toEqual(['refused: evicts_keys']);
  });

  test('no persistence, in production', () => {
    expect(codes({ appendOnly: false })).toEqual(['refused: not_persistent']);
    expect(codes({ appendOnly: false }, development)).toEqual([]);
  });

  test('known holes: a warning in development and for builds that carry the fixes', () => {
    expect(codes({ version: '7.0.15' })).toEqual(['refused: vulnerable_version']);
    expect(codes({ version: '7.0.15' }, development)).toEqual(['warning: vulnerable_version']);
    expect(codes({ version: '7.0.15' }, { ...production, allowVulnerableVersion: true })).toEqual([
      'warning: vulnerable_version',
    ]);
  });

  test('a hosted server that does not tell is not refused', () => {
    expect(codes({ evictionPolicy: null, appendOnly: null, snapshots: null })).toEqual([
      'warning: cannot_tell',
      'warning: cannot_tell',
    ]);
  });
});

const program = findRedisServer();

describe.skipIf(program === null)('a real server', () => {
  const servers: RedisServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
  });

  async function start(settings: Record<string, string>): Promise<RedisServer> {
    const server = await startRedisServer(program!, settings);
    servers.push(server);
    return server;
  }

  function guard(url: string, rules: typeof production, onUnsafe: (error: Error) => void = () => undefined) {
    const connection = { kind: 'redis', url, prefix: 'test' } as const;
    // The version of the machine's own server is none of this test's concern.
    return guardRedis({ connection, ...rules, allowVulnerableVersion: true, logger, onUnsafe, retryMs: 20 });
  }

  test('tells its version, policy and persistence', async () => {
    const { url } = await start({ appendonly: 'yes', save: '""' });
    const facts = await readRedisFacts(url);
    expect(facts).toMatchObject({ evictionPolicy: 'noeviction', appendOnly: true, snapshots: '' });
    expect(facts.version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('that evicts is refused with what to do about it, and taken once that is done', async () => {
    const { url } = await start({ 'maxmemory-policy': 'allkeys-lru', maxmemory: '50mb' });
    await expect(guard(url, development)).rejects.toThrow('CONFIG SET maxmemory-policy noeviction');
    const client = new Redis(url);
    await client.config('SET', 'maxmemory-policy', 'noeviction');
    client.disconnect();
    (await guard(url, development)).stop();
  });

  test('that keeps nothing is refused in production', async () => {
    const { url } = await start({ appendonly: 'no', save: '""' });
    await expect(guard(url, production)).rejects.toMatchObject({
      code: 'unsafe_redis',
      details: { concerns: [{ code: 'not_persistent' }] },
    });
    (await guard(url, development)).stop();
  });

  test('that does not let us ask for its settings is believed what it says without being asked', async () => {
    const { url } = await start({ 'rename-command': 'CONFIG ""', appendonly: 'yes' });
    expect(await readRedisFacts(url)).toMatchObject({ appendOnly: true, snapshots: null });
    (await guard(url, production)).stop();
  });

  test('that is away does not keep anything from starting, and is looked at when it comes', async () => {
    const { url } = await start({ 'maxmemory-policy': 'allkeys-lru' });
    await using network = await startTcpProxy(url);
    network.refuse();
    const { promise: unsafe, resolve } = Promise.withResolvers<Error>();
    const guarding = await guard(network.url, development, resolve);
    network.thaw();
    expect(await unsafe).toBeInstanceOf(UnsafeRedisError);
    guarding.stop();
  });
});
