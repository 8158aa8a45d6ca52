import { createServer } from 'node:net';
import { codeOf } from '../errors.ts';
import type { StateDirectory } from './state-directory.ts';
import { readJson, writeJson } from './state-directory.ts';

export const LOOPBACK = '127.0.0.1';

/** True when a server could listen on this port of 127.0.0.1 now. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => {
      if (codeOf(error) === 'EADDRINUSE' || codeOf(error) === 'EACCES') resolve(false);
      else reject(error);
    });
    probe.listen({ host: LOOPBACK, port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** A port of 127.0.0.1 that the system says is free. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host: LOOPBACK, port: 0, exclusive: true }, () => {
      const address = probe.address();
      if (address === null || typeof address === 'string') {
        reject(new Error('The system gave no port.'));
        return;
      }
      probe.close(() => resolve(address.port));
    });
  });
}

/** The port this service had last time when it is free, else another; remembered, so that URLs stay the same. */
export async function choosePort(state: StateDirectory, service: string): Promise<number> {
  const remembered = readJson<Record<string, number>>(state.ports) ?? {};
  const last = remembered[service];
  if (last !== undefined && (await isPortFree(last))) return last;
  const port = await freePort();
  writeJson(state.ports, { ...readJson<Record<string, number>>(state.ports), [service]: port });
  return port;
}
