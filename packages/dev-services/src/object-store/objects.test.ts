import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bucket, GetFilesOptions, GetFilesResponse } from '@google-cloud/storage';
import { CRC32C } from '@google-cloud/storage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

let server: TestServer;
let bucket: Bucket;

beforeAll(async () => {
  server = await startTestServer();
  [bucket] = await server.storage.createBucket('documents');
});

afterAll(() => server[Symbol.asyncDispose]());

describe('buckets', () => {
  test('are created, listed, changed and deleted', async () => {
    const [created] = await server.storage.createBucket('second', { labels: { team: 'tax' } });
    expect((await server.storage.getBuckets())[0].map(({ name }) => name)).toEqual(['documents', 'second']);
    await created.setLabels({ stage: 'test' });
    expect((await created.getMetadata())[0]).toMatchObject({ id: 'second', metageneration: '2' });
    await created.delete();
    expect(await created.exists()).toEqual([false]);
  });

  test('refuse a second of the same name with 409 and a bad name with 400', async () => {
    await expect(server.storage.createBucket('documents')).rejects.toMatchObject({ code: 409 });
    await expect(server.storage.createBucket('../escape')).rejects.toMatchObject({ code: 400 });
  });

  test('refuse to be deleted while there are objects in them', async () => {
    const [full] = await server.storage.createBucket('full');
    await full.file('a').save('a', { resumable: false });
    await expect(full.delete()).rejects.toMatchObject({ code: 409 });
  });

  test('answer 404 in the shape of the JSON API when they do not exist', async () => {
    await expect(server.storage.bucket('missing').getMetadata()).rejects.toMatchObject({
      code: 404,
      errors: [{ reason: 'notFound', domain: 'global' }],
    });
  });
});

describe('objects', () => {
  test('come back as they were sent, with type, metadata and checksums', async () => {
    const bytes = randomBytes(300_000);
    const file = bucket.file('reports/año 2024 (ñ)/exógena #1?.xlsx');
    await file.save(bytes, {
      resumable: false,
      metadata: { contentType: 'application/x-test', metadata: { uploader: 'ana' } },
    });
    expect((await file.download())[0].equals(bytes)).toBe(true);
    const [metadata] = await file.getMetadata();
    const crc32c = new CRC32C();
    crc32c.update(bytes);
    expect(metadata).toMatchObject({
      name: 'reports/año 2024 (ñ)/exógena #1?.xlsx',
      size: '300000',
      contentType: 'application/x-test',
      metadata: { uploader: 'ana' },
      crc32c: crc32c.toString(),
      md5Hash: createHash('md5').update(bytes).digest('base64'),
      metageneration: '1',
    });
  });

  test('pass the check of either hash when downloaded', async () => {
    const file = bucket.file('hashes');
    await file.save('hello', { resumable: false, validation: 'md5' });
    for (const validation of ['md5', 'crc32c'] as const) {
      expect(String((await file.download({ validation }))[0])).toBe('hello');
    }
  });

  test('may be empty', async () => {
    for (const resumable of [false, true]) {
      const file = bucket.file(`empty-${resumable}`);
      await file.save('', { resumable });
      expect((await file.download())[0].length).toBe(0);
    }
  });

  test('that hold the boundary of the upload itself are not cut short', async () => {
    const body =
      '--edge\r\nContent-Type: application/json\r\n\r\n{}\r\n--edge\r\nContent-Type: text/plain\r\n\r\n';
    const content = 'one\r\n--edg\r\n--eedge\r\n-';
    const response = await fetch(
      `${server.endpoint}/upload/storage/v1/b/documents/o?uploadType=multipart&name=edge`,
      {
        method: 'POST',
        headers: { 'content-type': 'multipart/related; boundary=edge' },
        body: `${body}${content}\r\n--edge--`,
      },
    );
    expect(response.status).toBe(200);
    expect(String((await bucket.file('edge').download())[0])).toBe(content);
  });

  test('are read in part: from, until, between and from the end', async () => {
    const file = bucket.file('ranges');
    await file.save('0123456789', { resumable: false });
    const read = async (options: { start?: number; end?: number }) =>
      String((await file.download(options))[0]);
    expect(await read({ start: 7 })).toBe('789');
    expect(await read({ start: 0, end: 2 })).toBe('012');
    expect(await read({ start: 3, end: 5 })).toBe('345');
    expect(await read({ end: -4 })).toBe('6789');
    await expect(read({ start: 10 })).rejects.toMatchObject({ code: 416 });
  });

  test('keep gzip content as it is for clients that take it, and unpack it for others', async () => {
    const file = bucket.file('packed.txt');
    await file.save('text '.repeat(1000), { gzip: true, resumable: false });
    expect(Number((await file.getMetadata())[0].size)).toBeLessThan(5000);
    expect(String((await file.download())[0])).toBe('text '.repeat(1000));
    const plain = await fetch(`${server.endpoint}/storage/v1/b/documents/o/packed.txt?alt=media`, {
      headers: { 'accept-encoding': 'identity' },
    });
    expect(await plain.text()).toBe('text '.repeat(1000));
  });

  test('answer 404 to reading, deleting and asking for a generation that is gone', async () => {
    const missing = bucket.file('missing');
    await expect(missing.download()).rejects.toMatchObject({ code: 404 });
    await expect(missing.delete()).rejects.toMatchObject({ code: 404 });
    const file = bucket.file('replaced');
    await file.save('old', { resumable: false });
    const former = bucket.file('replaced', { generation: Number((await file.getMetadata())[0].generation) });
    expect(String((await former.download())[0])).toBe('old');
    await file.save('new', { resumable: false });
    await expect(former.download()).rejects.toMatchObject({ code: 404 });
    expect(String((await file.download())[0])).toBe('new');
  });

  test('take changes of their metadata: merged, removed by null, counted', async () => {
    const file = bucket.file('patched');
    await file.save('x', {
      resumable: false,
      metadata: { contentType: 'text/plain', metadata: { a: '1', b: '2' } },
    });
    await file.setMetadata({ cacheControl: 'no-store', metadata: { a: null, c: '3' } });
    expect((await file.getMetadata())[0]).toMatchObject({
      contentType: 'text/plain',
      cacheControl: 'no-store',
      metadata: { b: '2', c: '3' },
      metageneration: '2',
    });
  });

  test('are copied within and between buckets', async () => {
    const [other] = await server.storage.createBucket('copies');
    const file = bucket.file('original');
    await file.save('content', {
      resumable: false,
      metadata: { contentType: 'text/x', metadata: { kept: 'yes' } },
    });
    await file.copy(other.file('a/copy'));
    expect(String((await other.file('a/copy').download())[0])).toBe('content');
    expect((await other.file('a/copy').getMetadata())[0]).toMatchObject({
      contentType: 'text/x',
      metadata: { kept: 'yes' },
    });
  });

  test('cannot be named so that they leave the directory', async () => {
    const names = ['../../../../tmp/escaped', '/etc/passwd', 'a/../../b', 'CON', 'x'.repeat(1024)];
    for (const name of names) await bucket.file(name).save(name, { resumable: false });
    for (const name of names) expect(String((await bucket.file(name).download())[0])).toBe(name);
    for (const folder of await readdir(join(server.directory, 'buckets', 'documents', 'objects'))) {
      expect(folder).toMatch(/^[0-9a-f]{2}$/);
    }
    await expect(bucket.file('x'.repeat(1025)).save('', { resumable: false })).rejects.toMatchObject({
      code: 400,
    });
  });

  test('survive a restart of the server, which clears what was half written', async () => {
    const file = bucket.file('kept');
    await file.save('before', { resumable: false, metadata: { metadata: { a: '1' } } });
    await server.restart();
    expect(String((await file.download())[0])).toBe('before');
    expect((await file.getMetadata())[0]).toMatchObject({ metadata: { a: '1' } });
  });

  test('are read to the end by who began before they were replaced', async () => {
    const bytes = randomBytes(4_000_000);
    const file = bucket.file('large');
    await file.save(bytes, { resumable: false });
    const stream = file.createReadStream({ validation: false });
    const chunks: Buffer[] = [];
    for await (const chunk of stream) {
      if (chunks.length === 0) await file.save('short', { resumable: false });
      chunks.push(chunk as Buffer);
    }
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
  });
});

describe('checksums given with an upload', () => {
  const upload = (headers: Record<string, string>, metadata: object) =>
    fetch(`${server.endpoint}/upload/storage/v1/b/documents/o?uploadType=multipart&name=checked`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/related; boundary="b"', ...headers },
      body: `--b\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(metadata)}\r\n--b\r\n\r\n\r\nhello\r\n--b--`,
    });

  test.each([
    ['crc32c in the metadata', {}, { crc32c: 'AAAAAA==' }],
    ['md5 in the metadata', {}, { md5Hash: createHash('md5').update('other').digest('base64') }],
    ['crc32c in the header', { 'x-goog-hash': 'crc32c=AAAAAA==' }, {}],
  ])('refuse other content: %s', async (_, headers, metadata) => {
    const response = await upload(headers, metadata);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 400, errors: [{ reason: 'invalid' }] } });
    expect(await bucket.file('checked').exists()).toEqual([false]);
    expect(await readdir(join(server.directory, 'buckets', 'documents', 'incoming'))).toEqual([]);
  });

  test('accept the content they belong to', async () => {
    const response = await upload(
      { 'x-goog-hash': 'crc32c=mnG7TA==' },
      { md5Hash: 'XUFAKrxLKna5cZ2REBfFkg==' },
    );
    expect(response.status).toBe(200);
    await bucket.file('checked').delete();
  });
});

describe('preconditions', () => {
  test('generation 0 creates once only', async () => {
    const file = bucket.file('once');
    const options = { resumable: false, preconditionOpts: { ifGenerationMatch: 0 } };
    const results = await Promise.allSettled([
      file.save('a', options),
      file.save('b', options),
      file.save('c', options),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 412 });
    }
  });

  test('another generation or metageneration refuses writing, patching and deleting with 412', async () => {
    const file = bucket.file('guarded');
    await file.save('x', { resumable: false });
    const [{ generation }] = await file.getMetadata();
    const stale = { ifGenerationMatch: 1 };
    await expect(file.save('y', { resumable: false, preconditionOpts: stale })).rejects.toMatchObject({
      code: 412,
    });
    await expect(file.save('y', { resumable: true, preconditionOpts: stale })).rejects.toMatchObject({
      code: 412,
    });
    await expect(file.delete(stale)).rejects.toMatchObject({ code: 412 });
    await expect(
      file.setMetadata({ contentType: 'a/b' }, { ifMetagenerationMatch: 9 }),
    ).rejects.toMatchObject({ code: 412 });
    expect(String((await file.download())[0])).toBe('x');
    await file.save('y', { resumable: false, preconditionOpts: { ifGenerationMatch: Number(generation) } });
    expect(String((await file.download())[0])).toBe('y');
  });
});

describe('listings', () => {
  beforeAll(async () => {
    const [listed] = await server.storage.createBucket('listed');
    for (const name of ['a/1', 'a/2', 'a/b/3', 'b/4', 'c', 'ñ'])
      await listed.file(name).save(name, { resumable: false });
  });

  test('hold the names below a prefix in order', async () => {
    const [files] = await server.storage.bucket('listed').getFiles({ prefix: 'a/' });
    expect(files.map(({ name }) => name)).toEqual(['a/1', 'a/2', 'a/b/3']);
  });

  test('fold names behind a delimiter', async () => {
    const [files, , response] = await server.storage
      .bucket('listed')
      .getFiles({ delimiter: '/', autoPaginate: false });
    expect(files.map(({ name }) => name)).toEqual(['c', 'ñ']);
    expect(response).toMatchObject({ prefixes: ['a/', 'b/'] });
  });

  test.each([1, 2, 5])('go through every name once in pages of %i', async (maxResults) => {
    const names: string[] = [];
    let query: GetFilesOptions | null = { maxResults, autoPaginate: false };
    while (query !== null) {
      const [page, next]: GetFilesResponse = await server.storage.bucket('listed').getFiles(query);
      expect(page.length).toBeLessThanOrEqual(maxResults);
      names.push(...page.map(({ name }) => name));
      query = next as GetFilesOptions | null;
    }
    expect(names).toEqual(['a/1', 'a/2', 'a/b/3', 'b/4', 'c', 'ñ']);
  });

  test('count folded names towards the page', async () => {
    const listed = server.storage.bucket('listed');
    const [files, next, response] = await listed.getFiles({
      delimiter: '/',
      maxResults: 2,
      autoPaginate: false,
    });
    expect([files, (response as { prefixes: string[] }).prefixes]).toEqual([[], ['a/', 'b/']]);
    const [rest] = await listed.getFiles({ ...next, autoPaginate: false });
    expect(rest.map(({ name }) => name)).toEqual(['c', 'ñ']);
  });
});

test('what the server does not know it says, in the shape of the JSON API', async () => {
  const response = await fetch(`${server.endpoint}/storage/v1/b/documents/iam`);
  expect(response.status).toBe(501);
  expect(await response.json()).toMatchObject({ error: { code: 501 } });
});

// Last, so that it speaks of all the requests above.
test('no request made the server fail inside', () => {
  expect(server.errors).toEqual([]);
});
