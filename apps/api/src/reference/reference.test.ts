import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

describe('the reference page', () => {
  test('loads its scripts from this host, has none inside, and may run no others', async () => {
    const response = await api.app.request('/reference');
    const html = await response.text();
    const sources = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1]!);
    expect(sources).toEqual(['/reference/scalar.js', '/reference/start.js']);
    for (const source of sources) expect((await api.app.request(source)).status).toBe(200);
    expect(html).not.toMatch(/https?:|<script(?![^>]*src)/);
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
  });

  test('is told to read our document and to ask nobody else', async () => {
    const script = await (await api.app.request('/reference/start.js')).text();
    expect(script).toContain('"url":"/openapi.json"');
    expect(script).toContain('"withDefaultFonts":false');
    expect(script).not.toMatch(/https?:/);
  });

  test('gets its script compressed when the browser can', async () => {
    const plain = await api.app.request('/reference/scalar.js');
    expect(plain.headers.get('content-encoding')).toBeNull();
    const source = Buffer.from(await plain.arrayBuffer());
    expect(source.toString('utf8')).toContain('createApiReference');
    const gzipped = await api.app.request('/reference/scalar.js', {
      headers: { 'accept-encoding': 'gzip, br' },
    });
    expect(gzipped.headers.get('content-encoding')).toBe('gzip');
    expect(gunzipSync(Buffer.from(await gzipped.arrayBuffer())).equals(source)).toBe(true);
  });

  test('is named at the root', async () => {
    expect(await (await api.app.request('/')).json()).toMatchObject({
      reference: '/reference',
      openapi: '/openapi.json',
    });
  });
});
