import type { Bucket, GetSignedUrlConfig } from '@google-cloud/storage';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

let server: TestServer;
let bucket: Bucket;

beforeAll(async () => {
  server = await startTestServer();
  [bucket] = await server.storage.createBucket('signed');
  await bucket.file('carpeta/año (1).txt').save('contenido', { resumable: false });
});

afterAll(() => server[Symbol.asyncDispose]());

async function sign(name: string, options: Partial<GetSignedUrlConfig>): Promise<string> {
  const config: GetSignedUrlConfig = {
    version: 'v4',
    action: 'read',
    expires: Date.now() + 60_000,
    ...options,
  };
  const [url] = await bucket.file(name).getSignedUrl(config);
  return url;
}

test('a signed address reads the object, under the name it asks for', async () => {
  const response = await fetch(await sign('carpeta/año (1).txt', { promptSaveAs: 'informe.txt' }));
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('contenido');
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="informe.txt"');
});

test('a signed address reads a part of the object', async () => {
  const response = await fetch(await sign('carpeta/año (1).txt', {}), { headers: { range: 'bytes=3-5' } });
  expect([response.status, await response.text()]).toEqual([206, 'ten']);
});

test('a signed address writes an object with the type that was signed, and no other', async () => {
  const url = await sign('written', { action: 'write', contentType: 'text/csv' });
  const refused = await fetch(url, { method: 'PUT', body: 'a', headers: { 'content-type': 'text/html' } });
  expect(refused.status).toBe(403);
  const accepted = await fetch(url, { method: 'PUT', body: 'a;b', headers: { 'content-type': 'text/csv' } });
  expect([accepted.status, accepted.headers.get('x-goog-hash')]).toEqual([
    200,
    expect.stringContaining('crc32c='),
  ]);
  expect((await bucket.file('written').getMetadata())[0]).toMatchObject({
    contentType: 'text/csv',
    size: '3',
  });
});

test('a signed address starts a resumable upload', async () => {
  const url = await sign('resumable', { action: 'resumable' });
  const start = await fetch(url, { method: 'POST', headers: { 'x-goog-resumable': 'start' } });
  expect(start.status).toBe(201);
  const sent = await fetch(start.headers.get('location') ?? '', { method: 'PUT', body: 'abc' });
  expect(sent.status).toBe(200);
  expect(String((await bucket.file('resumable').download())[0])).toBe('abc');
});

test('a signed address removes an object', async () => {
  await bucket.file('doomed').save('x', { resumable: false });
  expect((await fetch(await sign('doomed', { action: 'delete' }), { method: 'DELETE' })).status).toBe(204);
  expect(await bucket.file('doomed').exists()).toEqual([false]);
});

test.each<[string, (url: URL) => void]>([
  [
    'another object',
    (url) => {
      url.pathname = '/signed/written';
    },
  ],
  ['a later expiry', (url) => url.searchParams.set('X-Goog-Expires', '604800')],
  ['an added parameter', (url) => url.searchParams.set('response-content-type', 'text/html')],
  ['another signature', (url) => url.searchParams.set('X-Goog-Signature', 'ab'.repeat(256))],
  [
    'another account',
    (url) => {
      const credential = url.searchParams.get('X-Goog-Credential') ?? '';
      url.searchParams.set('X-Goog-Credential', credential.replace(/^[^/]+/, 'mallory@example.com'));
    },
  ],
])('%s is refused with 403', async (_, tamper) => {
  const url = new URL(await sign('carpeta/año (1).txt', {}));
  tamper(url);
  const response = await fetch(url);
  expect(response.status).toBe(403);
  expect(await response.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
});

test('an address signed for reading does not write', async () => {
  expect((await fetch(await sign('carpeta/año (1).txt', {}), { method: 'PUT', body: 'x' })).status).toBe(403);
});

test('an address without a signature is refused', async () => {
  const response = await fetch(`${server.endpoint}/signed/${encodeURIComponent('carpeta/año (1).txt')}`);
  expect(response.status).toBe(403);
  expect(await response.text()).toContain('<Code>AccessDenied</Code>');
});

test('a missing object is 404 to who may know, in XML', async () => {
  const response = await fetch(await sign('missing', {}));
  expect([response.status, await response.text()]).toEqual([
    404,
    expect.stringContaining('<Code>NoSuchKey</Code>'),
  ]);
});

test('an address expires', async () => {
  const url = await sign('carpeta/año (1).txt', { expires: Date.now() + 60_000 });
  server.advanceClock(61_000);
  const response = await fetch(url);
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('<Code>ExpiredToken</Code>');
});

// Last, so that it speaks of all the requests above.
test('no request made the server fail inside', () => {
  expect(server.errors).toEqual([]);
});
