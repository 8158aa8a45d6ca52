import { EventEmitter } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Storage } from '@google-cloud/storage';
import { createObjectServer } from './server.ts';

// Google's client adds listeners for every chunk it waits for when downloading, and Node.js warns of that.
EventEmitter.defaultMaxListeners = 0;

/** An object server of this process for tests, and Google's own client connected to it. */
export interface TestServer extends AsyncDisposable {
  endpoint: string;
  storage: Storage;
  directory: string;
  errors: unknown[];
  /** Moves the server's clock: signed URLs expire. */
  advanceClock(milliseconds: number): void;
  /** Stops the server and starts another over the same directory and port. */
  restart(): Promise<void>;
}

export async function startTestServer(): Promise<TestServer> {
  const directory = await mkdtemp(join(tmpdir(), 'object-store-'));
  const keyFilename = join(directory, 'service-account.json');
  const errors: unknown[] = [];
  let ahead = 0;
  const start = async (port: number) => {
    const server = await createObjectServer({
      dataDirectory: directory,
      serviceAccountFile: keyFilename,
      onError: (error) => errors.push(error),
      now: () => new Date(Date.now() + ahead),
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return server;
  };
  let server = await start(0);
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const endpoint = `http://127.0.0.1:${port}`;
  const storage = new Storage({
    apiEndpoint: endpoint,
    projectId: 'test',
    retryOptions: { autoRetry: false },
  });
  storage.authClient.jsonContent = JSON.parse(await readFile(keyFilename, 'utf8'));
  return {
    endpoint,
    directory,
    errors,
    storage,
    advanceClock(milliseconds) {
      ahead += milliseconds;
    },
    async restart() {
      await stop();
      server = await start(port);
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(directory, { recursive: true });
    },
  };
}
