import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClient } from './client.ts';
import { collect } from './testing/collect.ts';
import { type ContractServer, json, problem, startContractServer } from './testing/contract-server.ts';
import {
  DECISION_ID,
  FINDING_ID,
  sampleDecision,
  sampleDraft,
  sampleDuplicate,
} from './testing/draft-samples.ts';
import { DECLARATION_ID } from './testing/samples.ts';

let server: ContractServer;
beforeEach(async () => {
  server = await startContractServer();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
});

const client = () => createClient({ baseUrl: server.url, apiKey: 'ack_test' });
const DECLARATION = `/v1/declarations/${DECLARATION_ID}`;
const sent = (index = 0): unknown => JSON.parse(server.received[index]!.body.toString('utf8'));

describe('drafts', () => {
  test('are asked for with what is told, as JSON and with a key, and again with the same one', async () => {
    server.on(`POST ${DECLARATION}/drafts`, ({ turn }, response) => {
      if (turn === 1) response.destroy();
      else json(response, sampleDraft(), 201);
    });
    const request = { facts: { dependants: 2, housingInterest: null }, decisions: { fees: 'with_costs' } };
    expect(await client().drafts.create(DECLARATION_ID, request)).toEqual(sampleDraft());
    expect(server.received).toHaveLength(2);
    for (const index of [0, 1]) {
      expect(sent(index)).toEqual(request);
      expect(server.received[index]!.headers['content-type']).toBe('application/json');
    }
    const keys = server.received.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('refused say which fields are wrong, and are not sent again', async () => {
    server.on(`POST ${DECLARATION}/drafts`, (_request, response) =>
      problem(response, 400, 'invalid_request', 'Corrija', {
        details: { fields: [{ field: 'facts.dependants' }] },
      }),
    );
    const asked = client().drafts.create(DECLARATION_ID, { facts: { dependants: 99 } });
    await expect(asked).rejects.toMatchObject({ details: { fields: [{ field: 'facts.dependants' }] } });
    expect(server.received).toHaveLength(1);
  });

  test('are read by version, the latest, and as a list', async () => {
    const { boxes: _boxes, ...rest } = sampleDraft({ version: 7 });
    const summary = {
      version: rest.version,
      createdAt: rest.createdAt,
      createdBy: null,
      outdated: true,
      changes: null,
      provisional: false,
      netPatrimony: '1',
      taxableIncome: '2',
      netTax: '9007199254740993000',
      withholdings: '4',
      balanceDue: '5',
      creditBalance: '0',
    };
    server.on(`GET ${DECLARATION}/drafts`, (_request, response) => json(response, { items: [summary] }));
    server.on(`GET ${DECLARATION}/drafts/latest`, (_request, response) =>
      json(response, sampleDraft({ version: 7 })),
    );
    server.on(`GET ${DECLARATION}/drafts/3`, (_request, response) =>
      json(response, sampleDraft({ version: 3 })),
    );
    server.on(`GET ${DECLARATION}/decisions`, (_request, response) => json(response, { items: [] }));
    server.on('GET /v1/draft-input-schema', (_request, response) => json(response, { title: 'Borrador' }));
    const { drafts } = client();
    expect(await drafts.list(DECLARATION_ID, { before: 8, limit: 5 })).toEqual([summary]);
    expect(server.received[0]!.url).toContain('before=8&limit=5');
    expect((await drafts.latest(DECLARATION_ID)).version).toBe(7);
    expect((await drafts.get(DECLARATION_ID, 3)).version).toBe(3);
    expect(await drafts.decisions(DECLARATION_ID)).toEqual([]);
    expect(await drafts.inputSchema()).toEqual({ title: 'Borrador' });
  });

  test('an answer that is no draft is an error, never half of one', async () => {
    server.on(`GET ${DECLARATION}/drafts/latest`, (_request, response) =>
      json(response, { ...sampleDraft(), version: '1' }),
    );
    await expect(client().drafts.latest(DECLARATION_ID)).rejects.toMatchObject({ code: 'invalid_response' });
  });
});

describe('deliverables', () => {
  const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7) % 256));

  test('come byte by byte, after a broken connection too', async () => {
    server.on(`GET ${DECLARATION}/results.xlsx`, ({ turn }, response) => {
      if (turn === 1) response.destroy();
      else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bytes);
    });
    server.on(
      `GET ${DECLARATION}/summary.pdf`,
      (_request, response) => void response.writeHead(200).end(bytes),
    );
    const { drafts } = client();
    expect(Buffer.from(await drafts.resultsWorkbook(DECLARATION_ID)).equals(bytes)).toBe(true);
    expect(Buffer.from(await drafts.summaryPdf(DECLARATION_ID)).equals(bytes)).toBe(true);
    expect(server.received[0]!.headers.accept).toBe('*/*');
  });

  test('refused are the refusal of the API', async () => {
    server.on(`GET ${DECLARATION}/results.xlsx`, (_request, response) =>
      problem(response, 404, 'declaration_not_found', 'No hay una declaración con ese identificador'),
    );
    await expect(client().drafts.resultsWorkbook(DECLARATION_ID)).rejects.toMatchObject({
      status: 404,
      code: 'declaration_not_found',
    });
  });
});

describe('reviews', () => {
  test('are listed, decided once under a key, and walked over page by page', async () => {
    server.on('GET /v1/reviews', (_request, response) =>
      json(response, { items: [], total: 0, complete: true }),
    );
    server.on('POST /v1/reviews/decisions', (_request, response) => json(response, sampleDecision(), 201));
    server.on('GET /v1/reviews/decisions', ({ url }, response) => {
      const more = url.includes('cursor=next');
      json(response, { items: [sampleDecision()], nextCursor: more ? null : 'next' });
    });
    const { reviews } = client();
    expect((await reviews.list({ declarationId: DECLARATION_ID, limit: 10 })).total).toBe(0);
    const request = { concept: 'Bonos de fidelidad redimidos', category: 'non_labour_income' } as const;
    expect(await reviews.decide(request, { idempotencyKey: 'mine' })).toEqual(sampleDecision());
    expect(sent(1)).toEqual(request);
    expect(server.received[1]!.headers['idempotency-key']).toBe('mine');
    expect(await collect(reviews.decisionsAll({ inForce: true }))).toHaveLength(2);
    expect(server.received[2]!.url).toBe('/v1/reviews/decisions?inForce=true');
  });

  test('taken back are asked for once: the API would refuse a second time', async () => {
    server.on(`DELETE /v1/reviews/decisions/${DECISION_ID}`, (_request, response) => void response.destroy());
    await expect(client().reviews.revert(DECISION_ID)).rejects.toMatchObject({ code: 'network' });
    expect(server.received).toHaveLength(1);
    server.on(`DELETE /v1/reviews/decisions/${DECISION_ID}`, (_request, response) =>
      json(response, sampleDecision({ state: 'reverted' })),
    );
    expect((await client().reviews.revert(DECISION_ID)).state).toBe('reverted');
  });

  test('of duplicates say which rows count', async () => {
    const path = `${DECLARATION}/duplicates`;
    server.on(`GET ${path}`, (_request, response) => json(response, { items: [sampleDuplicate()] }));
    server.on(`POST ${path}/${FINDING_ID}`, (_request, response) =>
      json(response, sampleDuplicate({ resolution: 'ignore' })),
    );
    server.on(`DELETE ${path}/${FINDING_ID}`, (_request, response) => json(response, sampleDuplicate()));
    const { reviews } = client();
    expect(await reviews.duplicates(DECLARATION_ID)).toEqual([sampleDuplicate()]);
    const resolution = { resolution: 'ignore', countedEntryIds: [DECISION_ID] } as const;
    const resolved = await reviews.resolveDuplicate(DECLARATION_ID, FINDING_ID, {
      ...resolution,
      countedEntryIds: [...resolution.countedEntryIds],
    });
    expect(resolved.resolution).toBe('ignore');
    expect(sent(1)).toEqual(resolution);
    expect((await reviews.reopenDuplicate(DECLARATION_ID, FINDING_ID)).resolution).toBeNull();
  });
});

describe('comparisons', () => {
  test('reach their addresses with what they compare', async () => {
    const document = {
      id: DECISION_ID,
      filename: 'a.xlsx',
      createdAt: '2026-08-12T15:04:05.000Z',
      reportedAt: null,
    };
    const report = {
      before: document,
      after: document,
      added: [],
      removed: [],
      changed: [],
      unchangedCount: 3,
      differenceByCategory: [],
    };
    const years = {
      current: { declarationId: DECLARATION_ID, taxableYear: 2025 },
      previous: { declarationId: DECISION_ID, taxableYear: 2024 },
      boxesCompared: true,
      boxes: [],
      categories: [],
      auditBenefitMonths: null,
    };
    server.on(`GET ${DECLARATION}/comparison`, (_request, response) => json(response, report));
    server.on(`GET ${DECLARATION}/topes`, (_request, response) => json(response, { items: [] }));
    server.on(`POST ${DECLARATION}/certificates/compare`, (_request, response) =>
      json(response, { items: [] }),
    );
    server.on(`GET ${DECLARATION}/comparison/previous-year`, (_request, response) => json(response, years));
    const { comparisons } = client();
    expect(await comparisons.downloads(DECLARATION_ID)).toEqual(report);
    await comparisons.downloads(DECLARATION_ID, DECISION_ID);
    expect(server.received.map(({ url }) => url.split('?')[1])).toEqual([
      'with=previous-download',
      `with=${DECISION_ID}`,
    ]);
    expect(await comparisons.topes(DECLARATION_ID)).toEqual([]);
    const request = {
      certificates: [
        { id: '220', reporterNit: '900123456', category: 'labour_income' as const, amount: '1' },
      ],
    };
    expect(await comparisons.certificates(DECLARATION_ID, request)).toEqual([]);
    expect(sent(3)).toEqual(request);
    expect(await comparisons.previousYear(DECLARATION_ID)).toEqual(years);
  });
});
