import type { Tenant } from './api.ts';

/** Requests with JSON bodies, as a client sends them; the answer is read by the schema that it must fit. */
export function jsonClient(tenant: Pick<Tenant, 'request'>) {
  return async <Value>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    options: {
      body?: unknown;
      headers?: Record<string, string>;
      status?: number;
      read: { parse(value: unknown): Value };
    },
  ): Promise<Value> => {
    const init: RequestInit = { method, headers: { 'content-type': 'application/json', ...options.headers } };
    if (options.body !== undefined) init.body = JSON.stringify(options.body);
    const response = await tenant.request(path, init);
    const answer: unknown = await response.json();
    const expected = options.status ?? 200;
    if (response.status !== expected) {
      throw new Error(
        `${method} ${path}: ${response.status} instead of ${expected}: ${JSON.stringify(answer)}`,
      );
    }
    return options.read.parse(answer);
  };
}
