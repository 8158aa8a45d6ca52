import { buildBulkWorkbook, buildBulkXml } from '@accountia/excel-parser/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type Tenant, type TestApi, uploadForm } from '../testing/api.ts';
import { accepted, expectNothingStored, refused, stored } from '../testing/uploads.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

async function send(tenant: Tenant, bytes: Uint8Array, reading: unknown): Promise<Response> {
  const body = uploadForm(bytes, 'libro.xlsx', JSON.stringify(reading));
  return await tenant.request('/v1/documents', { method: 'POST', body });
}

describe('what companies file', () => {
  test('is taken as a workbook', async () => {
    const tenant = await api.tenant();
    const response = await tenant.upload(buildBulkWorkbook({ format: '1001' }).bytes, '1001.xlsx');
    expect(response.status).toBe(202);
    expect((await accepted(response)).document).toMatchObject({ state: 'uploaded', bulk: null });
  });

  test.each(['iso-8859-1', 'utf-8'] as const)(
    "is taken as DIAN's XML in %s, and kept as XML",
    async (encoding) => {
      const tenant = await api.tenant();
      const { bytes, fileName } = buildBulkXml({ format: '1003', encoding });
      const response = await tenant.upload(bytes, fileName);
      expect(response.status).toBe(202);
      const { document } = await accepted(response);
      expect(document.filename).toBe(fileName);
      const { documents, objects, runs } = await stored(api, tenant);
      expect(documents).toMatchObject([{ content_type: 'application/xml' }]);
      expect(objects).toEqual([expect.stringMatching(/original\.xml$/)]);
      expect(runs).toMatchObject([{ task: 'exogena.process-file', document_id: document.id }]);
      const again = await tenant.upload(bytes, 'otro.xml');
      expect(again.status).toBe(200);
      expect(await accepted(again)).toMatchObject({ alreadyUploaded: true, document: { id: document.id } });
    },
  );

  test.each([
    ['an XML of somebody else', Buffer.from('<?xml version="1.0"?><factura/>'), 415, 'not_a_workbook', /XML/],
    [
      'an XML with a document type',
      buildBulkXml({ format: '1001', prolog: '<!DOCTYPE mas [<!ENTITY a "b">]>' }).bytes,
      422,
      'unsafe_workbook',
      /peligroso/,
    ],
    [
      'an XML that breaks at once',
      Buffer.from('<?xml version="1.0"?><mas></otro>'),
      422,
      'corrupt_workbook',
      /XML/,
    ],
    ['a web page', Buffer.from('<html><body/></html>'), 415, 'not_a_workbook', /página web/],
  ] as const)('%s is refused, and nothing is stored', async (_what, bytes, status, code, detail) => {
    const tenant = await api.tenant();
    const response = await tenant.upload(bytes, 'archivo.xml');
    expect(response.status).toBe(status);
    expect(await refused(response)).toMatchObject({ code, detail: expect.stringMatching(detail) });
    await expectNothingStored(api, tenant);
  });

  test('keeps how it is to be read: format, reporter and mapping of its columns', async () => {
    const tenant = await api.tenant();
    const { bytes } = buildBulkWorkbook({ format: '1008', header: 'attributes' });
    const reading = {
      year: 2025,
      taxpayer: { documentType: 'NIT', number: '900123456', name: 'EMPRESA INVENTADA S.A.S.' },
      format: '1008',
      mapping: {
        as: 'bulk',
        format: '1008',
        columns: { nid: 'NIT', sal: { letter: 'F' } },
        amounts: ['Valor de más'],
        headerRow: 1,
      },
    };
    const response = await send(tenant, bytes, reading);
    expect(response.status).toBe(202);
    expect((await accepted(response)).document.reading).toEqual(reading);
  });

  const columns = { nid: 'NIT', pago: 'Valor' };
  test.for([
    ['no format', { mapping: { as: 'bulk', columns } }, 'invalid_request', 'reading.mapping.format'],
    ['a format that is no code', { format: 'mil' }, 'invalid_request', 'reading.format'],
    [
      'another kind of mapping',
      { mapping: { as: 'otro', columns } },
      'invalid_request',
      'reading.mapping.as',
    ],
    [
      'an unknown format',
      { mapping: { as: 'bulk', format: '9999', columns } },
      'mapping_format_unknown',
      null,
    ],
    [
      'an unknown attribute',
      { mapping: { as: 'bulk', format: '1001', columns: { ...columns, nada: 'A' } } },
      'mapping_field_unknown',
      null,
    ],
    [
      'no amount',
      { mapping: { as: 'bulk', format: '1001', columns: { nid: 'NIT' } } },
      'mapping_field_missing',
      null,
    ],
  ] as const)('with %s in its mapping is refused', async ([, reading, code, field]) => {
    const tenant = await api.tenant();
    const response = await send(tenant, buildBulkWorkbook({ format: '1001' }).bytes, reading);
    expect(response.status).toBe(400);
    const body = await refused(response);
    expect(body.code).toBe(code);
    if (field === 'reading.mapping.as') expect(body.detail).toContain('uno de: report, bulk');
    if (field !== null) expect(body.details).toMatchObject({ fields: [{ location: 'body', field }] });
    await expectNothingStored(api, tenant);
  });

  test('as XML needs no mapping, and does not take one', async () => {
    const tenant = await api.tenant();
    const mapping = { as: 'bulk', format: '1001', columns };
    const response = await send(tenant, buildBulkXml({ format: '1001' }).bytes, { mapping });
    expect(response.status).toBe(400);
    expect((await refused(response)).details).toMatchObject({ fields: [{ field: 'reading.mapping' }] });
    await expectNothingStored(api, tenant);
  });
});
