import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type Tenant, type TestApi, uploadForm } from '../testing/api.ts';
import { accepted, expectNothingStored, newReport, refused, stored } from '../testing/uploads.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

const mapping = { as: 'report', columns: { detail: 'Concepto', amount: { letter: 'F' } }, headerRow: 1 };

async function send(tenant: Tenant, bytes: Uint8Array, reading: unknown, headers = {}): Promise<Response> {
  const text = typeof reading === 'string' ? reading : JSON.stringify(reading);
  const body = uploadForm(bytes, 'libro.xlsx', text);
  return await tenant.request('/v1/documents', { method: 'POST', body, headers });
}

describe('how a file is to be read', () => {
  test('is kept with its document', async () => {
    const tenant = await api.tenant();
    const reading = { year: 2025, mapping };
    const response = await send(tenant, newReport(), reading);
    expect(response.status).toBe(202);
    const { document } = await accepted(response);
    expect(document.reading).toEqual(reading);
    const again = await tenant.request(`/v1/documents/${document.id}`);
    expect(await again.json()).toMatchObject({ reading });
  });

  test('makes the same bytes another document, and the same document when it is the same', async () => {
    const tenant = await api.tenant();
    const bytes = newReport();
    const plain = await accepted(await tenant.upload(bytes));
    const first = await accepted(await send(tenant, bytes, { year: 2025, mapping }));
    const other = await accepted(await send(tenant, bytes, { year: 2024, mapping }));
    // The same meaning in another order of keys.
    const same = await accepted(await send(tenant, bytes, { mapping, year: 2025 }));
    expect(new Set([plain, first, other].map(({ document }) => document.id)).size).toBe(3);
    expect(same).toMatchObject({ alreadyUploaded: true, document: { id: first.document.id } });
    expect((await stored(api, tenant)).objects).toHaveLength(3);
  });

  test('belongs to the request that an Idempotency-Key stands for', async () => {
    const tenant = await api.tenant();
    const bytes = newReport();
    const key = { 'idempotency-key': 'one-intent' };
    expect((await send(tenant, bytes, { year: 2025 }, key)).status).toBe(202);
    const response = await send(tenant, bytes, { year: 2024 }, key);
    expect(response.status).toBe(409);
    expect((await refused(response)).code).toBe('idempotency_key_reused');
  });

  test.for([
    ['no JSON', '{', 'invalid_request', 'reading'],
    ['nothing said', '{}', 'invalid_request', 'reading'],
    ['a field of ours that does not exist', { yaer: 2025 }, 'invalid_request', 'reading'],
    ['a year far away', { year: 20_25_0 }, 'invalid_request', 'reading.year'],
    [
      'a document type that is a sentence',
      { taxpayer: { documentType: 'cédula', number: '1098765401', name: '' } },
      'invalid_request',
      'reading.taxpayer.documentType',
    ],
    [
      'a mapping without amounts',
      { mapping: { columns: { detail: 'A' } } },
      'invalid_request',
      'reading.mapping.columns.amount',
    ],
    [
      'more than a form field may hold',
      JSON.stringify({ year: 2025, padding: 'x'.repeat(20_000) }),
      'invalid_request',
      'reading',
    ],
  ] as const)(
    'with %s is refused, naming the field, and nothing is stored',
    async ([, reading, code, field]) => {
      const tenant = await api.tenant();
      const response = await send(tenant, newReport(), reading);
      expect(response.status).toBe(400);
      const body = await refused(response);
      expect(body).toMatchObject({
        code,
        details: { fields: expect.arrayContaining([expect.objectContaining({ location: 'body', field })]) },
      });
      await expectNothingStored(api, tenant);
    },
  );

  test('with letters alone is refused until it says where the headings are', async () => {
    const tenant = await api.tenant();
    const columns = { detail: { letter: 'A' }, amount: { letter: 'B' } };
    const response = await send(tenant, newReport(), { mapping: { columns } });
    expect(response.status).toBe(400);
    expect(await refused(response)).toMatchObject({
      code: 'mapping_header_row_needed',
      detail: expect.stringContaining('fila'),
    });
    await expectNothingStored(api, tenant);
  });
});
