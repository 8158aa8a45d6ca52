import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TcpProxy extends AsyncDisposable {
  /** The address that was given, by way of this proxy. */
  readonly url: string;
  /** From now on nothing passes, and nobody is told: every connection is half open, and new ones stay silent. */
  freeze(): void;
  /** From now on every connection is cut, new ones at once. */
  refuse(): void;
  /** Ends every connection that is open and lets new ones through. */
  thaw(): void;
}

/** Stands between a program and its server, to take the network away in a test. */
export async function startTcpProxy(targetUrl: string): Promise<TcpProxy> {
  const target = new URL(targetUrl);
  const sockets = new Set<Socket>();
  let frozen = false;
  let refusing = false;

  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // What breaks on one side is passed on by closing the other.
    socket.on('error', () => socket.destroy());
  }

  const server = createServer((incoming) => {
    keep(incoming);
    if (refusing) incoming.destroy();
    if (frozen || refusing) return;
    const outgoing = connect(Number(target.port), target.hostname);
    keep(outgoing);
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      from.on('data', (chunk) => {
        if (!frozen) to.write(chunk);
      });
      from.on('close', () => {
        if (!frozen) to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(targetUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);

  function cutAll(): void {
    for (const socket of sockets) socket.destroy();
  }

  return {
    url: url.href,
    freeze() {
      frozen = true;
    },
    refuse() {
      cutAll();
      refusing = true;
    },
    thaw() {
      cutAll();
      frozen = false;
      refusing = false;
    },
    async [Symbol.asyncDispose]() {
      cutAll();
      server.close();
      await once(server, 'close');
    },
  };
}
