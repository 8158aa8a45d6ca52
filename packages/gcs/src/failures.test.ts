import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { createObjectStore } from './object-store.ts';
import { startBrokenStore } from './test-store.ts';

const CRC32C_OF_HELLO = 'mnG7TA==';

test('content that arrives altered is an error after its last byte, not silent', async () => {
  await using broken = await startBrokenStore((_, response) => {
    response.writeHead(200, { 'x-goog-hash': `crc32c=${CRC32C_OF_HELLO}`, 'content-length': 5 }).end('hellO');
  });
  await expect(broken.store.read('a', { maxBytes: 5 })).rejects.toMatchObject({
    code: 'object_corrupt',
    retryable: true,
    details: { expected: CRC32C_OF_HELLO },
  });
});

test('content that ends too early is an error', async () => {
  await using broken = await startBrokenStore((_, response) => {
    response.writeHead(200, { 'content-length': 10 });
    response.write('hello', () => response.destroy());
  });
  await expect(broken.store.read('a', { maxBytes: 10 })).rejects.toMatchObject({
    code: 'object_store_unavailable',
    retryable: true,
  });
});

test('content that stops coming over a connection that stays open is an error', async () => {
  await using broken = await startBrokenStore(
    (_, response) => {
      response.writeHead(200, { 'content-length': 10 });
      response.write('hello');
    },
    { stallLimitMs: 200 },
  );
  await expect(broken.store.read('a', { maxBytes: 10 })).rejects.toMatchObject({
    code: 'object_store_unavailable',
    retryable: true,
  });
});

test('content without a length is still held to the limit', async () => {
  await using broken = await startBrokenStore((_, response) => {
    response.writeHead(200);
    response.end('x'.repeat(100));
  });
  await expect(broken.store.read('a', { maxBytes: 99 })).rejects.toMatchObject({ code: 'object_too_large' });
});

test('reading is tried again when the store is busy', async () => {
  let requests = 0;
  const listener: RequestListener = (_, response) => {
    requests += 1;
    if (requests < 3) response.writeHead(503).end('busy');
    else response.end('hello');
  };
  await using broken = await startBrokenStore(listener);
  expect(String(await broken.store.read('a', { maxBytes: 5 }))).toBe('hello');
  expect(requests).toBe(3);
});

test.each([
  [401, 'access_denied', false],
  [403, 'access_denied', false],
  [400, 'object_store_error', false],
  [503, 'object_store_unavailable', true],
  [507, 'object_store_unavailable', true],
])('the health check says %i as %s, without trying again', async (status, code, retryable) => {
  let requests = 0;
  await using broken = await startBrokenStore((_, response) => {
    requests += 1;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { code: status, message: 'no luck' } }));
  });
  await expect(broken.store.check()).rejects.toMatchObject({
    code,
    retryable,
    message: expect.stringContaining('no luck'),
  });
  expect(requests).toBe(1);
});

test('a store that is not there is unavailable', async () => {
  const gone = await startBrokenStore(() => {});
  await gone[Symbol.asyncDispose]();
  await expect(gone.store.check()).rejects.toMatchObject({
    code: 'object_store_unavailable',
    retryable: true,
  });
});

test('without a service account no address is signed', async () => {
  const store = createObjectStore({
    bucket: 'documents',
    apiEndpoint: 'http://127.0.0.1:9',
    credentials: { type: 'authorized_user', client_id: 'a', client_secret: 'b', refresh_token: 'c' },
  });
  await expect(store.signedUrl('a', { action: 'read', expiresInSeconds: 60 })).rejects.toMatchObject({
    code: 'cannot_sign_urls',
    retryable: false,
  });
});
