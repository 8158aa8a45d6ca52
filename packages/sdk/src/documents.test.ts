import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClient } from './client.ts';
import { collect } from './testing/collect.ts';
import {
  type ContractServer,
  json,
  problem,
  type ReceivedRequest,
  startContractServer,
} from './testing/contract-server.ts';
import {
  DECLARATION_ID,
  DOCUMENT_ID,
  sampleAccepted,
  sampleDocument,
  sampleEntry,
  sampleRecord,
} from './testing/samples.ts';

let server: ContractServer;
beforeEach(async () => {
  server = await startContractServer();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
});

const client = () => createClient({ baseUrl: server.url, apiKey: 'ack_test' });
const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 31) % 256);

async function formOf(request: ReceivedRequest): Promise<FormData> {
  const contentType = String(request.headers['content-type']);
  return await new Response(new Uint8Array(request.body), {
    headers: { 'content-type': contentType },
  }).formData();
}

async function uploadedFile(request: ReceivedRequest): Promise<{ name: string; sha256: string }> {
  const form = await formOf(request);
  const file = form.get('file');
  if (!(file instanceof File)) throw new Error('no file in the form');
  return { name: file.name, sha256: sha256(new Uint8Array(await file.arrayBuffer())) };
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function webStream(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (let start = 0; start < bytes.length; start += 40_000)
        controller.enqueue(bytes.subarray(start, start + 40_000));
      controller.close();
    },
  });
}

describe('upload', () => {
  test.for([
    ['a Blob', () => new Blob([bytes])],
    ['bytes', () => bytes],
    ['a view into a larger buffer', () => new Uint8Array([0, ...bytes, 0]).subarray(1, -1)],
    ['an ArrayBuffer', () => bytes.slice().buffer],
    [
      'bytes in shared memory',
      () => {
        const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
        shared.set(bytes);
        return shared;
      },
    ],
    ['a web stream', webStream],
    ['a Node.js stream', () => Readable.from([bytes.subarray(0, 7), bytes.subarray(7)])],
  ] as const)('sends %s byte by byte under its file name', async ([, make]) => {
    server.on('POST /v1/documents', (_request, response) => json(response, sampleAccepted(), 202));
    const accepted = await client().documents.upload({ data: make(), filename: 'reporte exógena ñ.xlsx' });
    expect(accepted).toEqual(sampleAccepted());
    expect(await uploadedFile(server.received[0]!)).toEqual({
      name: 'reporte exógena ñ.xlsx',
      sha256: sha256(bytes),
    });
  });

  test('that is retried sends the same key and the same bytes, also from a stream', async () => {
    server.on('POST /v1/documents', ({ turn }, response) => {
      if (turn === 1) response.destroy();
      else if (turn === 2)
        problem(response, 429, 'too_many_requests', 'Espere', { headers: { 'retry-after': '0' } });
      else json(response, sampleAccepted(), 202);
    });
    await client().documents.upload({ data: webStream(), filename: 'reporte.xlsx' });
    expect(server.received).toHaveLength(3);
    const keys = server.received.map((request) => request.headers['idempotency-key']);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    // The first request was read in full before its connection was cut.
    const files = await Promise.all(server.received.map(uploadedFile));
    expect(files.map((file) => file.sha256)).toEqual(Array(3).fill(sha256(bytes)));
  });

  test('uses the key of the caller, and another one for each other upload', async () => {
    server.on('POST /v1/documents', (_request, response) => json(response, sampleAccepted(), 202));
    const { documents } = client();
    await documents.upload({ data: bytes, filename: 'a.xlsx', idempotencyKey: 'mine' });
    await documents.upload({ data: bytes, filename: 'a.xlsx' });
    await documents.upload({ data: bytes, filename: 'a.xlsx' });
    const keys = server.received.map((request) => request.headers['idempotency-key']);
    expect(keys[0]).toBe('mine');
    expect(new Set(keys).size).toBe(3);
  });

  test('tells how the file is to be read, as JSON before the file', async () => {
    server.on('POST /v1/documents', (_request, response) => json(response, sampleAccepted(), 202));
    const reading = { year: 2025, mapping: { columns: { detail: 'Concepto', amount: { letter: 'F' } } } };
    await client().documents.upload({ data: bytes, filename: 'a.xlsx', reading });
    const form = await formOf(server.received[0]!);
    expect([...form.keys()]).toEqual(['reading', 'file']);
    expect(JSON.parse(String(form.get('reading')))).toEqual(reading);
  });

  test('that is refused is not sent again', async () => {
    server.on('POST /v1/documents', (_request, response) =>
      problem(response, 413, 'file_too_large', 'El archivo supera 25 MiB', {
        details: { maxBytes: 26_214_400 },
      }),
    );
    const upload = client().documents.upload({ data: bytes, filename: 'a.xlsx' });
    await expect(upload).rejects.toMatchObject({ status: 413, details: { maxBytes: 26_214_400 } });
    expect(server.received).toHaveLength(1);
  });
});

describe('reading', () => {
  test('listAll walks over all pages with the filters of the first', async () => {
    const [first, second] = [sampleDocument(), sampleDocument({ id: DECLARATION_ID })];
    server.on('GET /v1/documents', ({ url }, response) => {
      const more = url.includes('cursor=next');
      json(response, { items: [more ? second : first], nextCursor: more ? null : 'next' });
    });
    const found = await collect(client().documents.listAll({ state: 'processed' }));
    expect(found).toEqual([first, second]);
    expect(server.received.map((request) => request.url)).toEqual([
      '/v1/documents?state=processed',
      '/v1/documents?state=processed&cursor=next',
    ]);
  });

  test('listAll asks for no page that nobody reads', async () => {
    server.on('GET /v1/documents', (_request, response) =>
      json(response, { items: [sampleDocument()], nextCursor: 'next' }),
    );
    for await (const document of client().documents.listAll()) {
      expect(document.id).toBe(DOCUMENT_ID);
      break;
    }
    expect(server.received).toHaveLength(1);
  });

  test('entries come with their filters, by document and by declaration', async () => {
    const page = { items: [sampleEntry(20)], nextCursor: null };
    server.on(`GET /v1/documents/${DOCUMENT_ID}/entries`, (_request, response) => json(response, page));
    server.on(`GET /v1/declarations/${DECLARATION_ID}/entries`, (_request, response) => json(response, page));
    const { documents, declarations } = client();
    expect(await documents.entries(DOCUMENT_ID, { category: 'labour_income', box: 32 })).toEqual(page);
    expect(await collect(declarations.entriesAll(DECLARATION_ID, { tope: 1 }))).toEqual(page.items);
    expect(server.received.map((request) => request.url.split('?')[1])).toEqual([
      'category=labour_income&box=32',
      'tope=1',
    ]);
  });

  test('an amount past 2^53 keeps all its digits', async () => {
    const entry = { ...sampleEntry(20), amount: '9007199254740993000' };
    server.on(`GET /v1/documents/${DOCUMENT_ID}/entries`, (_request, response) =>
      json(response, { items: [entry], nextCursor: null }),
    );
    const page = await client().documents.entries(DOCUMENT_ID);
    expect(BigInt(page.items[0]!.amount)).toBe(9_007_199_254_740_993_000n);
  });

  test('records come page after page with their filter, and their amounts keep all digits', async () => {
    server.on(`GET /v1/documents/${DOCUMENT_ID}/records`, ({ turn }, response) =>
      json(response, { items: [sampleRecord(turn)], nextCursor: turn === 1 ? 'next' : null }),
    );
    const items = await collect(client().documents.recordsAll(DOCUMENT_ID, { concept: '5002', limit: 1 }));
    expect(items).toEqual([sampleRecord(1), sampleRecord(2)]);
    expect(BigInt(items[0]!.amounts[0]!.amount)).toBe(9_007_199_254_740_993n);
    expect(server.received.map((request) => request.url.split('?')[1])).toEqual([
      'concept=5002&limit=1',
      'concept=5002&limit=1&cursor=next',
    ]);
  });

  test('recordTotals asks for the sums of what a filter finds', async () => {
    const totals = {
      documentId: DOCUMENT_ID,
      recordCount: 0,
      amount: '0',
      columns: [],
      concepts: [],
      moreConcepts: false,
    };
    server.on(`GET /v1/documents/${DOCUMENT_ID}/records/totals`, (_request, response) =>
      json(response, totals),
    );
    expect(await client().documents.recordTotals(DOCUMENT_ID, { partyNumber: '900123456' })).toEqual(totals);
    expect(server.received[0]!.url).toMatch(/\?partyNumber=900123456$/);
  });

  test('downloadUrl gives the link that the API redirects to, without following it', async () => {
    const link = 'https://storage.example.co/object?signature=1';
    server.on(`GET /v1/documents/${DOCUMENT_ID}/download`, (_request, response) => {
      response.writeHead(302, { location: link }).end();
    });
    expect(await client().documents.downloadUrl(DOCUMENT_ID)).toBe(link);
  });

  test('downloadUrl of a purged document is the refusal of the API, and of no redirect an error', async () => {
    server.on(`GET /v1/documents/${DOCUMENT_ID}/download`, ({ turn }, response) => {
      if (turn === 1) problem(response, 410, 'document_purged', 'El archivo ya se eliminó');
      else json(response, {});
    });
    await expect(client().documents.downloadUrl(DOCUMENT_ID)).rejects.toMatchObject({
      status: 410,
      code: 'document_purged',
    });
    await expect(client().documents.downloadUrl(DOCUMENT_ID)).rejects.toMatchObject({
      code: 'invalid_response',
    });
  });
});
