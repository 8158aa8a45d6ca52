import { RUN_EVENT_TYPES, type RunEvent, runEvent } from '@accountia/task-contracts/api';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { z } from 'zod';
import { AccountiaApiError, AccountiaConnectionError } from './errors.ts';

/** The API sends at least a comment more often than this; a longer silence is a connection that died unseen. */
const SILENCE_LIMIT_MS = 60_000;
/** One event is a few hundred bytes, a whole answer some ten thousand: more without an end of line is no stream of ours. */
const MAX_BUFFERED_CHARACTERS = 1024 * 1024;

export interface StreamOptions {
  readonly signal?: AbortSignal | undefined;
  readonly silenceLimitMs?: number | undefined;
  /** The server says how long to wait before connecting again. */
  readonly onReconnectDelay?: ((milliseconds: number) => void) | undefined;
}

/** The run events of one connection. Throws as `readEvents` does. */
export function readRunEvents(
  body: ReadableStream<Uint8Array>,
  options: StreamOptions,
): AsyncGenerator<RunEvent, void, undefined> {
  return readEvents(body, runEvent, RUN_EVENT_TYPES, options);
}

/**
 * The events of one connection, until the server ends it. Types this version does not know are skipped.
 * Throws AccountiaConnectionError when the connection breaks, AccountiaApiError for events against the contract.
 */
export async function* readEvents<Schema extends z.ZodType>(
  body: ReadableStream<Uint8Array>,
  schema: Schema,
  types: readonly string[],
  options: StreamOptions,
): AsyncGenerator<z.output<Schema>, void, undefined> {
  let messages: EventSourceMessage[] = [];
  const parser = createParser({
    maxBufferSize: MAX_BUFFERED_CHARACTERS,
    onEvent: (message) => void messages.push(message),
    onRetry: (milliseconds) => options.onReconnectDelay?.(milliseconds),
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const chunk = await readWithin(reader, options);
      if (chunk === undefined) return;
      parser.feed(decoder.decode(chunk, { stream: true }));
      const arrived = messages;
      messages = [];
      for (const message of arrived) {
        const event = toEvent(message, schema, types);
        if (event !== undefined) yield event;
      }
    }
  } finally {
    // Also when the caller has heard enough: this closes the connection. That it is broken already is no news.
    await reader.cancel().catch(() => undefined);
  }
}

async function readWithin(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  options: StreamOptions,
): Promise<Uint8Array | undefined> {
  const limitMs = options.silenceLimitMs ?? SILENCE_LIMIT_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(
        new AccountiaConnectionError('timeout', `The event stream was silent for ${limitMs} ms`, {
          attempts: 1,
        }),
      );
    }, limitMs);
  });
  try {
    const { done, value } = await Promise.race([reader.read(), silence]);
    return done ? undefined : value;
  } catch (cause) {
    options.signal?.throwIfAborted();
    if (AccountiaConnectionError.isInstance(cause)) throw cause;
    throw new AccountiaConnectionError('network', 'The event stream broke', { attempts: 1, cause });
  } finally {
    clearTimeout(timer);
  }
}

function toEvent<Schema extends z.ZodType>(
  message: EventSourceMessage,
  schema: Schema,
  types: readonly string[],
): z.output<Schema> | undefined {
  // A newer API may tell of things that this version has no name for.
  if (message.event !== undefined && !types.includes(message.event)) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(message.data);
  } catch (cause) {
    throw invalidEvent({ data: message.data.slice(0, 500) }, cause);
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success) throw invalidEvent({ issues: parsed.error.issues }, parsed.error);
  return parsed.data;
}

function invalidEvent(details: Record<string, unknown>, cause: unknown): AccountiaApiError {
  const detail = 'An event of the stream is not what the contract says';
  return new AccountiaApiError(
    { status: 200, code: 'invalid_response', detail, requestId: undefined, details, retryAfterMs: undefined },
    { cause },
  );
}
