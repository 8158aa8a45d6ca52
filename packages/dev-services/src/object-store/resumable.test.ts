import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Bucket } from '@google-cloud/storage';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

const CHUNK = 256 * 1024;
let server: TestServer;
let bucket: Bucket;

beforeAll(async () => {
  server = await startTestServer();
  [bucket] = await server.storage.createBucket('uploads');
});

afterAll(() => server[Symbol.asyncDispose]());

async function openSession(name: string, headers: Record<string, string> = {}): Promise<string> {
  const address = `${server.endpoint}/upload/storage/v1/b/uploads/o?uploadType=resumable&name=${name}`;
  const response = await fetch(address, { method: 'POST', headers, body: '{}' });
  expect(response.status).toBe(200);
  await response.text();
  return response.headers.get('location') ?? '';
}

function send(session: string, range: string, body?: Uint8Array, headers: Record<string, string> = {}) {
  return fetch(session, {
    method: 'PUT',
    headers: { 'content-range': range, ...headers },
    redirect: 'manual',
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
  });
}

test('the client uploads a stream of unknown length in one request', async () => {
  const bytes = randomBytes(1_000_000);
  const file = bucket.file('streamed');
  await pipeline(
    Readable.from([bytes.subarray(0, 10), bytes.subarray(10)]),
    file.createWriteStream({ resumable: true }),
  );
  expect((await file.download())[0].equals(bytes)).toBe(true);
});

test.each([3 * CHUNK, 3 * CHUNK + 17, CHUNK - 1])('the client uploads %i bytes in chunks', async (size) => {
  const bytes = randomBytes(size);
  const file = bucket.file(`chunked-${size}`);
  await pipeline(
    Readable.from([bytes]),
    file.createWriteStream({ chunkSize: CHUNK, metadata: { contentType: 'a/b' } }),
  );
  expect((await file.download())[0].equals(bytes)).toBe(true);
  expect((await file.getMetadata())[0]).toMatchObject({ contentType: 'a/b' });
});

test('the client goes on where another left off, with the session and the offset', async () => {
  const bytes = randomBytes(2 * CHUNK);
  const file = bucket.file('resumed');
  const [uri] = await file.createResumableUpload();
  const first = await send(uri, `bytes 0-${CHUNK - 1}/*`, bytes.subarray(0, CHUNK));
  expect(first.status).toBe(308);
  expect(first.headers.get('range')).toBe(`bytes=0-${CHUNK - 1}`);
  await pipeline(
    Readable.from([bytes.subarray(CHUNK)]),
    file.createWriteStream({ uri, offset: CHUNK, validation: false }),
  );
  expect((await file.download())[0].equals(bytes)).toBe(true);
});

test('a probe tells how far the upload is, before, in the middle and after', async () => {
  const session = await openSession('probed');
  const before = await send(session, 'bytes */*');
  expect([before.status, before.headers.get('range')]).toEqual([308, null]);
  await send(session, 'bytes 0-3/10', Buffer.from('0123'));
  const middle = await send(session, 'bytes */10');
  expect([middle.status, middle.headers.get('range')]).toEqual([308, 'bytes=0-3']);
  const last = await send(session, 'bytes 4-9/10', Buffer.from('456789'));
  expect(last.status).toBe(200);
  const object = await last.json();
  const after = await send(session, 'bytes */10');
  expect(after.status).toBe(200);
  expect(await after.json()).toEqual(object);
});

test('bytes sent twice count once, and a gap is refused without losing what is there', async () => {
  const session = await openSession('overlap');
  await send(session, 'bytes 0-3/8', Buffer.from('0123'));
  expect((await send(session, 'bytes 6-7/8', Buffer.from('67'))).status).toBe(503);
  expect((await send(session, 'bytes 2-7/8', Buffer.from('234567'))).status).toBe(200);
  expect(String((await bucket.file('overlap').download())[0])).toBe('01234567');
});

test('an upload goes on after the server was restarted', async () => {
  const session = await openSession('restarted');
  await send(session, 'bytes 0-3/8', Buffer.from('0123'));
  await server.restart();
  expect((await send(session, 'bytes */8')).headers.get('range')).toBe('bytes=0-3');
  expect((await send(session, 'bytes 4-7/8', Buffer.from('4567'))).status).toBe(200);
  expect(String((await bucket.file('restarted').download())[0])).toBe('01234567');
});

test('bytes that came before the connection broke are kept', async () => {
  const session = await openSession('broken');
  const abort = new AbortController();
  const body = Readable.from(
    (async function* () {
      yield Buffer.from('0123');
      await new Promise((resolve) => setTimeout(resolve, 100));
      abort.abort();
    })(),
  );
  const request: RequestInit & { duplex: 'half' } = {
    method: 'PUT',
    headers: { 'content-range': 'bytes 0-*/*' },
    signal: abort.signal,
    duplex: 'half',
    body: Readable.toWeb(body) as ReadableStream,
  };
  await expect(fetch(session, request)).rejects.toThrow(/abort/);
  expect((await send(session, 'bytes */*')).headers.get('range')).toBe('bytes=0-3');
  expect(await bucket.file('broken').exists()).toEqual([false]);
});

test('content that does not match its checksum ends the upload without an object', async () => {
  const session = await openSession('corrupt');
  const refused = await send(session, 'bytes 0-4/5', Buffer.from('hello'), {
    'x-goog-hash': 'crc32c=AAAAAA==',
  });
  expect(refused.status).toBe(400);
  expect(await bucket.file('corrupt').exists()).toEqual([false]);
  expect((await send(session, 'bytes */5')).status).toBe(404);
});

test('more bytes than announced are refused', async () => {
  const session = await openSession('too-long', { 'x-upload-content-length': '3' });
  expect((await send(session, 'bytes 0-4/3', Buffer.from('hello'))).status).toBe(400);
  expect(await bucket.file('too-long').exists()).toEqual([false]);
});

test('a condition is checked again when the last byte has come', async () => {
  const file = bucket.file('raced');
  const [uri] = await file.createResumableUpload({ preconditionOpts: { ifGenerationMatch: 0 } });
  await file.save('winner', { resumable: false });
  expect((await send(uri, 'bytes 0-4/5', Buffer.from('loser'))).status).toBe(412);
  expect(String((await file.download())[0])).toBe('winner');
});

test('a cancelled or unknown session is gone', async () => {
  const session = await openSession('cancelled');
  expect((await fetch(session, { method: 'DELETE' })).status).toBe(499);
  expect((await send(session, 'bytes */*')).status).toBe(404);
  expect((await send(session.replace(/upload_id=.*/, 'upload_id=../../x'), 'bytes */*')).status).toBe(404);
});

test.each(['bytes 5', 'lines 0-1/2', 'bytes a-b/c'])(
  'a Content-Range nobody can read is refused: %s',
  async (range) => {
    expect((await send(await openSession('bad-range'), range, Buffer.from('x'))).status).toBe(400);
  },
);

// Last, so that it speaks of all the requests above.
test('no request made the server fail inside', () => {
  expect(server.errors).toEqual([]);
});
