import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { requestCancel } from '@accountia/db';
import { createObjectStore } from '@accountia/gcs';
import { documentAccepted } from '@accountia/task-contracts/api';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi } from '../app.ts';
import { startTestApi, type TestApi, uploadForm } from '../testing/api.ts';
import { accepted, expectNothingStored, newReport, refused, stored } from '../testing/uploads.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

describe('a sound report', () => {
  test('is accepted with the run that will read it, and kept byte for byte', async () => {
    const tenant = await api.tenant();
    const bytes = newReport();
    const response = await tenant.upload(bytes, '../año 2025\u202E.xlsx');
    expect(response.status).toBe(202);
    const { document, run, alreadyUploaded } = await accepted(response);
    expect(document).toMatchObject({
      filename: 'año 2025.xlsx',
      state: 'uploaded',
      sizeBytes: bytes.length,
      entryCount: 0,
    });
    expect(run).toMatchObject({ task: 'exogena.process-file', state: 'queued', documentId: document.id });
    expect(alreadyUploaded).toBe(false);

    const { objects, documents } = await stored(api, tenant);
    expect(objects).toEqual([documents[0]!.object_name]);
    expect(objects[0]).not.toContain('2025.xlsx');
    const kept = await api.objectStore.read(objects[0]!, { maxBytes: bytes.length });
    expect(kept.equals(bytes)).toBe(true);
  });

  test('is offered for download by a signed address that gives the original', async () => {
    const tenant = await api.tenant();
    const bytes = newReport();
    const { document } = await accepted(await tenant.upload(bytes, 'mi reporte.xlsx'));
    const response = await tenant.request(`/v1/documents/${document.id}/download`);
    expect(response.status).toBe(302);
    const download = await fetch(response.headers.get('location')!);
    expect(download.status).toBe(200);
    expect(download.headers.get('content-disposition')).toContain('mi%20reporte.xlsx');
    expect(Buffer.from(await download.arrayBuffer()).equals(bytes)).toBe(true);
  });
});

describe('the same bytes again', () => {
  test('store nothing new and answer with the document and its run', async () => {
    const tenant = await api.tenant();
    const bytes = newReport();
    const first = await accepted(await tenant.upload(bytes));
    const response = await tenant.upload(bytes, 'otro nombre.xlsx');
    expect(response.status).toBe(200);
    const again = await accepted(response);
    expect(again).toMatchObject({
      alreadyUploaded: true,
      document: { id: first.document.id },
      run: { id: first.run.id },
    });
    expect(await stored(api, tenant)).toMatchObject({
      documents: { length: 1 },
      runs: { length: 1 },
      objects: { length: 1 },
    });
  });

  test('sent many times at once become one document, one run and one object', async () => {
    const tenant = await api.tenant();
    const bytes = newReport();
    const responses = await Promise.all(Array.from({ length: 8 }, () => tenant.upload(bytes)));
    expect(responses.map(({ status }) => status).toSorted()).toEqual([...Array<number>(7).fill(200), 202]);
    const bodies = await Promise.all(responses.map(accepted));
    expect(new Set(bodies.map(({ document }) => document.id)).size).toBe(1);
    expect(new Set(bodies.map(({ run }) => run.id)).size).toBe(1);
    expect(await stored(api, tenant)).toMatchObject({
      documents: { length: 1 },
      runs: { length: 1 },
      objects: { length: 1 },
    });
  });

  test('start a new run when the first one was cancelled before it read them', async () => {
    const tenant = await api.tenant();
    const bytes = newReport();
    const first = await accepted(await tenant.upload(bytes));
    await requestCancel(api.db, tenant.organizationId, first.run.id);
    const again = await accepted(await tenant.upload(bytes));
    expect(again).toMatchObject({
      alreadyUploaded: true,
      document: { id: first.document.id },
      run: { state: 'queued' },
    });
    expect(again.run.id).not.toBe(first.run.id);
  });

  test('from another organization are another document', async () => {
    const [one, other] = [await api.tenant('Una'), await api.tenant('Otra')];
    const bytes = newReport();
    const first = await accepted(await one.upload(bytes));
    const second = await other.upload(bytes);
    expect(second.status).toBe(202);
    expect((await accepted(second)).document.id).not.toBe(first.document.id);
  });
});

describe('Idempotency-Key', () => {
  const key = (name: string) => ({ 'idempotency-key': name });

  test('the same request gets the same answer again, word for word, whatever happened meanwhile', async () => {
    const tenant = await api.tenant();
    const bytes = newReport();
    const first = await tenant.upload(bytes, 'a.xlsx', key('upload-1'));
    expect(first.status).toBe(202);
    const body = await first.text();
    await requestCancel(api.db, tenant.organizationId, documentAccepted.parse(JSON.parse(body)).run.id);
    const again = await tenant.upload(bytes, 'a.xlsx', key('upload-1'));
    expect(again.status).toBe(202);
    expect(await again.text()).toBe(body);
    expect(await stored(api, tenant)).toMatchObject({
      documents: { length: 1 },
      runs: { length: 1 },
      objects: { length: 1 },
    });
  });

  test('another file, another name or another operation under a used key is a 409 that stores nothing', async () => {
    const tenant = await api.tenant();
    const bytes = newReport();
    await tenant.upload(bytes, 'a.xlsx', key('upload-2'));
    const before = await stored(api, tenant);
    for (const response of [
      await tenant.upload(newReport(), 'a.xlsx', key('upload-2')),
      await tenant.upload(bytes, 'b.xlsx', key('upload-2')),
    ]) {
      expect(response.status).toBe(409);
      expect(await refused(response)).toMatchObject({ code: 'idempotency_key_reused' });
    }
    expect(await stored(api, tenant)).toEqual(before);
  });

  test('the same request many times at once is done once', async () => {
    const tenant = await api.tenant();
    const bytes = newReport();
    const responses = await Promise.all(
      Array.from({ length: 8 }, () => tenant.upload(bytes, 'a.xlsx', key('upload-3'))),
    );
    const bodies = await Promise.all(responses.map((response) => response.text()));
    expect(responses.map(({ status }) => status)).toEqual(Array<number>(8).fill(202));
    expect(new Set(bodies).size).toBe(1);
    expect(await stored(api, tenant)).toMatchObject({
      documents: { length: 1 },
      runs: { length: 1 },
      objects: { length: 1 },
    });
  });

  test('different files at once under one key: one is stored, the others are refused', async () => {
    const tenant = await api.tenant();
    const responses = await Promise.all(
      Array.from({ length: 4 }, () => tenant.upload(newReport(), 'a.xlsx', key('upload-4'))),
    );
    expect(responses.map(({ status }) => status).toSorted()).toEqual([202, 409, 409, 409]);
    expect(await stored(api, tenant)).toMatchObject({
      documents: { length: 1 },
      runs: { length: 1 },
      objects: { length: 1 },
    });
  });

  test('a key of one organization means nothing to another', async () => {
    const [one, other] = [await api.tenant('Una'), await api.tenant('Otra')];
    expect((await one.upload(newReport(), 'a.xlsx', key('shared'))).status).toBe(202);
    expect((await other.upload(newReport(), 'a.xlsx', key('shared'))).status).toBe(202);
  });

  test.each(['', 'with space', 'x'.repeat(201)])(
    'a key that is not one word of at most 200 signs is a 400: %j',
    async (name) => {
      const tenant = await api.tenant();
      const response = await tenant.upload(newReport(), 'a.xlsx', key(name));
      expect(response.status).toBe(400);
      expect((await refused(response)).details?.['fields']).toMatchObject([
        { location: 'header', field: 'idempotency-key' },
      ]);
      await expectNothingStored(api, tenant);
    },
  );
});

describe('when something fails after the file was stored', () => {
  test('nothing is left: no document, no run, no object, and the key may be used again', async () => {
    const tenant = await api.tenant();
    const bytes = newReport();
    const key = { 'idempotency-key': 'after-a-failure' };
    await sql`
      create function refuse_runs() returns trigger language plpgsql as
      $$ begin raise exception 'no more runs'; end $$
    `.execute(api.db);
    await sql`create trigger refuse before insert on runs for each row execute function refuse_runs()`.execute(
      api.db,
    );
    try {
      const response = await tenant.upload(bytes, 'a.xlsx', key);
      expect(response.status).toBe(500);
      const body = await response.text();
      expect(JSON.parse(body)).toMatchObject({ code: 'internal_error' });
      expect(body).not.toContain('no more runs');
      await expectNothingStored(api, tenant);
    } finally {
      await sql`drop trigger refuse on runs`.execute(api.db);
      await sql`drop function refuse_runs`.execute(api.db);
    }
    expect((await tenant.upload(bytes, 'a.xlsx', key)).status).toBe(202);
  });

  test('an object store that is away is a 503, and nothing is stored', async () => {
    const tenant = await api.tenant();
    const nowhere = createServer((_request, response) => response.writeHead(503).end());
    await new Promise<void>((resolve) => nowhere.listen(0, '127.0.0.1', resolve));
    const { port } = nowhere.address() as { port: number };
    const app = createApi({
      ...api.dependencies,
      objectStore: createObjectStore({ bucket: 'none', apiEndpoint: `http://127.0.0.1:${port}` }),
      uploads: { ...api.dependencies.uploads, storeTimeoutMs: 200 },
    });
    const response = await app.request('/v1/documents', {
      method: 'POST',
      body: uploadForm(newReport(), 'a.xlsx'),
      headers: { authorization: `Bearer ${tenant.key}` },
    });
    expect(response.status).toBe(503);
    expect(await refused(response)).toMatchObject({ code: 'service_unavailable' });
    await expectNothingStored(api, tenant);
    nowhere.closeAllConnections();
    nowhere.close();
  });

  test('an upload that stops halfway ends with the deadline and leaves nothing', async () => {
    const tenant = await api.tenant();
    const app = createApi({ ...api.dependencies, uploads: { ...api.dependencies.uploads, timeoutMs: 100 } });
    const form = await buffer(new Response(uploadForm(newReport(), 'a.xlsx')).body!);
    const stalled = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(form.subarray(0, 200)),
    });
    const response = await app.request('/v1/documents', {
      method: 'POST',
      body: stalled,
      headers: { authorization: `Bearer ${tenant.key}`, 'content-type': 'multipart/form-data; boundary=x' },
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(408);
    expect(await refused(response)).toMatchObject({ code: 'upload_timeout' });
    await expectNothingStored(api, tenant);
  });
});

test('more uploads than slots and queue are told to come back, and the others are served', async () => {
  const tenant = await api.tenant();
  const app = createApi({
    ...api.dependencies,
    uploads: { ...api.dependencies.uploads, concurrency: 1, queue: 1 },
  });
  const responses = await Promise.all(
    Array.from(
      { length: 4 },
      async () =>
        await app.request('/v1/documents', {
          method: 'POST',
          body: uploadForm(newReport(), 'a.xlsx'),
          headers: { authorization: `Bearer ${tenant.key}` },
        }),
    ),
  );
  expect(responses.map(({ status }) => status).toSorted()).toEqual([202, 202, 429, 429]);
  const late = responses.find(({ status }) => status === 429)!;
  expect(late.headers.get('retry-after')).toBe('2');
  expect(await refused(late)).toMatchObject({ code: 'too_many_uploads' });
});
