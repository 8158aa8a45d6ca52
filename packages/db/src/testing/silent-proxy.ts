import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A wire to a server that can go dead: what is sent is swallowed, and neither end is told. */
export interface SilentProxy extends AsyncDisposable {
  /** The URL with this wire in between. */
  readonly url: string;
  /** The connections of now are dead from here on; new ones are sound. */
  silence(): void;
}

/** A proxy on 127.0.0.1 to the server of a URL. */
export async function openSilentProxy(url: string): Promise<SilentProxy> {
  const target = new URL(url);
  const through = new URL(url);
  const pairs = new Set<[Socket, Socket]>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    for (const [from, to] of [pair, pair.toReversed()] as [Socket, Socket][]) {
      from.on('error', () => undefined);
      from.on('data', (chunk) => pairs.has(pair) && to.write(chunk));
      from.on('close', () => pairs.has(pair) && to.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  through.port = String((server.address() as AddressInfo).port);
  const silenced: [Socket, Socket][] = [];
  return {
    url: through.href,
    silence() {
      silenced.push(...pairs);
      pairs.clear();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of [...pairs, ...silenced].flat()) socket.destroy();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}
