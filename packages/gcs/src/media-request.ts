import { setTimeout as sleep } from 'node:timers/promises';
import type { Storage } from '@google-cloud/storage';
import { errorForStatus, toObjectStoreError } from './errors.ts';

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 250;
const ANSWER_TIMEOUT_MS = 30_000;

export interface MediaRequest {
  storage: Storage;
  /** False for a local store, which asks for no token. */
  authenticated: boolean;
  bucket: string;
  /** An object, or null for the bucket's list of objects. */
  name: string | null;
  query: Record<string, string>;
  headers?: Record<string, string>;
  attempts?: number;
  signal: AbortSignal | undefined;
}

/**
 * GETs from the JSON API with the client's credentials, and answers with the response before its body. Throws an
 * `ObjectStoreError`, or the signal's reason.
 *
 * Why not the client's own `createReadStream`: as of 8.4.0 a reader that stops early makes it destroy the connection
 * pool of the whole process, cutting everybody else's downloads; it cannot be aborted before the first byte; and it
 * adds listeners for every chunk it waits for.
 */
export async function getFromStore(request: MediaRequest): Promise<Response> {
  const { bucket, name, signal } = request;
  const details = { bucket, ...(name === null ? {} : { name }) };
  const attempts = request.attempts ?? ATTEMPTS;
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      return await getOnce(request, details);
    } catch (error) {
      signal?.throwIfAborted();
      const failure = toObjectStoreError(error, details);
      if (!failure.retryable || attempt >= attempts) throw failure;
      // Half of it random, so that many workers do not come back at the same moment.
      const pause = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
      await sleep(pause, undefined, signal === undefined ? {} : { signal });
    }
  }
}

async function getOnce(request: MediaRequest, details: Record<string, unknown>): Promise<Response> {
  const { storage, bucket, name, query, signal } = request;
  const object = name === null ? '' : `/${encodeURIComponent(name)}`;
  const url = new URL(`${storage.apiEndpoint}/storage/v1/b/${encodeURIComponent(bucket)}/o${object}`);
  url.search = String(new URLSearchParams(query));
  const headers = request.authenticated
    ? await storage.authClient.getRequestHeaders(url.href)
    : new Headers();
  for (const [header, value] of Object.entries(request.headers ?? {})) headers.set(header, value);

  // The time is for the answer to begin; the content may take as long as it takes.
  const slow = new AbortController();
  const timer = setTimeout(
    () => slow.abort(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })),
    ANSWER_TIMEOUT_MS,
  );
  try {
    const response = await fetch(url, {
      headers,
      signal: signal === undefined ? slow.signal : AbortSignal.any([signal, slow.signal]),
    });
    if (response.ok) return response;
    throw errorForStatus(response.status, sentenceIn(await response.text()), details);
  } finally {
    clearTimeout(timer);
  }
}

/** The message in an error of the JSON API, or the text itself. */
function sentenceIn(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: string } };
    return error?.message ?? text;
  } catch {
    // Media requests are answered in plain text; proxies answer in HTML.
    return text.slice(0, 300);
  }
}
