import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { clean, up } from './index.ts';
import type { DevServices, UpOptions } from './index.ts';
import { isRunning } from './state/process-identity.ts';
import type { ProcessIdentity } from './state/process-identity.ts';
import { stateDirectoryAt } from './state/state-directory.ts';
import type { StateDirectory } from './state/state-directory.ts';
import { readServices } from './supervisor/service-record.ts';
import type { ServiceName } from './supervisor/service-record.ts';

/** A stack of a test: in a directory that only we may enter, as `mktemp -d` makes it. */
export interface TestStack extends AsyncDisposable {
  state: StateDirectory;
  options: { stateDirectory: string };
  up(options?: UpOptions): Promise<DevServices>;
  /** Another process that calls `up` with itself as the owner, and stays. */
  upInChild(): Promise<ChildProcess>;
  /** Every process of the stack, as recorded. */
  processes(): ProcessIdentity[];
  process(name: ServiceName | 'supervisor' | 'guard'): ProcessIdentity;
}

export function createTestStack(): TestStack {
  const parent = mkdtempSync(join(tmpdir(), 'dev services-'));
  const state = stateDirectoryAt(join(parent, '.data'));
  const options = { stateDirectory: state.path };
  const children: ChildProcess[] = [];

  function process_(name: ServiceName | 'supervisor' | 'guard'): ProcessIdentity {
    const record = readServices(state);
    const identity =
      name === 'supervisor' || name === 'guard' ? record?.[name] : record?.services[name]?.process;
    if (identity === null || identity === undefined) throw new Error(`${name} is not in the record`);
    return identity;
  }

  return {
    state,
    options,
    up: (more = {}) =>
      up({ ...options, environment: { PATH: process.env['PATH'] }, profile: 'test', ...more }),
    process: process_,
    processes: () => (['supervisor', 'guard', 'postgres', 'redis', 'object-store'] as const).map(process_),
    async upInChild() {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'test-owner-main.ts'), state.path], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.push(child);
      const [line] = await once(createInterface({ input: child.stdout }), 'line');
      if (line !== 'up') throw new Error(`the child says: ${line}`);
      return child;
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) child.kill('SIGKILL');
      await clean(options);
      rmSync(parent, { recursive: true, force: true });
    },
  };
}

export function allGone(processes: readonly ProcessIdentity[]): boolean {
  return !processes.some(isRunning);
}
