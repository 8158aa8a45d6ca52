import { createTestRedis, startTestServices, type TestRedis } from '@accountia/dev-services/testing';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand, startCommand } from '../testing/run-command.ts';
import { redisAddress } from './address.ts';
import { formatReply, splitCommand } from './format-reply.ts';

describe('the address of Redis', () => {
  test('becomes options without the password', () => {
    expect(redisAddress('redis://:s%2Fcret@127.0.0.1:7777/3')).toEqual({
      options: ['-h', '127.0.0.1', '-p', '7777', '-n', '3'],
      password: 's/cret',
    });
    expect(redisAddress('rediss://operator:word@[::1]')).toEqual({
      options: ['-h', '::1', '-p', '6379', '--user', 'operator', '--tls'],
      password: 'word',
    });
  });

  test.for(['127.0.0.1:6379', 'http://:word@host', 'redis://:wo rd@ho st'])(
    '%s is refused without repeating it',
    (url) => {
      expect(() => redisAddress(url)).toThrow(
        expect.objectContaining({ code: 'invalid_redis_url', message: expect.not.stringContaining('word') }),
      );
    },
  );
});

test('replies look as redis-cli shows them', () => {
  expect(formatReply(null)).toBe('(nil)');
  expect(formatReply(7)).toBe('(integer) 7');
  expect(formatReply('a "b"\n')).toBe('"a \\"b\\"\\n"');
  expect(formatReply([])).toBe('(empty array)');
  expect(formatReply(['a', [1, ['b']], null])).toBe('1) "a"\n2) 1) (integer) 1\n   2) 1) "b"\n3) (nil)');
});

test('a typed command falls into words, quotes keep blanks', () => {
  expect(splitCommand('  SET  key "two words" \'a "b"\' "c\\"d" ')).toEqual([
    'SET',
    'key',
    'two words',
    'a "b"',
    'c"d',
  ]);
  expect(splitCommand('SET empty ""')).toEqual(['SET', 'empty', '']);
  expect(splitCommand('   ')).toEqual([]);
  expect(splitCommand('SET "open')).toBeNull();
});

describe('redis cli', () => {
  let services: Awaited<ReturnType<typeof startTestServices>>;
  let redis: TestRedis | undefined;
  beforeAll(async () => {
    services = await startTestServices({ ownerPid: process.pid });
    if (services.queue.kind === 'redis') redis = await createTestRedis(services.queue.url);
  });
  afterAll(async () => {
    await redis?.dispose();
    await services.release();
  });

  /** No program can be found on this PATH, so the built-in one does the work. */
  const builtIn = () => ({ REDIS_URL: redis!.url, PATH: '/nowhere' });

  test('without redis-cli sends one command', async ({ skip }) => {
    if (redis === undefined) return skip('no Redis on this machine');
    const set = await runCommand(['redis', 'cli', '--', 'SET', 'greeting', 'buenos días'], {
      environment: builtIn(),
    });
    expect(set).toEqual({ exitCode: 0, output: '"OK"\n', errors: '' });
    const get = await runCommand(['redis', 'cli', '--', 'GET', 'greeting'], { environment: builtIn() });
    expect(get.output).toBe('"buenos días"\n');
  });

  test('without redis-cli reads commands until the end and survives mistakes', async ({ skip }) => {
    if (redis === undefined) return skip('no Redis on this machine');
    const input = 'SET a 1\nINCR a\nNOSUCH\nSET "open\n\nEXISTS a missing\nquit\nDEL a\n';
    const { exitCode, output, errors } = await runCommand(['redis', 'cli'], {
      environment: builtIn(),
      input,
    });
    expect(exitCode).toBe(0);
    expect(output).toBe('"OK"\n(integer) 2\n(integer) 1\n');
    expect(errors).toContain('unknown command');
    expect(errors).toContain('A quote is not closed');
  });

  test('a refused command is exit code 1', async ({ skip }) => {
    if (redis === undefined) return skip('no Redis on this machine');
    const { exitCode, errors } = await runCommand(['redis', 'cli', '--', 'NOSUCH'], {
      environment: builtIn(),
    });
    expect(exitCode).toBe(1);
    expect(errors).toContain('(error) ERR unknown command');
  });

  test('with the program of the machine finds server, database and password', async ({ skip }) => {
    if (redis === undefined) return skip('no Redis on this machine');
    const { url } = redis;
    await runCommand(['redis', 'cli', '--', 'SET', 'where', 'here'], { environment: builtIn() });
    const { exitCode, output } = await runCommand(['redis', 'cli', '--', 'GET', 'where'], {
      environment: { REDIS_URL: url },
    });
    expect(exitCode).toBe(0);
    expect(output.trim().replaceAll('"', '')).toBe('here');
  });

  test('monitor shows commands as they come', async ({ skip }) => {
    if (redis === undefined) return skip('no Redis on this machine');
    const child = startCommand(['redis', 'monitor'], { environment: builtIn() });
    const closed = new Promise<void>((resolve) => void child.on('close', () => resolve()));
    await new Promise<void>((resolve) => void child.stderr!.once('data', () => resolve()));
    const marker = `marker-${crypto.randomUUID()}`;
    await runCommand(['redis', 'cli', '--', 'SET', marker, 'x'], { environment: builtIn() });
    for await (const line of createInterface({ input: child.stdout! })) if (line.includes(marker)) break;
    child.kill('SIGTERM');
    await closed;
  });

  test('a server that is away is an error', async () => {
    const environment = { REDIS_URL: 'redis://:secret-word@127.0.0.1:1', PATH: '/nowhere' };
    const { exitCode, errors } = await runCommand(['redis', 'cli', '--', 'PING'], { environment });
    expect(exitCode).toBe(1);
    expect(errors).toContain('ECONNREFUSED');
    expect(errors).not.toContain('secret-word');
  });

  test('where the queue is PostgreSQL says that there is none', async () => {
    const environment = { QUEUE_BACKEND: 'postgres', DATABASE_URL: 'postgres://127.0.0.1/x' };
    const { exitCode, errors } = await runCommand(['redis', 'cli'], { environment });
    expect(exitCode).toBe(1);
    expect(errors).toContain('delivered through PostgreSQL');
  });
});
