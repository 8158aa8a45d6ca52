import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LocalServer extends AsyncDisposable {
  /** Where the protocol of OpenAI is spoken. */
  readonly baseUrl: string;
}

/** A request as it was on the wire. */
export interface Received {
  readonly path: string;
  /** Path, headers and body, all of it. */
  readonly wire: string;
  readonly body: string;
}

/** A server on this machine for one test file, which answers whole requests one by one as they come. */
export async function startLocalServer(
  answerTo: (received: Received, response: ServerResponse) => unknown,
): Promise<LocalServer> {
  const server = createServer((request, response) => {
    void readWhole(request).then((body) =>
      answerTo(
        {
          path: request.url ?? '',
          wire: `${request.url}\n${request.rawHeaders.join('\n')}\n${body}`,
          body,
        },
        response,
      ),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readWhole(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
