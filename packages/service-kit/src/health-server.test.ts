import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { type EventLoopWatch, refuseWhileStopping, serveHealth, watchEventLoop } from './index.ts';

describe('health of a process that serves nothing else', () => {
  const sound = { name: 'consuming', check: () => Promise.resolve() };
  const broken = { name: 'postgresql', check: () => Promise.reject(new Error('refused')) };
  const at = { app: 'worker', host: '127.0.0.1', port: 0 };

  async function ask(url: string): Promise<{ status: number; failing: string[] }> {
    const response = await fetch(url);
    const { dependencies } = (await response.json()) as { dependencies: { name: string; ok: boolean }[] };
    return {
      status: response.status,
      failing: dependencies.filter(({ ok }) => !ok).map(({ name }) => name),
    };
  }

  test('lives although what it needs is away, and then is not ready', async () => {
    const server = await serveHealth({ ...at, live: [sound], ready: [broken] });
    expect(await ask(`${server.url}/livez`)).toEqual({ status: 200, failing: [] });
    expect(await ask(`${server.url}/readyz`)).toEqual({ status: 503, failing: ['postgresql'] });
    expect((await fetch(`${server.url}/`)).status).toBe(404);
    await server.close();
  });

  test('does not live when it no longer does its work', async () => {
    const idle = { name: 'consuming', check: () => Promise.reject(new Error('no longer consumes parse')) };
    const server = await serveHealth({ ...at, live: [idle], ready: [] });
    const response = await fetch(`${server.url}/livez`);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('no longer consumes parse');
    await server.close();
  });

  test('is not ready any more as soon as it is to stop', async () => {
    const stopping = new AbortController();
    const server = await serveHealth({ ...at, live: [sound], ready: [refuseWhileStopping(stopping)] });
    expect((await ask(`${server.url}/readyz`)).status).toBe(200);
    stopping.abort();
    expect(await ask(`${server.url}/readyz`)).toEqual({ status: 503, failing: ['running'] });
    expect((await ask(`${server.url}/livez`)).status).toBe(200);
    await server.close();
  });

  test('a taken port names the variable that it comes from', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(serveHealth({ ...at, port, live: [], ready: [] })).rejects.toThrow('set HEALTH_PORT');
    await new Promise((resolve) => other.close(resolve));
  });
});

describe('the event loop', () => {
  function block(milliseconds: number): void {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
  }
  /** Computes until the watch has seen it: a machine that is busy itself decides how soon that is. */
  async function beLate(watch: EventLoopWatch, limitMs: number): Promise<void> {
    while (watch.delayMs() <= limitMs) {
      block(limitMs * 2);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  test('that something computes on again and again is not in order', async () => {
    const watch = watchEventLoop({ limitMs: 100 });
    await beLate(watch, 100);
    await expect(watch.check()).rejects.toThrow(/the event loop is \d+ ms late/);
    watch.stop();
  });

  test('is in order again once it was free for two windows', async () => {
    const watch = watchEventLoop({ limitMs: 100, windowMs: 600 });
    await beLate(watch, 100);
    await expect(watch.check()).rejects.toThrow('late');
    while (watch.delayMs() > 100) await new Promise((resolve) => setTimeout(resolve, 20));
    await watch.check();
    watch.stop();
  });
});
