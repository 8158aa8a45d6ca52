import { createServer } from 'node:net';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  checkHealth,
  databaseEnvironment,
  httpEnvironment,
  queueConnection,
  queueEnvironment,
  readEnvironment,
  serveHttp,
} from './index.ts';

describe('the environment', () => {
  const schema = z.object({ ...databaseEnvironment, ...queueEnvironment, ...httpEnvironment(3000) });

  test('names every variable that is missing or wrong, and what is expected of it', () => {
    expect(() => readEnvironment('api', schema, { PORT: 'eighty', REDIS_URL: 'http://redis' })).toThrow(
      expect.objectContaining({
        code: 'invalid_environment',
        variables: expect.arrayContaining(['DATABASE_URL', 'PORT', 'REDIS_URL']),
        message: expect.stringContaining('DATABASE_URL: is missing'),
      }),
    );
  });

  test('takes an empty variable for an absent one, as compose files leave them', () => {
    const environment = readEnvironment('api', schema, {
      DATABASE_URL: 'postgres://localhost/a',
      PORT: '',
      REDIS_URL: '',
    });
    expect(environment.PORT).toBe(3000);
    expect(environment.REDIS_URL).toBeUndefined();
  });

  test('never repeats a value, which may be a password', () => {
    try {
      readEnvironment('api', schema, { DATABASE_URL: 'mysql://root:hunter2@db/a' });
      expect.unreachable();
    } catch (error) {
      expect(String(error)).not.toContain('hunter2');
    }
  });

  test('asks for REDIS_URL unless PostgreSQL delivers', () => {
    const read = (given: Record<string, string>) =>
      queueConnection(readEnvironment('api', schema, { DATABASE_URL: 'postgres://localhost/a', ...given }));
    expect(() => read({})).toThrow('REDIS_URL');
    expect(read({ QUEUE_BACKEND: 'postgres' })).toMatchObject({
      kind: 'postgres',
      url: 'postgres://localhost/a',
    });
    expect(read({ REDIS_URL: 'redis://localhost:6379' })).toMatchObject({
      kind: 'redis',
      prefix: 'accountia',
    });
  });
});

describe('health', () => {
  test('is degraded when one dependency does not answer in time, and says which', async () => {
    const health = await checkHealth({
      app: 'api',
      version: '1',
      timeoutMs: 20,
      checks: [
        { name: 'sound', check: () => Promise.resolve() },
        { name: 'silent', check: () => new Promise(() => undefined) },
        { name: 'broken', check: () => Promise.reject(new Error('refused')) },
      ],
    });
    expect(health.status).toBe('degraded');
    expect(health.dependencies.map(({ name, ok, message }) => ({ name, ok, message }))).toEqual([
      { name: 'sound', ok: true, message: null },
      { name: 'silent', ok: false, message: 'no answer within 20 ms' },
      { name: 'broken', ok: false, message: 'refused' },
    ]);
  });
});

describe('serving HTTP', () => {
  const app = new Hono().get('/slow', async (context) => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return context.text('done');
  });

  test('a request under way is answered before the server closes', async () => {
    const server = await serveHttp(app, { host: '127.0.0.1', port: 0 });
    const request = fetch(`${server.url}/slow`);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await server.close();
    expect(await (await request).text()).toBe('done');
    await expect(fetch(`${server.url}/slow`)).rejects.toThrow('fetch failed');
  });

  test('a taken port is an error that says what to do', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    await expect(serveHttp(app, { host: '127.0.0.1', port })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is taken`,
    );
    await new Promise((resolve) => other.close(resolve));
  });
});
