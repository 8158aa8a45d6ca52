import { spawn } from 'node:child_process';
import { lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { down, status } from './index.ts';
import { RedisConnection } from './redis/connection.ts';
import { identifyProcess, isRunning, waitUntilGone } from './state/process-identity.ts';
import { readServices } from './supervisor/service-record.ts';
import { allGone, createTestStack } from './test-stack.ts';

const SLOW = { timeout: 60_000 };
const SOON = { timeout: 15_000, interval: 25 };

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('up and down', () => {
  test('may be repeated, keep data and addresses, and leave no process', SLOW, async () => {
    await using stack = createTestStack();
    await down(stack.options);
    const first = await stack.up({ profile: 'development' });
    const processes = stack.processes();
    const second = await stack.up();
    expect(second.environment).toEqual(first.environment);
    expect(stack.processes()).toEqual(processes);
    expect(status(stack.options)).toMatchObject({
      running: true,
      services: { redis: { status: 'running', restarts: 0 } },
    });

    await query(first.databaseUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const redis = await RedisConnection.open(first.queue.url);
    await redis.command('SET', 'kept', 'yes');
    redis.close();
    await second.release();
    expect(isRunning(stack.process('postgres'))).toBe(true);

    await down(stack.options);
    await down(stack.options);
    expect(allGone(processes)).toBe(true);
    expect(status(stack.options)).toMatchObject({ running: false, supervisorPid: null });

    const third = await stack.up({ profile: 'development' });
    expect(third.environment).toEqual(first.environment);
    expect(await query(third.databaseUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    const again = await RedisConnection.open(third.queue.url);
    expect(await again.command('GET', 'kept')).toBe('yes');
    again.close();
  });

  test('called by several processes at once share one stack, until the last has gone', SLOW, async () => {
    await using stack = createTestStack();
    const [own, ...children] = await Promise.all([
      stack.up({ ownerPid: process.pid }),
      stack.upInChild(),
      stack.upInChild(),
    ]);
    const processes = stack.processes();
    expect(new Set(processes.map(({ pid }) => pid)).size).toBe(5);
    await own.release();
    expect(processes.every(isRunning)).toBe(true);
    for (const child of children) child.kill('SIGKILL');
    await vi.waitFor(() => expect(allGone(processes)).toBe(true), SOON);
  });

  test('the last owner to release waits until all is gone', SLOW, async () => {
    await using stack = createTestStack();
    const services = await stack.up({ ownerPid: process.pid });
    const processes = stack.processes();
    await services.release();
    expect(allGone(processes)).toBe(true);
    await services.release();
  });

  test('a state directory that is deleted takes its processes with it', SLOW, async () => {
    await using stack = createTestStack();
    await stack.up();
    const processes = stack.processes();
    // The services go on writing while it is deleted.
    rmSync(stack.state.path, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    await vi.waitFor(() => expect(allGone(processes)).toBe(true), SOON);
  });
});

describe('what others left', () => {
  const stack = createTestStack();
  afterEach(() => down(stack.options), 60_000);
  afterAll(() => stack[Symbol.asyncDispose](), 60_000);

  test('records of processes whose pids belong to others now harm nobody', SLOW, async () => {
    await stack.up();
    const record = readServices(stack.state);
    await down(stack.options);
    const bystander = spawn('sleep', ['60']);
    const { pid = 0 } = bystander;
    const stale = JSON.stringify(record).replaceAll(/"pid":\d+/g, `"pid":${pid}`);
    writeFileSync(stack.state.services, stale);
    await stack.up();
    expect(stack.process('supervisor').pid).not.toBe(pid);
    await down(stack.options);
    expect(bystander.exitCode).toBeNull();
    expect(identifyProcess(pid)).not.toBeNull();
    bystander.kill();
  });

  test('half a record is no record', SLOW, async () => {
    await stack.up();
    await down(stack.options);
    for (const file of [stack.state.services, stack.state.wanted, stack.state.ports])
      writeFileSync(file, '{"superv');
    const services = await stack.up();
    expect(await query(services.databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('ports that were taken meanwhile are replaced', SLOW, async () => {
    const first = await stack.up();
    await down(stack.options);
    const before = JSON.parse(readFileSync(stack.state.ports, 'utf8')) as Record<string, number>;
    const squatters: Server[] = [];
    for (const port of Object.values(before)) {
      const squatter = createServer();
      await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve));
      squatters.push(squatter);
    }
    const second = await stack.up();
    expect(second.databaseUrl).not.toBe(first.databaseUrl);
    expect(await query(second.databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    for (const squatter of squatters) squatter.close();
  });
});

describe('killed with -9', () => {
  const stack = createTestStack();
  afterEach(() => down(stack.options), 60_000);
  afterAll(() => stack[Symbol.asyncDispose](), 60_000);

  test('an owner leaves nothing behind', SLOW, async () => {
    const child = await stack.upInChild();
    const processes = stack.processes();
    child.kill('SIGKILL');
    await vi.waitFor(() => expect(allGone(processes)).toBe(true), SOON);
  });

  test('the supervisor leaves nothing behind either, and another takes its place', SLOW, async () => {
    const first = await stack.up();
    const processes = stack.processes();
    process.kill(stack.process('supervisor').pid, 'SIGKILL');
    await vi.waitFor(() => expect(allGone(processes)).toBe(true), SOON);
    const second = await stack.up();
    expect(second.environment).toEqual(first.environment);
  });

  test('the supervisor and its guard: the next up, or down, stops what they left', SLOW, async () => {
    for (const next of [() => stack.up(), () => down(stack.options)]) {
      await stack.up();
      const processes = stack.processes();
      process.kill(stack.process('guard').pid, 'SIGKILL');
      process.kill(stack.process('supervisor').pid, 'SIGKILL');
      await waitUntilGone(stack.process('supervisor'), 5_000);
      await next();
      expect(allGone(processes)).toBe(true);
    }
  });

  test('each service comes back on the same port', SLOW, async () => {
    const first = await stack.up();
    for (const name of ['postgres', 'redis', 'object-store'] as const) {
      const former = stack.process(name);
      process.kill(former.pid, 'SIGKILL');
      await vi.waitFor(() => {
        expect(status(stack.options).services[name]).toMatchObject({ status: 'running', restarts: 1 });
      }, SOON);
      expect(stack.process(name).pid).not.toBe(former.pid);
    }
    expect((await stack.up()).environment).toEqual(first.environment);
  });

  test('a service that dies again and again is given up, and up starts anew', SLOW, async () => {
    await stack.up();
    const killed = new Set<number>();
    await vi.waitFor(() => {
      const { redis } = status(stack.options).services;
      if (redis?.process && !killed.has(redis.process.pid) && redis.status === 'running') {
        killed.add(redis.process.pid);
        process.kill(redis.process.pid, 'SIGKILL');
      }
      expect(redis?.status).toBe('failed');
    }, SOON);
    expect(killed.size).toBe(6);
    await stack.up();
    expect(status(stack.options).services.redis).toMatchObject({ status: 'running', restarts: 0 });
  });
});

test('two stacks run side by side and stop apart', SLOW, async () => {
  await using left = createTestStack();
  await using right = createTestStack();
  const [one, other] = await Promise.all([left.up(), right.up()]);
  expect(one.databaseUrl).not.toBe(other.databaseUrl);
  await down(left.options);
  expect(await query(other.databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test.skipIf(process.getuid?.() !== 0)(
  'root may run it in a directory that only root can enter',
  SLOW,
  async () => {
    await using stack = createTestStack();
    const services = await stack.up();
    expect(lstatSync(stack.state.postgres).isSymbolicLink()).toBe(true);
    const { uid } = lstatSync(`/proc/${stack.process('postgres').pid}`);
    expect(uid).not.toBe(0);
    expect(await query(services.databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  },
);
