import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** 1 for the first request to this method and path. */
  readonly turn: number;
}

/** Answers one request; what it does not end stays open, as a hanging server does. */
export type Answerer = (request: ReceivedRequest, response: ServerResponse) => void | Promise<void>;

export interface ContractServer extends AsyncDisposable {
  readonly url: string;
  readonly received: ReceivedRequest[];
  /** `on('GET /v1/runs/1', …)`: without query; the newest answerer counts. */
  on(route: string, answer: Answerer): void;
}

/** A real HTTP server that says what each test wants it to say, broken connections included. */
export async function startContractServer(): Promise<ContractServer> {
  const answerers = new Map<string, Answerer>();
  const turns = new Map<string, number>();
  const received: ReceivedRequest[] = [];

  const server = createServer((incoming, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const { method = '', url = '' } = incoming;
      const route = `${method} ${url.split('?')[0]}`;
      const turn = (turns.get(route) ?? 0) + 1;
      turns.set(route, turn);
      const request = { method, url, headers: incoming.headers, body: Buffer.concat(chunks), turn };
      received.push(request);
      const answer = answerers.get(route);
      if (answer === undefined) problem(response, 404, 'not_found', `No hay nada en ${route}`);
      else await answer(request, response);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    on: (route, answer) => void answerers.set(route, answer),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export function problem(
  response: ServerResponse,
  status: number,
  code: string,
  detail: string,
  extra: { headers?: Record<string, string>; details?: Record<string, unknown> } = {},
): void {
  const body = {
    type: `about:blank#${code}`,
    title: code,
    status,
    detail,
    code,
    requestId: 'request-1',
    details: extra.details,
  };
  response
    .writeHead(status, { 'content-type': 'application/problem+json', ...extra.headers })
    .end(JSON.stringify(body));
}

/** Begins an event stream; write to it with `sendEvent`, end it or destroy its socket. */
export function beginEvents(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.flushHeaders();
}

export function sendEvent(response: ServerResponse, event: { sequence: string; type: string }): void {
  response.write(`id: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
}
