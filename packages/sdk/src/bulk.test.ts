import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClient } from './client.ts';
import { type ContractServer, json, problem, startContractServer } from './testing/contract-server.ts';
import { DECLARATION_ID, DOCUMENT_ID, sampleRun } from './testing/samples.ts';

let server: ContractServer;
beforeEach(async () => {
  server = await startContractServer();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
});

const client = () => createClient({ baseUrl: server.url, apiKey: 'ack_test' });

describe('starting many runs', () => {
  test('sends the cause of the failed ones as JSON and answers with how many', async () => {
    server.on('POST /v1/runs/redrive', (_request, response) =>
      json(response, { redriven: 2, more: true }, 202),
    );
    const cause = { errorCode: 'object_store_unavailable', limit: 2 };
    expect(await client().runs.redrive(cause)).toEqual({ redriven: 2, more: true });
    const [request] = server.received;
    expect(request?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(String(request?.body))).toEqual(cause);
  });

  test('is not repeated by itself: a second time would start the next ones', async () => {
    server.on('POST /v1/runs/redrive', (_request, response) =>
      problem(response, 503, 'service_unavailable', 'No responde'),
    );
    await expect(client().runs.redrive()).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(server.received).toHaveLength(1);
  });

  test('of a document is one request, however often it is sent', async () => {
    server.on(`POST /v1/documents/${DOCUMENT_ID}/reprocess`, ({ turn }, response) => {
      if (turn === 1) problem(response, 503, 'service_unavailable', 'No responde');
      else json(response, sampleRun(), 202);
    });
    expect(await client().documents.reprocess(DOCUMENT_ID)).toEqual(sampleRun());
    expect(new Set(server.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  test('of a declaration is one request, however often it is sent', async () => {
    const answer = {
      analysis: sampleRun({ state: 'blocked', declarationId: DECLARATION_ID }),
      documents: [{ documentId: DOCUMENT_ID, run: sampleRun() }],
    };
    server.on(`POST /v1/declarations/${DECLARATION_ID}/reprocess`, ({ turn }, response) => {
      if (turn === 1) problem(response, 429, 'queue_full', 'Espere', { headers: { 'retry-after': '0' } });
      else json(response, answer, 202);
    });
    expect(await client().declarations.reprocess(DECLARATION_ID)).toEqual(answer);
    const keys = server.received.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(1);
  });
});
