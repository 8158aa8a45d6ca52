import {
  type QuestionAnswer,
  QUESTION_EVENT_TYPES,
  type QuestionEvent,
  questionEvent,
  questionPage,
  type questionQuery,
} from '@accountia/task-contracts/api';
import type { z } from 'zod';
import { AccountiaApiError, AccountiaConnectionError } from './errors.ts';
import { readEvents } from './event-stream.ts';
import { jsonBody } from './json-call.ts';
import type { Page } from './pagination.ts';
import type { CallOptions, Transport } from './transport.ts';

export type QuestionQuery = Partial<z.output<typeof questionQuery>>;

export interface AskOptions extends CallOptions {
  /** Each part of the text as it comes; together, as they are, they make the whole. */
  readonly onText?: ((text: string) => void) | undefined;
  /** A connection without a byte for so long counts as broken. 60,000 unless given. */
  readonly silenceLimitMs?: number | undefined;
}

/** A question under way: follow its events, or wait for the whole. It is asked once, however it is read. */
export interface AskedQuestion extends AsyncIterable<QuestionEvent> {
  /** The whole answer; reads on to the end when nobody has. */
  answer(): Promise<QuestionAnswer>;
}

/** Asks when it is first read. Not tried again: a broken answer may have been given, stored and paid for. */
export function askQuestion(
  transport: Transport,
  path: string,
  question: string,
  options: AskOptions,
): AskedQuestion {
  let answered: QuestionAnswer | undefined;
  const events = follow();

  async function* follow(): AsyncGenerator<QuestionEvent, void, undefined> {
    const { body } = await transport.openStream({
      method: 'POST',
      path,
      ...jsonBody({ question }, { accept: 'text/event-stream' }),
      idempotent: false,
      signal: options.signal,
    });
    if (body === null) throw brokenOff();
    for await (const event of readEvents(body, questionEvent, QUESTION_EVENT_TYPES, options)) {
      if (event.type === 'text') options.onText?.(event.text);
      if (event.type === 'error') throw problemOf(event);
      if (event.type === 'done') answered = event.answer;
      yield event;
    }
    if (answered === undefined) throw brokenOff();
  }

  return {
    [Symbol.asyncIterator]: () => events,
    async answer() {
      for await (const event of events) if (event.type === 'done') return event.answer;
      if (answered === undefined) throw brokenOff();
      return answered;
    },
  };
}

/** One page of what was asked about a declaration, newest first. */
export async function listQuestions(
  transport: Transport,
  path: string,
  query: QuestionQuery,
  options: CallOptions,
): Promise<Page<QuestionAnswer>> {
  return await transport.request(questionPage, { method: 'GET', path, query, idempotent: true, ...options });
}

function problemOf({ problem }: Extract<QuestionEvent, { type: 'error' }>): AccountiaApiError {
  const { status, code, detail, requestId, details = {} } = problem;
  return new AccountiaApiError({ status, code, detail, requestId, details, retryAfterMs: undefined });
}

function brokenOff(): AccountiaConnectionError {
  return new AccountiaConnectionError('network', 'The answer ended before it was complete', { attempts: 1 });
}
