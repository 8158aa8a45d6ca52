import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { startObjectFaultProxy } from './object-fault-proxy.ts';
import { startTcpProxy } from './tcp-proxy.ts';

const closers: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

/** Answers everything with itself, and tells of the connections it sees. */
async function echo(): Promise<{ port: number; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  const port = await listening(
    createServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      socket.pipe(socket);
    }),
  );
  closers.push(() => sockets.forEach((socket) => socket.destroy()));
  return { port, sockets };
}

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  closers.push(() => socket.destroy());
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** `once` would reject with the error that comes before. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => void socket.once('close', () => resolve()));
}

async function ask(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return answer.toString();
}

describe('a wire', () => {
  test('brings over what is sent, and the end of it', async () => {
    const { port } = await echo();
    const proxy = await startTcpProxy(port);
    closers.push(() => proxy.close());
    const socket = await dial(proxy.port);
    expect(await ask(socket, 'hello')).toBe('hello');
    expect(proxy.live).toBe(1);
    socket.end();
    await closed(socket);
    await expect.poll(() => proxy.live).toBe(0);
  });

  test('that is cut ends its connections and takes none until it is whole again', async () => {
    const { port } = await echo();
    const proxy = await startTcpProxy(port);
    closers.push(() => proxy.close());
    const socket = await dial(proxy.port);
    await ask(socket, 'hello');
    const mend = proxy.cut();
    await closed(socket);
    const refused = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
    await closed(refused);
    mend();
    expect(await ask(await dial(proxy.port), 'again')).toBe('again');
  });

  test('that goes half open swallows what is sent, and only the far end ever ends', async () => {
    const { port, sockets } = await echo();
    const proxy = await startTcpProxy(port);
    closers.push(() => proxy.close());
    const before = await dial(proxy.port);
    await ask(before, 'hello');
    const mend = proxy.halfOpen(100);
    const during = await dial(proxy.port);
    mend();
    let heard = false;
    for (const socket of [before, during]) {
      socket.on('data', () => (heard = true));
      socket.write('anybody there?');
    }
    await closed(sockets[0]!);
    expect(await ask(await dial(proxy.port), 'sound')).toBe('sound');
    expect([heard, before.destroyed, during.destroyed]).toEqual([false, false, false]);
  });

  test('leads to another target once it is told to', async () => {
    const first = await echo();
    const proxy = await startTcpProxy(null);
    closers.push(() => proxy.close());
    const refused = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
    await closed(refused);
    proxy.target = first.port;
    expect(await ask(await dial(proxy.port), 'hello')).toBe('hello');
    expect(first.sockets).toHaveLength(1);
  });
});

describe('an object store with faults', () => {
  const content = 'x'.repeat(20_000);

  async function faulty() {
    const store = createHttpServer((request, response) => {
      request
        .resume()
        .on('end', () => response.writeHead(200, { 'content-length': content.length }).end(content));
    });
    const proxy = await startObjectFaultProxy(await listening(store));
    closers.push(() => proxy.close());
    const url = `http://127.0.0.1:${proxy.port}/storage/v1/b/bucket/o/name`;
    return { proxy, url, download: () => fetch(`${url}?alt=media`).then((answer) => answer.text()) };
  }

  test('passes everything on when there is none', async () => {
    const { download } = await faulty();
    expect(await download()).toBe(content);
  });

  test('answers 503 to everything, 507 to writes alone', async () => {
    const { proxy, url, download } = await faulty();
    const end = proxy.begin('unavailable');
    expect((await fetch(url)).status).toBe(503);
    end();
    proxy.begin('disk-full');
    expect((await fetch(url, { method: 'POST', body: 'bytes' })).status).toBe(507);
    expect(await download()).toBe(content);
    expect(Object.fromEntries(proxy.struck)).toEqual({ unavailable: 1, 'disk-full': 1 });
  });

  test('breaks downloads off in the middle, or brings them in pieces', async () => {
    const { proxy, download } = await faulty();
    const end = proxy.begin('truncated');
    await expect(download()).rejects.toThrow(
      /terminated|aborted|ended|closed|premature|fetch failed|invalid/i,
    );
    end();
    proxy.begin('dribbling');
    expect(await download()).toBe(content);
  });
});
