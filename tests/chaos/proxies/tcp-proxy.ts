import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A wire on 127.0.0.1 that can be cut, slowed down, and made to swallow what is sent through it. */
export interface TcpProxy {
  readonly port: number;
  /** Where new connections lead; null: nobody is there, they are refused. */
  target: number | null;
  /** Ends every connection with a reset and refuses new ones until the answer is called. */
  cut(): () => void;
  /** Holds every piece of data back for so long, in both directions, until the answer is called. */
  slow(delayMs: number): () => void;
  /**
   * Everything sent over the connections of now, and of those made until the answer is called, vanishes: neither end
   * is told. They stay like that for good, as when a firewall forgot them; the far end alone gives up after a while, as a
   * server's keep-alive does.
   */
  halfOpen(farEndForgetsAfterMs: number): () => void;
  /** Connections that still bring over what is sent. */
  readonly live: number;
  close(): Promise<void>;
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  lost: boolean;
}

export async function startTcpProxy(target: number | null): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  const delays: number[] = [];
  let cuts = 0;
  let forgetAfter: number[] = [];
  const stopped = new AbortController();

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    near.on('error', ignore);
    if (proxy.target === null || cuts > 0) {
      near.resetAndDestroy();
      return;
    }
    const far = connect({ port: proxy.target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    far.on('error', ignore);
    const pair: Pair = { near, far, lost: false };
    pairs.add(pair);
    near.once('close', () => ended(pair, far));
    far.once('close', () => ended(pair, near));
    void carry(pair, near, far);
    void carry(pair, far, near);
    if (forgetAfter.length > 0) lose(pair, forgetAfter.at(-1)!);
  });

  /** One end is gone: the other one learns of it, unless the wire between them is dead. */
  function ended(pair: Pair, other: Socket): void {
    if (!pair.lost && !other.destroyed) other.resetAndDestroy();
    if (pair.near.destroyed && pair.far.destroyed) pairs.delete(pair);
  }

  async function carry(pair: Pair, from: Socket, to: Socket): Promise<void> {
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        const delayMs = Math.max(0, ...delays);
        if (delayMs > 0) await sleep(delayMs, undefined, { signal: stopped.signal });
        if (pair.lost) continue;
        if (!to.write(chunk) && !to.destroyed) await Promise.race([once(to, 'drain'), once(to, 'close')]);
      }
      if (!pair.lost) to.end();
    } catch {
      // A broken connection: `close` passes that on.
    }
  }

  function lose(pair: Pair, farEndForgetsAfterMs: number): void {
    pair.lost = true;
    const timer = setTimeout(() => pair.far.destroy(), farEndForgetsAfterMs);
    pair.far.once('close', () => clearTimeout(timer));
  }

  const proxy: TcpProxy = {
    port: 0,
    target,
    cut() {
      cuts += 1;
      for (const { near, far } of pairs) {
        near.resetAndDestroy();
        far.resetAndDestroy();
      }
      return onlyOnce(() => (cuts -= 1));
    },
    slow(delayMs) {
      delays.push(delayMs);
      return onlyOnce(() => delays.splice(delays.indexOf(delayMs), 1));
    },
    halfOpen(farEndForgetsAfterMs) {
      for (const pair of pairs) lose(pair, farEndForgetsAfterMs);
      forgetAfter.push(farEndForgetsAfterMs);
      return onlyOnce(() => (forgetAfter = forgetAfter.slice(1)));
    },
    get live() {
      return [...pairs].filter((pair) => !pair.lost).length;
    },
    async close() {
      stopped.abort();
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      for (const { near, far } of pairs) {
        near.destroy();
        far.destroy();
      }
      await closed;
    },
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return Object.defineProperty(proxy, 'port', { value: (server.address() as AddressInfo).port });
}

function onlyOnce(action: () => unknown): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}

/** Errors of a connection end it, and `close` follows. */
function ignore(): void {
  return undefined;
}
