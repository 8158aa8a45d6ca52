import { type IncomingMessage, createServer, request as httpRequest, type ServerResponse } from 'node:http';
import { Agent } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type ObjectFault =
  /** Every request is answered 503. */
  | 'unavailable'
  /** Every write is answered 507; reading goes on. */
  | 'disk-full'
  /** Every download breaks off in the middle. */
  | 'truncated'
  /** Downloads come in small pieces with pauses between. */
  | 'dribbling';

export interface ObjectFaultProxy {
  readonly port: number;
  /** Until the answer is called. */
  begin(fault: ObjectFault): () => void;
  /** How many requests each fault struck. */
  readonly struck: ReadonlyMap<ObjectFault, number>;
  close(): Promise<void>;
}

const PIECE_BYTES = 2_048;
const PIECE_PAUSE_MS = 60;

/** Stands in front of the object server and understands HTTP: answers in its place, or spoils its answers. */
export async function startObjectFaultProxy(targetPort: number): Promise<ObjectFaultProxy> {
  const active: ObjectFault[] = [];
  const struck = new Map<ObjectFault, number>();
  const agent = new Agent({ keepAlive: true });

  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    response.on('error', () => response.destroy());
    const fault = active.findLast((one) => concerns(one, request));
    if (fault !== undefined) struck.set(fault, (struck.get(fault) ?? 0) + 1);
    if (fault === 'unavailable') refuse(request, response, 503, 'backendError');
    else if (fault === 'disk-full') refuse(request, response, 507, 'insufficientStorage');
    else forward(request, response, fault);
  });
  // An upload may take its time; the faults of the wire are made elsewhere.
  server.requestTimeout = 0;

  function forward(request: IncomingMessage, response: ServerResponse, fault: ObjectFault | undefined): void {
    const upstream = httpRequest(
      {
        port: targetPort,
        host: '127.0.0.1',
        method: request.method,
        path: request.url,
        headers: request.headers,
        agent,
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        const spoilt = fault === undefined ? answer.pipe(response) : spoil(fault, answer, response);
        if (spoilt instanceof Promise) spoilt.catch(() => response.destroy());
        answer.on('error', () => response.destroy());
      },
    );
    // Whoever broke the connection: the other end must see it break.
    upstream.on('error', () => response.destroy());
    request.on('error', () => upstream.destroy());
    response.on('close', () => {
      if (!response.writableFinished) upstream.destroy();
    });
    request.pipe(upstream);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    struck,
    begin(fault) {
      active.push(fault);
      let over = false;
      return () => {
        if (!over) active.splice(active.indexOf(fault), 1);
        over = true;
      };
    },
    async close() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

function concerns(fault: ObjectFault, request: IncomingMessage): boolean {
  if (fault === 'unavailable') return true;
  if (fault === 'disk-full') return request.method === 'POST' || request.method === 'PUT';
  return request.method === 'GET' && (request.url ?? '').includes('alt=media');
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number, reason: string): void {
  // The body is taken in first: a client that still sends would see a broken connection instead of the answer.
  request.resume();
  request.once('end', () => {
    const message = `Injected fault: ${reason}`;
    const body = JSON.stringify({ error: { code: status, message, errors: [{ message, reason }] } });
    response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' }).end(body);
  });
}

async function spoil(fault: ObjectFault, answer: IncomingMessage, response: ServerResponse): Promise<void> {
  const total = Number(answer.headers['content-length'] ?? 0);
  let sent = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const piece = chunk.subarray(at, at + PIECE_BYTES);
      sent += piece.length;
      if (fault === 'truncated' && sent >= total / 2) {
        response.destroy();
        return;
      }
      response.write(piece);
      if (fault === 'dribbling') await sleep(PIECE_PAUSE_MS);
    }
  }
  response.end();
}
