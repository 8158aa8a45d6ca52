import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClient, getHealth } from './client.ts';
import { AccountiaApiError, AccountiaConnectionError } from './errors.ts';
import { type ContractServer, json, problem, startContractServer } from './testing/contract-server.ts';
import { RUN_ID, sampleHealth, sampleRun } from './testing/samples.ts';

let server: ContractServer;
beforeEach(async () => {
  server = await startContractServer();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
});

const client = (options: { maxRetries?: number; timeoutMs?: number } = {}) =>
  createClient({ baseUrl: `${server.url}/`, apiKey: 'ack_test', userAgent: 'tests', ...options });

const runRoute = `GET /v1/runs/${RUN_ID}`;

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => expect.unreachable('should have failed'),
    (error: unknown) => error,
  );
}

describe('requests', () => {
  test('carry the key and the name of the caller', async () => {
    server.on(runRoute, (_request, response) => json(response, sampleRun()));
    await client().runs.get(RUN_ID);
    expect(server.received[0]?.headers).toMatchObject({
      authorization: 'Bearer ack_test',
      'user-agent': 'tests',
      accept: 'application/json',
    });
  });

  test('encode ids, so that an id cannot change the path', async () => {
    await failureOf(client().runs.get('../documents?x=1'));
    expect(server.received[0]?.url).toBe('/v1/runs/..%2Fdocuments%3Fx%3D1');
  });

  test('leave out absent query values and keep the rest', async () => {
    server.on('GET /v1/runs', (_request, response) => json(response, { items: [], nextCursor: null }));
    await client().runs.list({ state: 'failed', task: undefined, limit: 5 });
    expect(server.received[0]?.url).toBe('/v1/runs?state=failed&limit=5');
  });

  test('tolerate fields that this version does not know', async () => {
    server.on(runRoute, (_request, response) =>
      json(response, { ...sampleRun(), addedLater: { deep: true } }),
    );
    expect(await client().runs.get(RUN_ID)).toEqual(sampleRun());
  });

  test('keep a path that the base URL has', async () => {
    server.on(`GET /proxy/v1/runs/${RUN_ID}`, (_request, response) => json(response, sampleRun()));
    const behindProxy = createClient({ baseUrl: `${server.url}/proxy/`, apiKey: 'ack_test' });
    expect((await behindProxy.runs.get(RUN_ID)).id).toBe(RUN_ID);
  });

  test('refuse a base URL that is none, and an empty key', () => {
    expect(() => createClient({ baseUrl: 'localhost:3000', apiKey: 'ack_test' })).toThrow(/http:\/\//);
    expect(() => createClient({ baseUrl: server.url, apiKey: ' ' })).toThrow(/apiKey/);
  });
});

describe('refusals', () => {
  test('become errors with everything the API said', async () => {
    server.on(runRoute, (_request, response) =>
      problem(response, 404, 'run_not_found', 'No existe la ejecución', { details: { id: RUN_ID } }),
    );
    const error = await failureOf(client().runs.get(RUN_ID));
    expect(AccountiaApiError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      status: 404,
      code: 'run_not_found',
      detail: 'No existe la ejecución',
      requestId: 'request-1',
      details: { id: RUN_ID },
      retryAfterMs: undefined,
    });
    expect(server.received).toHaveLength(1);
  });

  test('that a proxy wrote keep their status and the start of their page', async () => {
    server.on(runRoute, (_request, response) => {
      response
        .writeHead(502, { 'content-type': 'text/html', 'x-request-id': 'proxy-7' })
        .end('<h1>Bad gateway</h1>');
    });
    expect(await failureOf(client().runs.get(RUN_ID))).toMatchObject({
      status: 502,
      code: 'http_502',
      requestId: 'proxy-7',
      details: { body: '<h1>Bad gateway</h1>' },
    });
  });
});

describe('answers against the contract', () => {
  test.for([
    ['no JSON', '<html>'],
    ['an empty body', ''],
    ['a missing field', JSON.stringify({ id: RUN_ID })],
    ['half a body', JSON.stringify(sampleRun()).slice(0, 40)],
  ] as const)('%s is an error, not half an object', async ([, body]) => {
    server.on(runRoute, (_request, response) => void response.writeHead(200).end(body));
    const error = await failureOf(client().runs.get(RUN_ID));
    expect(error).toMatchObject({ name: 'AccountiaApiError', status: 200, code: 'invalid_response' });
    expect(server.received).toHaveLength(1);
  });
});

describe('retries', () => {
  test('follow 429 and wait at least as long as Retry-After says', async () => {
    let opensAt = 0;
    server.on(runRoute, ({ turn }, response) => {
      if (turn === 1) {
        opensAt = Date.now() + 1_000;
        problem(response, 429, 'too_many_requests', 'Espere', { headers: { 'retry-after': '1' } });
      } else if (Date.now() < opensAt) problem(response, 400, 'too_early', 'Aún no');
      else json(response, sampleRun());
    });
    expect((await client().runs.get(RUN_ID)).id).toBe(RUN_ID);
  });

  test('follow 503 and a connection that was cut', async () => {
    server.on(runRoute, ({ turn }, response) => {
      if (turn === 1) problem(response, 503, 'unavailable', 'Vuelva a intentarlo');
      else if (turn === 2) response.destroy();
      else json(response, sampleRun());
    });
    expect((await client().runs.get(RUN_ID)).id).toBe(RUN_ID);
    expect(server.received).toHaveLength(3);
  });

  test('follow an answer that broke off in its middle', async () => {
    server.on(runRoute, async ({ turn }, response) => {
      if (turn > 1) return json(response, sampleRun());
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"id":');
      await new Promise((resolve) => setTimeout(resolve, 20));
      response.destroy();
    });
    expect((await client().runs.get(RUN_ID)).id).toBe(RUN_ID);
  });

  test('end after maxRetries with the last refusal', async () => {
    server.on(runRoute, (_request, response) =>
      problem(response, 429, 'too_many_requests', 'Espere', { headers: { 'retry-after': '0' } }),
    );
    const error = await failureOf(client({ maxRetries: 2 }).runs.get(RUN_ID));
    expect(error).toMatchObject({ status: 429, retryAfterMs: 0 });
    expect(server.received).toHaveLength(3);
  });

  test('do not wait for a server that asks for an hour', async () => {
    server.on(runRoute, (_request, response) =>
      problem(response, 503, 'maintenance', 'En mantenimiento', { headers: { 'retry-after': '3600' } }),
    );
    expect(await failureOf(client().runs.get(RUN_ID))).toMatchObject({
      status: 503,
      retryAfterMs: 3_600_000,
    });
    expect(server.received).toHaveLength(1);
  });

  test('are not made for what must not be done twice', async () => {
    server.on(`POST /v1/runs/${RUN_ID}/retry`, ({ turn }, response) => {
      if (turn === 1) problem(response, 503, 'unavailable', 'No');
      else response.destroy();
    });
    expect(await failureOf(client().runs.retry(RUN_ID))).toMatchObject({ status: 503 });
    expect(await failureOf(client().runs.retry(RUN_ID))).toMatchObject({ code: 'network', attempts: 1 });
    expect(server.received).toHaveLength(2);
  });

  test('of a request for an analysis carry one key, so that it is one analysis', async () => {
    server.on('POST /v1/declarations/1/analyses', ({ turn }, response) => {
      if (turn === 1) response.destroy();
      else json(response, sampleRun({ task: 'declaration.analyze' }), 202);
    });
    await client().declarations.analyze('1');
    await client().declarations.analyze('1', { idempotencyKey: 'mine' });
    const keys = server.received.map((request) => request.headers['idempotency-key']);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys).toEqual([keys[0], keys[0], 'mine']);
  });
});

describe('no answer', () => {
  test('from nobody is a connection error that says how often it was tried', async () => {
    const { url } = server;
    await server[Symbol.asyncDispose]();
    const lonely = createClient({ baseUrl: url, apiKey: 'ack_test', maxRetries: 1 });
    const error = await failureOf(lonely.runs.get(RUN_ID));
    server = await startContractServer();
    expect(AccountiaConnectionError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      code: 'network',
      attempts: 2,
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('in time is a connection error with the code timeout', async () => {
    server.on(runRoute, () => undefined);
    const error = await failureOf(client({ timeoutMs: 50, maxRetries: 0 }).runs.get(RUN_ID));
    expect(error).toMatchObject({ name: 'AccountiaConnectionError', code: 'timeout' });
  });

  test('wanted any more ends at once with the reason of the signal, also between two tries', async () => {
    const { promise: answered, resolve } = Promise.withResolvers<void>();
    server.on(runRoute, (_request, response) => {
      problem(response, 429, 'too_many_requests', 'Espere', { headers: { 'retry-after': '30' } });
      setTimeout(resolve, 50);
    });
    const abort = new AbortController();
    const call = client().runs.get(RUN_ID, { signal: abort.signal });
    await answered;
    abort.abort(new Error('the user left'));
    expect(await failureOf(call)).toMatchObject({ message: 'the user left' });
  });
});

describe('health', () => {
  test('is asked without a key, and a degraded API is an answer', async () => {
    server.on('GET /health', (_request, response) => json(response, sampleHealth('degraded'), 503));
    const answer = await client().health();
    expect(answer).toEqual(sampleHealth('degraded'));
    expect(await getHealth({ baseUrl: server.url })).toEqual(answer);
    expect(server.received.map((request) => request.headers.authorization)).toEqual([undefined, undefined]);
  });

  test('of a server that is not ours is an error', async () => {
    server.on('GET /health', (_request, response) => json(response, { up: true }));
    expect(await failureOf(client().health())).toMatchObject({ code: 'invalid_response' });
  });
});
