import type { ServerResponse } from 'node:http';
import type { QuestionAnswer, QuestionEvent } from '@accountia/task-contracts/api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClient } from './client.ts';
import {
  beginEvents,
  type ContractServer,
  json,
  problem,
  startContractServer,
} from './testing/contract-server.ts';
import { DECLARATION_ID } from './testing/samples.ts';

const PATH = `/v1/declarations/${DECLARATION_ID}/questions`;
const ANSWER: QuestionAnswer = {
  id: '0198a000-0000-7000-8000-000000000077',
  declarationId: DECLARATION_ID,
  question: '¿Cuándo vence?',
  text: 'Vence pronto. Declare.',
  answered: true,
  citations: [],
  facts: [],
  generator: { kind: 'rules' },
  notes: [],
  dropped: [],
  askedBy: null,
  createdAt: '2026-08-12T15:04:05.000Z',
};
const PARTS: QuestionEvent[] = [
  { type: 'text', text: 'Vence pronto.', refs: [] },
  { type: 'text', text: ' Declare.', refs: [] },
];

function send(response: ServerResponse, ...events: readonly (QuestionEvent | { type: string })[]): void {
  for (const event of events) response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
}

describe('a question', () => {
  let server: ContractServer;
  beforeEach(async () => {
    server = await startContractServer();
  });
  afterEach(() => server[Symbol.asyncDispose]());
  const ask = (options = {}) =>
    createClient({ baseUrl: server.url, apiKey: 'ack_test' }).declarations.ask(
      DECLARATION_ID,
      '¿Cuándo vence?',
      options,
    );
  function answerWith(...events: readonly (QuestionEvent | { type: string })[]): void {
    server.on(`POST ${PATH}`, (_request, response) => {
      beginEvents(response);
      send(response, ...events);
      response.end();
    });
  }

  test('is followed event by event, and its answer is there at the end', async () => {
    answerWith(...PARTS, { type: 'of_a_newer_api' }, { type: 'done', answer: ANSWER });
    const asked = ask();
    const types: string[] = [];
    for await (const event of asked) types.push(event.type);
    expect(types).toEqual(['text', 'text', 'done']);
    expect(await asked.answer()).toEqual(ANSWER);
    expect(server.received).toHaveLength(1);
    expect(server.received[0]?.headers.accept).toBe('text/event-stream');
    expect(JSON.parse(String(server.received[0]?.body))).toEqual({ question: '¿Cuándo vence?' });
  });

  test('gives its text as it comes to whoever waits for the whole', async () => {
    answerWith(...PARTS, { type: 'done', answer: ANSWER });
    let text = '';
    const answer = await ask({ onText: (part: string) => (text += part) }).answer();
    expect(text).toBe(answer.text);
  });

  test('that breaks off is an error and is not asked again', async () => {
    answerWith(...PARTS);
    await expect(ask().answer()).rejects.toMatchObject({ name: 'AccountiaConnectionError', code: 'network' });
    expect(server.received).toHaveLength(1);
  });

  test('that fails halfway or is refused says why', async () => {
    const described = {
      type: 'about:blank',
      title: 'Error',
      status: 503,
      detail: 'No responde.',
      code: 'service_unavailable',
    };
    answerWith(PARTS[0]!, { type: 'error', problem: described });
    await expect(ask().answer()).rejects.toMatchObject({ status: 503, code: 'service_unavailable' });
    server.on(`POST ${PATH}`, (_request, response) =>
      problem(response, 404, 'declaration_not_found', 'No existe.'),
    );
    await expect(ask().answer()).rejects.toMatchObject({ status: 404, code: 'declaration_not_found' });
  });

  test('ends with its signal', async () => {
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    server.on(`POST ${PATH}`, (_request, response) => {
      beginEvents(response);
      send(response, PARTS[0]!);
      resolve();
    });
    const leaving = new AbortController();
    const answer = ask({ signal: leaving.signal }).answer();
    await begun;
    leaving.abort(new Error('left'));
    await expect(answer).rejects.toThrow('left');
  });

  test('is found again in the list', async () => {
    server.on(`GET ${PATH}`, (_request, response) => json(response, { items: [ANSWER], nextCursor: null }));
    const { declarations } = createClient({ baseUrl: server.url, apiKey: 'ack_test' });
    expect((await declarations.questions(DECLARATION_ID)).items).toEqual([ANSWER]);
  });
});
