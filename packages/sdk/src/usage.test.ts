import { expect, test } from 'vitest';
import { createClient } from './client.ts';
import type { Usage } from './index.ts';
import { json, startContractServer } from './testing/contract-server.ts';

test('the use of a language model comes with the budget of the month, for as many months as asked', async () => {
  await using server = await startContractServer();
  const usage: Usage = {
    current: { month: '2026-11', budgetTokens: null, usedTokens: 7, spent: false },
    items: [
      {
        month: '2026-11',
        provider: 'openai',
        model: 'm',
        purpose: 'question',
        calls: 1,
        cached: 0,
        inputTokens: 5,
        outputTokens: 2,
        costUsd: null,
      },
    ],
  };
  server.on('GET /v1/usage', (_request, response) => json(response, usage));
  const client = createClient({ baseUrl: server.url, apiKey: 'ack_test' });
  expect(await client.usage({ months: 3 })).toEqual(usage);
  expect(server.received[0]?.url).toBe('/v1/usage?months=3');
});
