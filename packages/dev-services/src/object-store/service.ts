import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../errors.ts';
import { LOOPBACK } from '../state/ports.ts';
import { withLog } from '../supervisor/log-file.ts';
import type { ServiceDefinition } from '../supervisor/service.ts';

export function objectStoreEndpoint(port: number): string {
  return `http://${LOOPBACK}:${port}`;
}

export function createObjectStoreService(): ServiceDefinition {
  return {
    name: 'object-store',
    async prepare() {},
    spawn(context) {
      const environment = {
        ...process.env,
        HOST: LOOPBACK,
        PORT: String(context.port),
        DATA_DIR: context.state.objects,
        SERVICE_ACCOUNT_FILE: context.state.serviceAccount,
      };
      return withLog(context.state, 'object-store', (log) =>
        spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
          env: environment,
          stdio: ['ignore', log, log],
        }),
      );
    },
    async waitUntilReady(context, signal) {
      for (;;) {
        signal.throwIfAborted();
        try {
          const response = await fetch(`${objectStoreEndpoint(context.port)}/_health`, { signal });
          await response.text();
          if (response.ok) return;
          context.log(`object-store: waiting: answers ${response.status}`);
        } catch (error) {
          context.log(`object-store: waiting: ${messageOf(error)}`);
        }
        await sleep(50, undefined, { signal });
      }
    },
  };
}
