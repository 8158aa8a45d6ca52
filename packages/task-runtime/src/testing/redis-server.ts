import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface RedisServer extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

const PROGRAMS = ['redis-server', 'valkey-server'];

/** The program on PATH, null on a machine that has none: its tests use PostgreSQL as the queue. */
export function findRedisServer(): string | null {
  return PROGRAMS.find((program) => spawnSync(program, ['--version']).status === 0) ?? null;
}

/** A Redis of a test's own with settings of its choice, which the shared one must not have. */
export async function startRedisServer(
  program: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RedisServer> {
  const directory = mkdtempSync(path.join(tmpdir(), 'accountia-redis-'));
  const port = await freePort();
  const all: Record<string, string> = { bind: '127.0.0.1', port: String(port), dir: directory, ...settings };
  const child = spawn(program, ['-'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(
    Object.entries(all)
      .map(([name, value]) => `${name} ${value}\n`)
      .join(''),
  );
  const exited = once(child, 'exit');
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    if (line.includes('eady to accept connections')) resolve();
  });
  child.on('exit', () => reject(new Error(`${program} did not start: ${lines.join('\n')}`)));
  await ready;
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: child.pid!,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
