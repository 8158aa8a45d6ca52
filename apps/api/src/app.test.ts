import { authenticateApiKey, connect, revokeApiKey } from '@accountia/db';
import { problem } from '@accountia/task-contracts/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi, PUBLIC_PATHS } from './app.ts';
import { storeDeclaration } from './testing/declarations.ts';
import { startTestApi, type Tenant, type TestApi } from './testing/api.ts';

let api: TestApi;
let tenant: Tenant;
beforeAll(async () => {
  api = await startTestApi();
  tenant = await api.tenant();
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

const someId = '0190f3c2-7d5a-7c41-9b1e-2f6d1f3a7c10';

async function problemOf(response: Response) {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  return problem.parse(await response.json());
}

describe('authentication', () => {
  test('every route of the table but the public ones refuses a request without a key', async () => {
    const routes = api.app.routes.filter((route) => route.method !== 'ALL');
    const closed = routes.filter((route) => !PUBLIC_PATHS.has(route.path));
    expect(closed.length).toBeGreaterThan(14);
    for (const route of closed) {
      const response = await api.app.request(route.path.replaceAll(':id', someId), { method: route.method });
      expect(`${route.method} ${route.path} ${response.status}`).toBe(`${route.method} ${route.path} 401`);
      expect(response.headers.get('www-authenticate')).toContain('Bearer');
      expect(await problemOf(response)).toMatchObject({ code: 'missing_api_key' });
    }
  });

  test('the public routes are reads only, and each answers without a key', async () => {
    const routes = api.app.routes.filter((route) => route.method !== 'ALL' && PUBLIC_PATHS.has(route.path));
    expect(new Set(routes.map((route) => route.path))).toEqual(PUBLIC_PATHS);
    for (const route of routes) {
      expect(route.method).toBe('GET');
      expect((await api.app.request(route.path)).status).toBe(200);
      expect((await api.app.request(route.path, { method: 'POST' })).status).toBe(401);
    }
  });

  test('an address that nobody routes is closed too, and a public one is not a prefix', async () => {
    expect((await api.app.request('/v1/secret')).status).toBe(401);
    expect((await api.app.request('/reference/../v1/runs')).status).toBe(401);
    expect((await api.app.request('/health/x')).status).toBe(401);
  });

  test.each([
    ['unknown', `Bearer ack_${'0'.repeat(12)}_${'A'.repeat(43)}`],
    ['malformed', 'Bearer nonsense'],
    ['of another scheme', 'Basic YWNrOmFjaw=='],
    ['empty', 'Bearer '],
  ])('a key that is %s is refused with a challenge', async (_kind, authorization) => {
    const response = await api.app.request('/v1/documents', { headers: { authorization } });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('invalid_token');
    expect(await problemOf(response)).toMatchObject({
      type: 'https://accountia.dev/problems/invalid_api_key',
      title: 'Clave de acceso no válida',
      code: 'invalid_api_key',
    });
  });

  test('a key with a right prefix and a wrong secret is refused, and a revoked one from then on', async () => {
    const other = await api.tenant('Otra firma');
    const forged = `${other.key.slice(0, -4)}AAAA`;
    expect((await other.request('/v1/runs', { headers: { authorization: `Bearer ${forged}` } })).status).toBe(
      401,
    );
    expect((await other.request('/v1/runs')).status).toBe(200);
    const key = await authenticateApiKey(api.db, other.key);
    await revokeApiKey(api.db, other.organizationId, key!.id);
    expect((await other.request('/v1/runs')).status).toBe(401);
  });
});

describe('requests that no route can serve', () => {
  test('an unknown route is a 404, a wrong method a 405 that says which are right', async () => {
    const unknown = await tenant.request('/v1/nothing');
    expect(unknown.status).toBe(404);
    expect(await problemOf(unknown)).toMatchObject({ code: 'route_not_found', instance: '/v1/nothing' });
    const wrong = await tenant.request('/v1/documents', { method: 'DELETE' });
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toBe('POST, GET, HEAD');
    expect(await problemOf(wrong)).toMatchObject({ code: 'method_not_allowed' });
  });

  test.each([
    ['/v1/documents/42', 'path', 'id'],
    ['/v1/documents/42/entries', 'path', 'id'],
    ['/v1/declarations/not-a-uuid/summary', 'path', 'id'],
    ['/v1/documents?limit=0', 'query', 'limit'],
    ['/v1/documents?limit=many', 'query', 'limit'],
    ['/v1/documents?state=lost', 'query', 'state'],
    ['/v1/documents?cursor=bm9uc2Vuc2U', 'query', 'cursor'],
    ['/v1/runs?cursor=%00', 'query', 'cursor'],
    ['/v1/runs?task=a%00b', 'query', 'task'],
    ['/v1/declarations?taxableYear=99999999999', 'query', 'taxableYear'],
    ['/v1/declarations?taxpayerNumber=12x', 'query', 'taxpayerNumber'],
    [`/v1/documents/${someId}/entries?tope=6`, 'query', 'tope'],
    [`/v1/runs/${someId}/events?after=-1`, 'query', 'after'],
  ])('%s is a 400 that names the field', async (path, location, field) => {
    const response = await tenant.request(path);
    expect(response.status).toBe(400);
    const body = await problemOf(response);
    expect(body.details?.['fields']).toMatchObject([{ location, field }]);
  });

  test('a number too large for the database is the caller’s mistake, not ours', async () => {
    const cursor = Buffer.from(JSON.stringify(['9007199254740991', someId])).toString('base64url');
    const { declarationId } = await storeDeclaration(api, tenant.organizationId);
    const response = await tenant.request(`/v1/declarations/${declarationId}/entries?cursor=${cursor}`);
    expect(response.status).toBe(400);
  });

  test('a body larger than a route without one admits is a 413', async () => {
    const response = await tenant.request(`/v1/runs/${someId}/cancel`, {
      method: 'POST',
      body: 'x'.repeat(100_000),
    });
    expect(response.status).toBe(413);
    expect(await problemOf(response)).toMatchObject({ code: 'request_too_large' });
  });
});

describe('every answer', () => {
  test('carries a request id: the caller’s when it is sane, else a new one', async () => {
    const own = await tenant.request('/v1/nothing', { headers: { 'x-request-id': 'call-42' } });
    expect(own.headers.get('x-request-id')).toBe('call-42');
    expect((await problemOf(own)).requestId).toBe('call-42');
    const unsafe = await tenant.request('/v1/runs', { headers: { 'x-request-id': 'a b<script>' } });
    expect(unsafe.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    const long = await tenant.request('/v1/runs', { headers: { 'x-request-id': 'a'.repeat(101) } });
    expect(long.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('carries headers that keep a browser from guessing, framing and running things', async () => {
    const { headers } = await tenant.request('/v1/runs');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
  });
});

describe('when the database is away', () => {
  test('requests are told to come back, without a word about why', async () => {
    const db = connect({ url: 'postgresql://nobody:secret@127.0.0.1:1/nothing' });
    const app = createApi({ ...api.dependencies, db });
    const response = await app.request('/v1/runs', { headers: { authorization: `Bearer ${tenant.key}` } });
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'service_unavailable' });
    expect(text).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|secret|\.ts|at /);
    await db.destroy();
  });
});
