import { problem } from '@accountia/task-contracts/api';
import type { z } from 'zod';
import { AccountiaApiError, AccountiaConnectionError } from './errors.ts';
import { backoffMs, MAX_RETRY_AFTER_MS, parseRetryAfter, pause } from './retry.ts';

export interface ConnectionOptions {
  /** Where the API answers, with a path when a proxy puts it under one: `https://api.example.co/accountia`. */
  readonly baseUrl: string;
  /** Instead of the platform's `fetch`: to go through a proxy, to trace, to test. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** For one attempt at one request, answer included; streams only until they begin. 30,000 unless given. */
  readonly timeoutMs?: number | undefined;
  /** Tries after the first one, where trying again is safe. 3 unless given. */
  readonly maxRetries?: number | undefined;
  /** Names the calling service in the API's logs. Browsers may not let it through. */
  readonly userAgent?: string | undefined;
}

export interface TransportOptions extends ConnectionOptions {
  readonly apiKey?: string | undefined;
}

export type QueryValue = string | number | boolean | null | undefined;

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface Call extends CallOptions {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Begins with a slash; ids in it are encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, QueryValue>> | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** A form, or JSON text with its content type among the headers. */
  readonly body?: FormData | string;
  /** Whether doing it twice is the same as doing it once. */
  readonly idempotent: boolean;
  /** Statuses beside 2xx whose body is the answer as well. */
  readonly answers?: readonly number[];
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly text: string;
}

/** The text is made when somebody wants it: that of a file nobody does. */
function toAnswer(response: Response, bytes: ArrayBuffer): Answer {
  const { status, headers } = response;
  return {
    status,
    headers,
    bytes: new Uint8Array(bytes),
    get text() {
      return new TextDecoder().decode(bytes);
    },
  };
}

const RETRYABLE_STATUSES = new Set([429, 503]);

export function isRetryableStatus(status: number): boolean {
  return RETRYABLE_STATUSES.has(status);
}

/** One API over HTTP: addresses, credentials, time limits, retries, and answers checked against their schema. */
export class Transport {
  readonly #baseUrl: string;
  readonly #fetch: typeof globalThis.fetch;
  readonly #timeoutMs: number;
  readonly #maxRetries: number;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(options: TransportOptions) {
    if (!/^https?:\/\//.test(options.baseUrl)) {
      throw new TypeError(`baseUrl must begin with http:// or https://, not "${options.baseUrl}"`);
    }
    this.#baseUrl = options.baseUrl.replace(/\/+$/, '');
    // Called through the global each time: browsers refuse a detached fetch, and tracers replace it later.
    this.#fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
    this.#timeoutMs = options.timeoutMs ?? 30_000;
    this.#maxRetries = options.maxRetries ?? 3;
    this.#headers = {
      ...(options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` }),
      ...(options.userAgent === undefined ? {} : { 'user-agent': options.userAgent }),
    };
  }

  /** Throws AccountiaApiError, AccountiaConnectionError, or the signal's reason. */
  async request<Schema extends z.ZodType>(schema: Schema, call: Call): Promise<z.output<Schema>> {
    return await this.#retrying(call, 'follow', (answer) => read(schema, answer, call));
  }

  /** The bytes of a file, whole. Throws as `request` does. */
  async download(call: Call): Promise<Uint8Array<ArrayBuffer>> {
    const headers = { accept: '*/*', ...call.headers };
    return await this.#retrying({ ...call, headers }, 'follow', (answer) => {
      if (answer.status < 200 || answer.status >= 300) throw apiError(answer);
      return answer.bytes;
    });
  }

  /** Where the API redirects to, without going there. Throws as `request` does. */
  async redirection(call: Call): Promise<string> {
    return await this.#retrying(call, 'manual', (answer) => {
      const location = answer.headers.get('location');
      if (answer.status < 300 || answer.status >= 400 || location === null) throw notRedirected(answer, call);
      return new URL(location, this.#address(call)).href;
    });
  }

  async #retrying<Value>(
    call: Call,
    redirect: 'follow' | 'manual',
    use: (answer: Answer) => Value,
  ): Promise<Value> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return use(await this.#once(call, redirect, attempt + 1));
      } catch (error) {
        const delayMs =
          attempt < this.#maxRetries && call.idempotent ? retryDelayMs(error, attempt) : undefined;
        if (delayMs === undefined) throw error;
        await pause(delayMs, call.signal);
      }
    }
  }

  /** An answer whose body is read as it comes. Not retried: whoever follows a stream knows where to go on. */
  async openStream(call: Call): Promise<Response> {
    const connecting = new AbortController();
    const timer = setTimeout(() => connecting.abort(), this.#timeoutMs);
    const signal =
      call.signal === undefined ? connecting.signal : AbortSignal.any([call.signal, connecting.signal]);
    let response: Response;
    try {
      response = await this.#fetch(this.#address(call), this.#init(call, signal));
    } catch (cause) {
      call.signal?.throwIfAborted();
      throw connectionError(call, connecting.signal.aborted ? this.#timeoutMs : undefined, 1, cause);
    } finally {
      clearTimeout(timer);
    }
    if (response.ok) return response;
    throw apiError(toAnswer(response, await response.arrayBuffer().catch(() => new ArrayBuffer(0))));
  }

  async #once(call: Call, redirect: 'follow' | 'manual', attempts: number): Promise<Answer> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const signal = call.signal === undefined ? timeout : AbortSignal.any([call.signal, timeout]);
    try {
      const response = await this.#fetch(this.#address(call), { ...this.#init(call, signal), redirect });
      return toAnswer(response, await response.arrayBuffer());
    } catch (cause) {
      call.signal?.throwIfAborted();
      throw connectionError(call, timeout.aborted ? this.#timeoutMs : undefined, attempts, cause);
    }
  }

  #address(call: Call): string {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(call.query ?? {})) {
      if (value !== undefined && value !== null) query.set(name, String(value));
    }
    const search = query.toString();
    return `${this.#baseUrl}${call.path}${search === '' ? '' : `?${search}`}`;
  }

  #init(call: Call, signal: AbortSignal): RequestInit {
    return {
      method: call.method,
      headers: { accept: 'application/json', ...this.#headers, ...call.headers },
      ...(call.body === undefined ? {} : { body: call.body }),
      signal,
    };
  }
}

function retryDelayMs(error: unknown, attempt: number): number | undefined {
  if (AccountiaConnectionError.isInstance(error)) return backoffMs(attempt);
  if (!AccountiaApiError.isInstance(error) || !isRetryableStatus(error.status)) return undefined;
  if (error.retryAfterMs === undefined) return backoffMs(attempt);
  if (error.retryAfterMs > MAX_RETRY_AFTER_MS) return undefined;
  // A little later than asked, each client by its own measure: not all at the very moment the API named.
  return error.retryAfterMs + Math.round(Math.random() * 250);
}

function read<Schema extends z.ZodType>(schema: Schema, answer: Answer, call: Call): z.output<Schema> {
  const succeeded = answer.status >= 200 && answer.status < 300;
  if (!succeeded && !(call.answers ?? []).includes(answer.status)) throw apiError(answer);
  const parsed = schema.safeParse(parseJson(answer.text));
  if (parsed.success) return parsed.data;
  if (!succeeded) throw apiError(answer);
  throw invalidResponse(answer, call, { issues: parsed.error.issues });
}

function notRedirected(answer: Answer, call: Call): AccountiaApiError {
  if (answer.status >= 400) return apiError(answer);
  // Browsers answer a redirect that is not followed with status 0 and nothing else.
  return invalidResponse(answer, call, {
    reason: answer.status === 0 ? 'browsers hide where a redirect leads' : 'no redirect',
  });
}

function invalidResponse(answer: Answer, call: Call, details: Record<string, unknown>): AccountiaApiError {
  return new AccountiaApiError({
    status: answer.status,
    code: 'invalid_response',
    detail: `The answer to ${call.method} ${call.path} is not what the contract says`,
    requestId: answer.headers.get('x-request-id') ?? undefined,
    details,
    retryAfterMs: undefined,
  });
}

function apiError(answer: Answer): AccountiaApiError {
  const requestId = answer.headers.get('x-request-id') ?? undefined;
  const retryAfterMs = parseRetryAfter(answer.headers.get('retry-after'));
  const described = problem.safeParse(parseJson(answer.text));
  if (described.success) {
    const { code, detail, details } = described.data;
    return new AccountiaApiError({
      status: answer.status,
      code,
      detail,
      requestId: described.data.requestId ?? requestId,
      details: details ?? {},
      retryAfterMs,
    });
  }
  // Not from our API: a proxy's page, or nothing at all. Its start is enough to recognise it.
  return new AccountiaApiError({
    status: answer.status,
    code: `http_${answer.status}`,
    detail: `The server answered with status ${answer.status} and no description`,
    requestId,
    details: { body: answer.text.slice(0, 500) },
    retryAfterMs,
  });
}

/** Undefined for what is no JSON: no schema of ours accepts it. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function connectionError(
  call: Call,
  timeoutMs: number | undefined,
  attempts: number,
  cause: unknown,
): AccountiaConnectionError {
  const what = `${call.method} ${call.path}`;
  return timeoutMs === undefined
    ? new AccountiaConnectionError('network', `No connection for ${what}: ${reasonOf(cause)}`, {
        attempts,
        cause,
      })
    : new AccountiaConnectionError('timeout', `No answer to ${what} within ${timeoutMs} ms`, {
        attempts,
        cause,
      });
}

/** fetch says only "fetch failed"; what happened is in its cause. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error && cause.cause.message !== '' ? cause.cause.message : cause.message;
}
