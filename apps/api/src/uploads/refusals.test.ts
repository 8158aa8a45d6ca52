import { brokenFile, brokenFiles, writeZip } from '@accountia/excel-parser/testing';
import { MAX_UPLOAD_BYTES } from '@accountia/task-contracts/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type Tenant, type TestApi, uploadForm } from '../testing/api.ts';
import { expectNothingStored, newReport, refused } from '../testing/uploads.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

describe('what is not a report', () => {
  /** A workbook that opens is accepted; whether its cells make sense is for the worker to say. */
  const STATUSES: Record<string, number> = {
    empty_file: 422,
    not_a_workbook: 415,
    pdf_file: 415,
    legacy_xls: 415,
    encrypted_workbook: 422,
    truncated_workbook: 422,
    missing_part: 422,
  };
  const rejectedAtTheDoor = brokenFiles().filter(({ code }) => code in STATUSES);

  test.each(rejectedAtTheDoor.map((file) => [file.name, file] as const))(
    '%s is refused by its bytes',
    async (_name, file) => {
      const tenant = await api.tenant();
      const response = await tenant.upload(file.bytes, 'reporte.xlsx');
      expect(response.status).toBe(STATUSES[file.code]);
      const body = await refused(response);
      expect(body).toMatchObject({ code: file.code, type: `https://accountia.dev/problems/${file.code}` });
      expect(body.title).not.toBe('Error interno');
      expect(body.detail).toMatch(/[a-zñáéíóú]{4}.*\.$/i);
      await expectNothingStored(api, tenant);
    },
  );

  test('every refusal of the door has its own words', async () => {
    const tenant = await api.tenant();
    const details = new Map<string, string>();
    for (const file of rejectedAtTheDoor)
      details.set(file.code, (await refused(await tenant.upload(file.bytes))).detail);
    expect(new Set(details.values()).size).toBe(Object.keys(STATUSES).length);
  });

  test('a workbook of another shape is accepted, for only reading it tells', async () => {
    const tenant = await api.tenant();
    expect((await tenant.upload(brokenFile('other-shape.xlsx').bytes)).status).toBe(202);
  });

  test('a list of sheets that inflates without end is refused before it is read whole', async () => {
    const tenant = await api.tenant();
    const bomb = writeZip([{ name: '_rels/.rels', data: Buffer.alloc(64 * 1024 * 1024, ' ') }]);
    const response = await tenant.upload(bomb);
    expect(response.status).toBe(422);
    expect(await refused(response)).toMatchObject({ code: 'limit_exceeded' });
    await expectNothingStored(api, tenant);
  });
});

describe('the form', () => {
  async function post(
    tenant: Tenant,
    body: FormData | Buffer<ArrayBuffer> | string,
    headers: Record<string, string> = {},
  ) {
    return await tenant.request('/v1/documents', { method: 'POST', body, headers });
  }

  test('a body of another type is a 415', async () => {
    const tenant = await api.tenant();
    for (const headers of [
      { 'content-type': 'application/json' },
      { 'content-type': 'multipart/form-data' },
    ]) {
      const response = await post(tenant, newReport(), headers);
      expect(response.status).toBe(415);
      expect(await refused(response)).toMatchObject({ code: 'unsupported_media_type' });
    }
    await expectNothingStored(api, tenant);
  });

  test('a broken form, one without the file, and one with two are each told apart', async () => {
    const tenant = await api.tenant();
    const broken = await post(tenant, '--x\r\nnonsense', {
      'content-type': 'multipart/form-data; boundary=x',
    });
    expect([broken.status, (await refused(broken)).code]).toEqual([400, 'invalid_multipart']);
    const other = new FormData();
    other.append('archivo', new File([newReport()], 'a.xlsx'));
    const missing = await post(tenant, other);
    expect([missing.status, (await refused(missing)).code]).toEqual([400, 'file_missing']);
    const text = new FormData();
    text.append('file', 'not a file');
    expect((await refused(await post(tenant, text))).code).toBe('file_missing');
    const two = uploadForm(newReport(), 'a.xlsx');
    two.append('file', new File([newReport()], 'b.xlsx'));
    const many = await post(tenant, two);
    expect([many.status, (await refused(many)).code]).toEqual([400, 'too_many_files']);
    await expectNothingStored(api, tenant);
  });
});

describe('size', () => {
  const tooMuch = Buffer.alloc(26 * 1024 * 1024);

  test('a file of 26 MiB is a 413 that says the limit', async () => {
    const tenant = await api.tenant();
    const response = await tenant.upload(tooMuch);
    expect(response.status).toBe(413);
    expect(await refused(response)).toMatchObject({
      code: 'file_too_large',
      detail: expect.stringContaining('25 MiB'),
    });
    await expectNothingStored(api, tenant);
  });

  test('one byte over the limit is over, and the limit itself is not', async () => {
    const tenant = await api.tenant();
    const over = await tenant.upload(Buffer.alloc(MAX_UPLOAD_BYTES + 1));
    expect([over.status, (await refused(over)).code]).toEqual([413, 'file_too_large']);
    const exact = await tenant.upload(Buffer.alloc(MAX_UPLOAD_BYTES));
    expect([exact.status, (await refused(exact)).code]).toEqual([415, 'not_a_workbook']);
  });

  test.each([
    ['absent', {}],
    ['a lie', { 'content-length': '100' }],
  ])(
    'a length that is %s does not matter: what comes is counted, and no more is taken than the limit',
    async (_kind, lie) => {
      const tenant = await api.tenant();
      let sent = 0;
      const endless = new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += 1024 * 1024;
          controller.enqueue(new Uint8Array(1024 * 1024));
        },
      });
      const response = await tenant.request('/v1/documents', {
        method: 'POST',
        body: endless,
        headers: { 'content-type': 'multipart/form-data; boundary=x', ...lie },
        duplex: 'half',
      } as RequestInit);
      expect(response.status).toBe(413);
      expect(sent).toBeLessThan(30 * 1024 * 1024);
      await expectNothingStored(api, tenant);
    },
  );
});
