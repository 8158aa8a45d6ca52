import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createTestDatabase, startTestServices } from '@accountia/dev-services/testing';
import { buildPersonalReport } from '@accountia/excel-parser/testing';
import { findRedisServer, startRedisServer } from '@accountia/task-runtime/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type Tenant, type TestApi, uploadForm } from './testing/api.ts';
import { createRun } from './testing/runs.ts';

let api: TestApi;
let tenant: Tenant;
beforeAll(async () => {
  api = await startTestApi();
  tenant = await api.tenant();
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

/** What finds and speeds up the program, and says nothing to it. */
const { PATH, NODE_COMPILE_CACHE } = process.env;
const INHERITED = { PATH, NODE_COMPILE_CACHE };

/** Starts the app as it runs in production and collects its log. */
function launch(environment: Record<string, string>) {
  const child = spawn(process.execPath, [new URL('./main.ts', import.meta.url).pathname], {
    env: { ...INHERITED, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const log: { msg: string; url?: string; route?: string }[] = [];
  const waiting: { msg: string; found: (line: (typeof log)[number]) => void }[] = [];
  createInterface(child.stdout).on('line', (text) => {
    const line = JSON.parse(text) as (typeof log)[number];
    log.push(line);
    for (const { msg, found } of waiting) if (line.msg === msg) found(line);
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return {
    exited,
    log,
    errors: () => errors,
    stop: () => child.kill('SIGTERM'),
    said: async (msg: string) =>
      await Promise.race([
        new Promise<(typeof log)[number]>((found) => {
          const before = log.find((line) => line.msg === msg);
          if (before === undefined) waiting.push({ msg, found });
          else found(before);
        }),
        exited.then(([code]) =>
          Promise.reject(new Error(`It left with ${code}: ${JSON.stringify(log)} ${errors}`)),
        ),
      ]),
  };
}

describe('the process', () => {
  test('says where it listens, serves, logs a request without its query, and leaves in order while a stream is open', async () => {
    const app = launch({ ...api.environment, LOG_LEVEL: 'info' });
    const { url } = await app.said('listening');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/);
    await app.said('ready');
    const headers = { authorization: `Bearer ${tenant.key}` };
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect((await fetch(`${url}/v1/declarations?taxpayerNumber=1057664193`, { headers })).status).toBe(200);

    const form = uploadForm(buildPersonalReport({ seed: 77, facts: 3 }).bytes, 'reporte.xlsx');
    expect((await fetch(`${url}/v1/documents`, { method: 'POST', headers, body: form })).status).toBe(202);

    const run = await createRun(api, tenant.organizationId);
    const stream = await fetch(`${url}/v1/runs/${run.id}/events`, { headers });
    app.stop();
    expect(await stream.text()).toContain('event: queued');
    expect(await app.exited).toEqual([0, null]);
    expect(app.errors()).toBe('');
    expect(app.log.filter(({ msg }) => msg === 'request').map(({ route }) => route)).toContain(
      '/v1/declarations',
    );
    expect(JSON.stringify(app.log)).not.toContain('1057664193');
    expect(JSON.stringify(app.log)).not.toContain(tenant.key);
  });

  test('answers a client that sends too much, instead of cutting it off', async () => {
    const app = launch({ ...api.environment, LOG_LEVEL: 'info' });
    const { url } = await app.said('listening');
    for (const length of [26, 40]) {
      const form = new FormData();
      form.append('file', new Blob([new Uint8Array(length * 1024 * 1024)]), 'a.xlsx');
      const response = await fetch(`${url}/v1/documents`, {
        method: 'POST',
        body: form,
        headers: { authorization: `Bearer ${tenant.key}` },
      });
      expect(response.status).toBe(413);
    }
    app.stop();
    await app.exited;
  });

  test('refuses to start on a database that lacks migrations, and says the command that brings them', async () => {
    const services = await startTestServices({ ownerPid: process.pid });
    await using empty = await createTestDatabase(services.databaseUrl);
    const app = launch({ ...api.environment, DATABASE_URL: empty.url, LOG_LEVEL: 'info' });
    expect(await app.exited).toEqual([1, null]);
    expect(app.log.map(({ msg }) => msg).join('\n')).toContain('npm run -s accountia -- migrate');
    await services.release();
  });

  const redisServer = findRedisServer();
  test.skipIf(redisServer === null)(
    'refuses to start on a Redis that evicts keys, and says what to set',
    async () => {
      await using unsafe = await startRedisServer(redisServer!, { 'maxmemory-policy': 'allkeys-lru' });
      const app = launch({ ...api.environment, QUEUE_BACKEND: 'redis', REDIS_URL: unsafe.url });
      expect(await app.exited).toEqual([1, null]);
      expect(app.log.map(({ msg }) => msg).join('\n')).toContain('CONFIG SET maxmemory-policy noeviction');
    },
  );

  test('refuses to start without an environment, and names each variable', async () => {
    const app = launch({});
    expect(await app.exited).toEqual([1, null]);
    expect(app.errors()).toContain('DATABASE_URL');
    expect(app.errors()).toContain('GCS_BUCKET_NAME');
  });
});
