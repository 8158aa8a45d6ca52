import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { QuestionAnswer } from '@accountia/task-contracts/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../testing/run-command.ts';

const DECLARATION = '0198a000-0000-7000-8000-000000000003';
const ANSWER: QuestionAnswer = {
  id: '0198a000-0000-7000-8000-000000000077',
  declarationId: DECLARATION,
  question: '¿Cuándo vence?',
  text: 'Vence pronto.',
  answered: true,
  citations: [
    {
      ref: 'P1',
      passageId: 'et-579',
      norm: 'Estatuto Tributario',
      article: '579',
      title: 'Plazos',
      excerpt: 'Hay plazos.',
    },
  ],
  facts: [
    { ref: 'F1', kind: 'due_date', id: DECLARATION, text: 'El plazo vence.', amount: null, entryIds: [] },
  ],
  generator: { kind: 'rules' },
  notes: [{ code: 'model_failed', message: 'El modelo no está disponible.' }],
  dropped: [],
  askedBy: null,
  createdAt: '2026-08-12T15:04:05.000Z',
};

describe('ask', () => {
  let server: Server;
  let environment: Record<string, string>;
  const asked: { url: string | undefined; key: string | undefined; body: string }[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      void (async () => {
        let body = '';
        for await (const chunk of request) body += String(chunk);
        asked.push({ url: request.url, key: request.headers.authorization, body });
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        for (const event of [
          { type: 'text', text: ANSWER.text, refs: [] },
          { type: 'done', answer: ANSWER },
        ])
          response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
        response.end();
      })();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    environment = { ACCOUNTIA_API_URL: url, ACCOUNTIA_API_KEY: 'ack_test' };
  });
  afterAll(async () => {
    server.close();
    await once(server, 'close');
  });

  test('prints the answer with its notes and sources', async () => {
    const { exitCode, output } = await runCommand(['ask', DECLARATION, '¿Cuándo vence?'], { environment });
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^Vence pronto\.\n/);
    for (const part of [
      'El modelo no está disponible.',
      'P1  Estatuto Tributario, 579: Plazos',
      'F1  El plazo vence.',
    ])
      expect(output).toContain(part);
    expect(asked.at(-1)).toEqual({
      url: `/v1/declarations/${DECLARATION}/questions`,
      key: 'Bearer ack_test',
      body: JSON.stringify({ question: '¿Cuándo vence?' }),
    });
  });

  test('prints the whole answer for programs', async () => {
    const { output } = await runCommand(['ask', DECLARATION, '¿Cuándo vence?', '--json'], { environment });
    expect(JSON.parse(output)).toEqual(ANSWER);
  });
});
