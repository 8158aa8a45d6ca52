import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BucketStore } from './bucket-store.ts';
import type { ResumableSessions } from './resumable-sessions.ts';

/** What a handler works on: one request, its answer, and the store. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  query: URLSearchParams;
  /** Where the client reached us, to build links that reach us again. */
  origin: string;
  buckets: BucketStore;
  sessions: ResumableSessions;
}

export function sendJson({ response }: Exchange, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/json; charset=UTF-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
  });
  response.end(body);
}

export function sendEmpty(
  { response }: Exchange,
  status: number,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { ...headers, 'content-length': 0 });
  response.end();
}

/** The bytes of a request. */
export function bodyOf({ request }: Exchange): AsyncIterable<Buffer> {
  return request;
}
