import { spawn } from 'node:child_process';
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

describe('the lifecycle of a process', () => {
  /** Runs a program that registers steps, sends it a signal once it is ready, and reports how it ended. */
  async function run(
    body: string,
    signals: NodeJS.Signals[],
  ): Promise<{ code: number | null; output: string }> {
    const program = `
      import { createLifecycle, createLogger } from ${JSON.stringify(import.meta.resolve('./index.ts'))};
      const lifecycle = createLifecycle({ logger: createLogger({ app: 'test', level: 'silent' }), graceMs: 300 });
      const alive = setInterval(() => undefined, 1000);
      ${body}
      console.log('ready');
    `;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      const before = output;
      output += chunk.toString();
      if (!before.includes('ready') && output.includes('ready'))
        for (const signal of signals) child.kill(signal);
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, output };
  }

  test('closes in the opposite order of opening and exits with 0', async () => {
    const { code, output } = await run(
      `for (const name of ['database', 'queue', 'http'])
         lifecycle.onShutdown(name, async () => { await null; console.log('closed', name); });`,
      ['SIGTERM'],
    );
    expect(output.match(/closed \w+/g)).toEqual(['closed http', 'closed queue', 'closed database']);
    expect(code).toBe(0);
  });

  test('a step that fails does not keep the others from closing, and the exit code tells', async () => {
    const { code, output } = await run(
      `lifecycle.onShutdown('last', () => console.log('closed last'));
       lifecycle.onShutdown('broken', () => { throw new Error('no'); });`,
      ['SIGTERM'],
    );
    expect(output).toContain('closed last');
    expect(code).toBe(1);
  });

  test('a step that hangs is cut off after the grace period with exit code 1', async () => {
    expect(
      await run(`lifecycle.onShutdown('hangs', () => new Promise(() => undefined));`, ['SIGINT']),
    ).toMatchObject({ code: 1 });
  });

  test('ends also when nobody reads its log any more', async () => {
    const program = `
      import { createLifecycle, createLogger } from ${JSON.stringify(import.meta.resolve('./index.ts'))};
      const logger = createLogger({ app: 'test', level: 'info' });
      createLifecycle({ logger, graceMs: 300 });
      setInterval(() => logger.info('still here'), 5);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.stdout.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill('SIGTERM');
    const ended = await new Promise((resolve) => child.on('exit', (code) => resolve(code)));
    expect(ended).toBe(0);
  });

  test('an error nobody caught closes everything and exits with 1', async () => {
    const { code, output } = await run(
      `lifecycle.onShutdown('database', () => console.log('closed database'));
       setTimeout(() => { throw new Error('nobody caught me'); }, 20);`,
      [],
    );
    expect(output).toContain('closed database');
    expect(code).toBe(1);
  });
});
