import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { CRC32C } from '@google-cloud/storage';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createObjectStore } from './object-store.ts';
import type { ObjectStore } from './object-store.ts';
import { startTestStore } from './test-store.ts';
import type { TestStore } from './test-store.ts';

const LARGE = 20_000_000;
let server: TestStore;
let store: ObjectStore;

beforeAll(async () => {
  server = await startTestStore();
  store = server.store;
});

afterAll(() => server[Symbol.asyncDispose]());

function crc32cOf(bytes: Buffer): string {
  const checksum = new CRC32C();
  checksum.update(bytes);
  return checksum.toString();
}

describe('put', () => {
  test('stores bytes with their type and metadata and tells what was stored', async () => {
    const bytes = randomBytes(100_000);
    const info = await store.put('a', bytes, { contentType: 'text/x', metadata: { documentId: '1' } });
    expect(info).toMatchObject({
      name: 'a',
      size: 100_000,
      contentType: 'text/x',
      metadata: { documentId: '1' },
      crc32c: crc32cOf(bytes),
    });
    expect(await store.stat('a')).toEqual(info);
    expect((await store.read('a', { maxBytes: 100_000 })).equals(bytes)).toBe(true);
  });

  test('stores a stream longer than one chunk', async () => {
    const bytes = randomBytes(LARGE);
    const parts = Array.from({ length: 20 }, (_, index) =>
      bytes.subarray((index * LARGE) / 20, ((index + 1) * LARGE) / 20),
    );
    expect(await store.put('large', Readable.from(parts))).toMatchObject({
      size: LARGE,
      crc32c: crc32cOf(bytes),
    });
  });

  test.each<[string, () => Uint8Array | Readable]>([
    ['bytes', () => new Uint8Array()],
    ['a stream', () => Readable.from([])],
  ])('stores nothing at all as an empty object: %s', async (_, empty) => {
    expect(await store.put('empty', empty())).toMatchObject({ size: 0 });
    expect(await store.read('empty', { maxBytes: 0 })).toHaveLength(0);
  });

  test('writes only over the generation that was asked for', async () => {
    const first = await store.put('guarded', Buffer.from('1'), { ifGenerationMatch: 0 });
    const refused = {
      code: 'precondition_failed',
      retryable: false,
      details: { bucket: 'documents', name: 'guarded' },
    };
    await expect(store.put('guarded', Buffer.from('2'), { ifGenerationMatch: 0 })).rejects.toMatchObject(
      refused,
    );
    const second = await store.put('guarded', Buffer.from('2'), { ifGenerationMatch: first.generation });
    expect(BigInt(second.generation)).toBeGreaterThan(BigInt(first.generation));
    expect(String(await store.read('guarded', { maxBytes: 10 }))).toBe('2');
  });

  test('leaves no object when the source fails half way, and says why', async () => {
    async function* failing() {
      yield randomBytes(10_000);
      throw new Error('the browser went away');
    }
    await expect(store.put('half', Readable.from(failing()))).rejects.toMatchObject({
      code: 'object_store_error',
      cause: expect.objectContaining({ message: 'the browser went away' }),
    });
    expect(await store.stat('half')).toBeNull();
  });

  test('stops when aborted while the source is silent', async () => {
    const abort = new AbortController();
    const reason = new Error('cancelled by the user');
    const silent = new Readable({ read() {} });
    const put = store.put('silent', silent, { signal: abort.signal });
    abort.abort(reason);
    await expect(put).rejects.toBe(reason);
    expect(silent.destroyed).toBe(true);
  });

  test('stops when aborted in the middle: ends the request and its source, stores nothing', async () => {
    const abort = new AbortController();
    const reason = new Error('cancelled by the user');
    const source = Readable.from(
      (async function* () {
        yield randomBytes(9_000_000);
        for (;;) {
          await sleep(5);
          yield randomBytes(1000);
        }
      })(),
    );
    server.onceReceiving(() => abort.abort(reason));
    await expect(store.put('aborted', source, { signal: abort.signal })).rejects.toBe(reason);
    await vi.waitFor(() => expect([source.closed, server.openRequests()]).toEqual([true, 0]));
    expect(await store.stat('aborted')).toBeNull();
  });

  test('stops before it begins when aborted before', async () => {
    const reason = new Error('too late');
    const source = Readable.from([Buffer.from('x')]);
    await expect(store.put('never', source, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(source.destroyed).toBe(true);
    expect(await store.stat('never')).toBeNull();
  });
});

describe('stream and read', () => {
  const bytes = randomBytes(LARGE);
  beforeAll(async () => {
    await store.put('book', bytes);
  });

  test('give the whole object, or a part with both ends included', async () => {
    expect((await buffer(await store.stream('book'))).equals(bytes)).toBe(true);
    const part = await buffer(await store.stream('book', { start: 10, end: 19 }));
    expect(part.equals(bytes.subarray(10, 20))).toBe(true);
    const tail = await buffer(await store.stream('book', { start: LARGE - 3 }));
    expect(tail.equals(bytes.subarray(LARGE - 3))).toBe(true);
    await expect(store.stream('book', { start: LARGE })).rejects.toMatchObject({
      code: 'range_not_satisfiable',
    });
  });

  test('give one generation only when asked', async () => {
    const { generation } = await store.put('versions', Buffer.from('old'));
    expect(String(await store.read('versions', { maxBytes: 9, generation }))).toBe('old');
    await store.put('versions', Buffer.from('new'));
    await expect(store.read('versions', { maxBytes: 9, generation })).rejects.toMatchObject({
      code: 'object_not_found',
    });
  });

  test('a reader that stops early disturbs no other', async () => {
    const others = [buffer(await store.stream('book')), buffer(await store.stream('book'))];
    for await (const chunk of await store.stream('book')) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    for (const other of await Promise.all(others)) expect(other.equals(bytes)).toBe(true);
    await vi.waitFor(() => expect(server.openRequests()).toBe(0));
  });

  test('an aborted reader gets the reason', async () => {
    const abort = new AbortController();
    const reason = new Error('time is up');
    const content = await store.stream('book', { signal: abort.signal });
    abort.abort(reason);
    await expect(buffer(content)).rejects.toBe(reason);
    await expect(store.stream('book', { signal: abort.signal })).rejects.toBe(reason);
    await vi.waitFor(() => expect(server.openRequests()).toBe(0));
  });

  test('refuse an object larger than allowed', async () => {
    await expect(store.read('book', { maxBytes: LARGE - 1 })).rejects.toMatchObject({
      code: 'object_too_large',
      retryable: false,
      details: { name: 'book', maxBytes: LARGE - 1, size: LARGE },
    });
  });
});

describe('a missing object', () => {
  test('is null to stat, and an error to everything else', async () => {
    const missing = {
      code: 'object_not_found',
      retryable: false,
      details: { bucket: 'documents', name: 'missing' },
    };
    expect(await store.stat('missing')).toBeNull();
    await expect(store.stream('missing')).rejects.toMatchObject(missing);
    await expect(store.read('missing', { maxBytes: 1 })).rejects.toMatchObject(missing);
    await expect(store.delete('missing')).rejects.toMatchObject(missing);
    expect(await store.delete('missing', { ignoreMissing: true })).toBe(false);
  });

  test('is told apart from a missing bucket', async () => {
    const elsewhere = createObjectStore({ bucket: 'elsewhere', apiEndpoint: server.endpoint });
    const missing = { code: 'bucket_not_found', retryable: false };
    await expect(elsewhere.stat('a')).rejects.toMatchObject(missing);
    await expect(elsewhere.read('a', { maxBytes: 1 })).rejects.toMatchObject(missing);
    await expect(elsewhere.put('a', Buffer.from('a'))).rejects.toMatchObject(missing);
    await expect(elsewhere.check()).rejects.toMatchObject(missing);
    await elsewhere.ensureBucket();
    await elsewhere.ensureBucket();
    await elsewhere.check();
    expect(await elsewhere.stat('a')).toBeNull();
  });
});

test('delete removes an object, under a condition if asked', async () => {
  const { generation } = await store.put('doomed', Buffer.from('x'));
  await expect(store.delete('doomed', { ifGenerationMatch: 1 })).rejects.toMatchObject({
    code: 'precondition_failed',
  });
  expect(await store.delete('doomed', { ifGenerationMatch: generation })).toBe(true);
  expect(await store.stat('doomed')).toBeNull();
});

test('list goes through the pages of a prefix, and fetches no more than is read', async () => {
  for (const name of ['1', '2', '3', '4', '5']) await store.put(`listed/${name}`, Buffer.from(name));
  await store.put('other', Buffer.from('x'));
  const names: string[] = [];
  for await (const { name, size } of store.list('listed/', { pageSize: 2 })) {
    names.push(name);
    expect(size).toBe(1);
  }
  expect(names).toEqual(['1', '2', '3', '4', '5'].map((name) => `listed/${name}`));
  for await (const { name } of store.list('listed/', { pageSize: 2 })) {
    expect(name).toBe('listed/1');
    break;
  }
});

describe('signedUrl', () => {
  test('lets a browser save an object under a name in Spanish', async () => {
    await store.put('report', Buffer.from('contenido'));
    const url = await store.signedUrl('report', {
      action: 'read',
      expiresInSeconds: 60,
      filename: 'exógena "2024".xlsx',
    });
    const response = await fetch(url);
    expect([response.status, await response.text()]).toEqual([200, 'contenido']);
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="ex_gena _2024_.xlsx"; filename*=UTF-8''ex%C3%B3gena%20%222024%22.xlsx`,
    );
  });

  test('lets somebody write an object of the type that was agreed', async () => {
    const url = await store.signedUrl('uploaded', {
      action: 'write',
      expiresInSeconds: 60,
      contentType: 'text/csv',
    });
    const wrong = await fetch(url, { method: 'PUT', body: 'a', headers: { 'content-type': 'text/html' } });
    expect(wrong.status).toBe(403);
    const right = await fetch(url, { method: 'PUT', body: 'a', headers: { 'content-type': 'text/csv' } });
    expect(right.status).toBe(200);
    expect(await store.stat('uploaded')).toMatchObject({ contentType: 'text/csv' });
  });

  test.each([0, 1.5, 604_801])('refuses to last %d seconds', async (expiresInSeconds) => {
    await expect(store.signedUrl('report', { action: 'read', expiresInSeconds })).rejects.toMatchObject({
      code: 'invalid_argument',
    });
  });
});

test('check passes with a store that answers', () => expect(store.check()).resolves.toBeUndefined());

test('a key file that cannot be used is refused at once', () => {
  const options = { bucket: 'documents', apiEndpoint: server.endpoint, keyFilename: '/nonexistent/key.json' };
  expect(() => createObjectStore(options)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
});
