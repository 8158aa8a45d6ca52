import type { Insight } from '@accountia/task-contracts/api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient } from './client.ts';
import { type ContractServer, json, startContractServer } from './testing/contract-server.ts';
import { DECLARATION_ID } from './testing/samples.ts';

let server: ContractServer;
beforeEach(async () => {
  server = await startContractServer();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
});

const INSIGHT_ID = '0190f3c2-a5d0-7f18-9c3a-1b7e4d2f8c54';
const FEEDBACK = `/v1/declarations/${DECLARATION_ID}/insights/${INSIGHT_ID}/feedback`;
const client = () => createClient({ baseUrl: server.url, apiKey: 'ack_test' });

function sampleInsight(feedback: Insight['feedback'] = null): Insight {
  return {
    id: INSIGHT_ID,
    code: 'dependants',
    kind: 'recommendation',
    severity: 'info',
    title: '¿Tiene personas a cargo?',
    body: 'El reporte no lo dice.',
    action: 'Reúna los registros civiles.',
    explanation: null,
    amount: '3585528',
    box: 139,
    deadline: null,
    confidence: 'medium',
    entryIds: [],
    citations: [],
    documents: ['Registros civiles'],
    impact: { kind: 'saving', amount: '693000', basis: 'Diferencia del impuesto' },
    feedback,
  };
}

test('what is said of an insight is put, again when the connection breaks, and taken back', async () => {
  const feedback = {
    verdict: 'wrong',
    reason: 'No tiene',
    judgedAt: '2026-08-12T15:04:07.000Z',
    judgedBy: null,
  } as const;
  server.on(`PUT ${FEEDBACK}`, ({ turn }, response) => {
    if (turn === 1) response.destroy();
    else json(response, sampleInsight(feedback));
  });
  server.on(`DELETE ${FEEDBACK}`, (_request, response) => json(response, sampleInsight()));
  const { declarations } = client();
  const judged = await declarations.judgeInsight(DECLARATION_ID, INSIGHT_ID, {
    verdict: 'wrong',
    reason: 'No tiene',
  });
  expect(judged).toEqual(sampleInsight(feedback));
  expect(server.received.map(({ body }) => body.toString('utf8'))).toEqual([
    '{"verdict":"wrong","reason":"No tiene"}',
    '{"verdict":"wrong","reason":"No tiene"}',
  ]);
  expect((await declarations.unjudgeInsight(DECLARATION_ID, INSIGHT_ID)).feedback).toBeNull();
});

test('the report says how many reasons it wants', async () => {
  const items = [{ code: 'dependants', useful: 1, wrong: 0, reasons: [] }];
  server.on('GET /v1/insights/feedback', (_request, response) => json(response, { items }));
  expect(await client().declarations.insightFeedback({ reasons: 3 })).toEqual({ items });
  expect(server.received[0]?.url).toBe('/v1/insights/feedback?reasons=3');
});
