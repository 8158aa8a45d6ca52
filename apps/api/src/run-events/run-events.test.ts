import { requestCancel } from '@accountia/db';
import { serveHttp } from '@accountia/service-kit';
import { runEvent, type RunEvent } from '@accountia/task-contracts/api';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createApi } from '../app.ts';
import { startTestApi, type Tenant, type TestApi } from '../testing/api.ts';
import { complete, createRun, fail, progress, startAttempt } from '../testing/runs.ts';
import { startRunEventHub } from './hub.ts';

let api: TestApi;
let tenant: Tenant;
beforeAll(async () => {
  // Polling is slower than any of these tests: what they see came by notice.
  api = await startTestApi({ streams: { keepAliveMs: 120_000, pollMs: 120_000 } });
  tenant = await api.tenant();
});
afterEach(async () => {
  // A stream that a test ended must not be followed any more.
  await vi.waitUntil(() => api.runEvents.size === 0);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

/** Messages of a stream as they come: events parsed, comments as `null`. */
async function* messages(response: Response): AsyncGenerator<RunEvent | null> {
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  let rest = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    rest += chunk;
    const blocks = rest.split('\n\n');
    rest = blocks.pop()!;
    for (const block of blocks) {
      if (block.startsWith('retry:')) continue;
      if (block.startsWith(':')) {
        yield null;
        continue;
      }
      const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]));
      const event = runEvent.parse(JSON.parse(fields.get('data')!));
      expect([fields.get('id'), fields.get('event')]).toEqual([event.sequence, event.type]);
      yield event;
    }
  }
}

async function types(response: Response): Promise<string[]> {
  const seen: string[] = [];
  for await (const event of messages(response)) seen.push(event === null ? 'comment' : event.type);
  return seen;
}

const newRun = async () => await createRun(api, tenant.organizationId);
const follow = async (id: string, query = '', init: RequestInit = {}) =>
  await tenant.request(`/v1/runs/${id}/events${query}`, init);

describe('the events of a run', () => {
  test('of a finished run are told from the first to the last, then the stream ends', async () => {
    const run = await newRun();
    const attempt = await startAttempt(api, run);
    await progress(api, attempt, 10);
    await complete(api, attempt);
    expect(await types(await follow(run.id))).toEqual(['queued', 'started', 'progress', 'completed']);
  });

  test('are told as they happen, by notice, until the last one', async () => {
    const run = await newRun();
    const stream = messages(await follow(run.id));
    expect((await stream.next()).value).toMatchObject({ type: 'queued' });
    const attempt = await startAttempt(api, run);
    expect((await stream.next()).value).toMatchObject({ type: 'started', data: { attempt: 1 } });
    await progress(api, attempt, 25);
    expect((await stream.next()).value).toMatchObject({ type: 'progress', data: { elapsedMs: 25 } });
    await complete(api, attempt);
    expect((await stream.next()).value).toMatchObject({ type: 'completed' });
    expect((await stream.next()).done).toBe(true);
  });

  test('go on after the one named by Last-Event-ID or ?after=, each once', async () => {
    const run = await newRun();
    const attempt = await startAttempt(api, run);
    const all: RunEvent[] = [];
    for await (const event of messages(await follow(run.id))) {
      all.push(event!);
      if (all.length === 2) break;
    }
    await progress(api, attempt, 10);
    await complete(api, attempt);
    const last = all[1]!.sequence;
    expect(await types(await follow(run.id, '', { headers: { 'last-event-id': last } }))).toEqual([
      'progress',
      'completed',
    ]);
    expect(await types(await follow(run.id, `?after=${last}`))).toEqual(['progress', 'completed']);
  });

  test('that were all told already answer "no content", which tells a browser to stop connecting', async () => {
    const run = await newRun();
    await requestCancel(api.db, tenant.organizationId, run.id);
    let last = '0';
    for await (const event of messages(await follow(run.id))) last = event!.sequence;
    const response = await follow(run.id, '', { headers: { 'last-event-id': last } });
    expect(response.status).toBe(204);
    expect(await response.text()).toBe('');
  });

  test('of a run that failed and was started again go past the failure to the end', async () => {
    const run = await newRun();
    await fail(api, await startAttempt(api, run));
    await tenant.request(`/v1/runs/${run.id}/retry`, { method: 'POST' });
    const stream = messages(await follow(run.id));
    const seen: string[] = [];
    for (let count = 0; count < 4; count += 1) seen.push((await stream.next()).value!.type);
    await complete(api, await startAttempt(api, run));
    for await (const event of stream) seen.push(event!.type);
    expect(seen).toEqual(['queued', 'started', 'failed', 'queued', 'started', 'completed']);
  });

  test('carry the failure in words', async () => {
    const run = await newRun();
    await fail(api, await startAttempt(api, run));
    let failed: RunEvent | undefined;
    for await (const event of messages(await follow(run.id))) failed = event!;
    expect(failed).toMatchObject({
      data: { error: { code: 'timeout', message: expect.stringContaining('Tardó') } },
    });
    expect(JSON.stringify(failed)).not.toContain('The attempt took longer');
  });

  test('reach several followers of one run, over one listening connection', async () => {
    const run = await newRun();
    const streams = await Promise.all([follow(run.id), follow(run.id), follow(run.id)]);
    const seen = Promise.all(streams.map(types));
    await vi.waitFor(() => expect(api.runEvents.size).toBe(3));
    const { rows } = await sql<{ count: bigint }>`
      select count(*) from pg_stat_activity
      where datname = current_database() and application_name = 'accountia api (run events)'
    `.execute(api.db);
    expect(rows[0]!.count).toBe(1n);
    await complete(api, await startAttempt(api, run));
    expect(await seen).toEqual(Array.from({ length: 3 }, () => ['queued', 'started', 'completed']));
  });
});

describe('a stream', () => {
  test('whose client goes away is forgotten at once', async () => {
    const run = await newRun();
    const response = await follow(run.id);
    const reader = response.body!.getReader();
    await reader.read();
    await reader.read();
    expect(api.runEvents.size).toBe(1);
    await reader.cancel();
    expect(api.runEvents.size).toBe(0);
  });

  test('whose connection breaks is forgotten too', async () => {
    const server = await serveHttp(api.app, { host: '127.0.0.1', port: 0 });
    const run = await newRun();
    const client = new AbortController();
    const response = await fetch(`${server.url}/v1/runs/${run.id}/events`, {
      headers: { authorization: `Bearer ${tenant.key}` },
      signal: client.signal,
    });
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    await response.body!.getReader().read();
    await vi.waitFor(() => expect(api.runEvents.size).toBe(1));
    client.abort();
    await vi.waitFor(() => expect(api.runEvents.size).toBe(0));
    await server.close();
  });

  test('finds by polling what no notice told of, and says that it lives while nothing happens', async () => {
    // This hub listens in another database, where nobody speaks of this run.
    await using elsewhere = await startTestApi();
    const deaf = await startRunEventHub({
      databaseUrl: elsewhere.databaseUrl,
      logger: api.dependencies.logger,
    });
    const app = createApi({ ...api.dependencies, runEvents: deaf, streams: { keepAliveMs: 20, pollMs: 10 } });
    const run = await newRun();
    const stream = messages(
      await app.request(`/v1/runs/${run.id}/events`, { headers: { authorization: `Bearer ${tenant.key}` } }),
    );
    expect((await stream.next()).value).toMatchObject({ type: 'queued' });
    expect((await stream.next()).value).toBeNull();
    await requestCancel(api.db, tenant.organizationId, run.id);
    let event: RunEvent | null = null;
    while (event === null) event = (await stream.next()).value as RunEvent | null;
    expect(event.type).toBe('cancelled');
    await deaf.close();
  });

  test('ends when the process stops, so that its client can go to another one', async () => {
    const hub = await startRunEventHub({ databaseUrl: api.databaseUrl, logger: api.dependencies.logger });
    const app = createApi({ ...api.dependencies, runEvents: hub });
    const run = await newRun();
    const response = await app.request(`/v1/runs/${run.id}/events`, {
      headers: { authorization: `Bearer ${tenant.key}` },
    });
    const seen = types(response);
    await vi.waitFor(() => expect(hub.size).toBe(1));
    await hub.close();
    expect(await seen).toEqual(['queued']);
    expect(hub.size).toBe(0);
  });

  test('goes on after its listening connection was cut', async () => {
    const run = await newRun();
    const stream = messages(await follow(run.id));
    await stream.next();
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'accountia api (run events)'
    `.execute(api.db);
    await requestCancel(api.db, tenant.organizationId, run.id);
    expect((await stream.next()).value).toMatchObject({ type: 'cancelled' });
    expect((await stream.next()).done).toBe(true);
  });
});
