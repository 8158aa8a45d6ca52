import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createObjectServer } from '@accountia/dev-services/object-server';
import { createObjectStore } from './object-store.ts';
import type { ObjectStore, ObjectStoreOptions } from './object-store.ts';

export interface TestStore extends AsyncDisposable {
  store: ObjectStore;
  endpoint: string;
  keyFilename: string;
  /** How many requests are under way at the server. */
  openRequests(): number;
  /** Calls back, once, when the server begins to receive the bytes of an upload. */
  onceReceiving(listener: () => void): void;
}

/** Our object server in this process, and the store under test connected to it. */
export async function startTestStore(): Promise<TestStore> {
  const directory = await mkdtemp(join(tmpdir(), 'gcs-'));
  const keyFilename = join(directory, 'key.json');
  const server = await createObjectServer({ dataDirectory: directory, serviceAccountFile: keyFilename });
  let open = 0;
  server.on('request', (_, response) => {
    open += 1;
    response.once('close', () => {
      open -= 1;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const store = createObjectStore({
    bucket: 'documents',
    projectId: 'test',
    apiEndpoint: endpoint,
    keyFilename,
  });
  await store.ensureBucket();
  return {
    store,
    endpoint,
    keyFilename,
    openRequests: () => open,
    onceReceiving(listener) {
      server.on('request', function watch({ method }: IncomingMessage) {
        if (method !== 'PUT') return;
        server.off('request', watch);
        listener();
      });
    },
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await rm(directory, { recursive: true });
    },
  };
}

/** A store whose server answers as `listener` does: for what a healthy server never does. */
export async function startBrokenStore(
  listener: RequestListener,
  options: Pick<ObjectStoreOptions, 'stallLimitMs'> = {},
): Promise<{ store: ObjectStore } & AsyncDisposable> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    store: createObjectStore({ bucket: 'documents', projectId: 'test', apiEndpoint: endpoint, ...options }),
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
