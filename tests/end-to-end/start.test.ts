import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ROOT } from './stack.ts';

const STATE = path.join(ROOT, '.data', 'e2e-start');

interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Of everything that it started: apps, services and their supervisor. */
  readonly pids: readonly number[];
  readonly ended: Promise<number | null>;
}

function readState<Content>(file: string): Content {
  return JSON.parse(readFileSync(path.join(STATE, file), 'utf8')) as Content;
}

async function start(): Promise<Running> {
  const child = spawn(
    process.execPath,
    [path.join(ROOT, 'packages/cli/src/main.ts'), 'start', '--no-watch'],
    {
      env: { ...process.env, ACCOUNTIA_STATE_DIRECTORY: STATE, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('Ctrl-C stops everything')) resolve();
      });
    }
    void ended.then(() => reject(new Error(`npm start ended early:\n${output}`)));
  });
  const { apps } = readState<{ apps: Record<string, { pid: number }> }>('stack.json');
  const { supervisor, services } = readState<{
    supervisor: { pid: number };
    services: Record<string, { process: { pid: number } }>;
  }>('services.json');
  const pids = [
    ...Object.values(apps).map((app) => app.pid),
    ...Object.values(services).map((service) => service.process.pid),
    supervisor.pid,
  ];
  return { child, output: () => output, pids, ended };
}

function alive(pids: readonly number[]): number[] {
  return pids.filter((pid) => {
    try {
      return process.kill(pid, 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
      throw error;
    }
  });
}

async function untilGone(pids: readonly number[]): Promise<void> {
  while (alive(pids).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
}

describe('npm start', () => {
  let running: Running | undefined;
  afterEach(async () => {
    running?.child.kill('SIGTERM');
    await running?.ended;
  });

  test('prints every address, and stops all it started when asked to', async () => {
    running = await start();
    const urls = [...running.output().matchAll(/http:\/\/127\.0\.0\.1:\d+[^\s]*/g)].map(([url]) => url);
    const reference = urls.find((url) => url.endsWith('/reference'))!;
    const board = urls.find((url) => url.endsWith('/admin'))!;
    expect((await fetch(reference)).status).toBe(200);
    expect((await fetch(board, { headers: { accept: 'text/html' } })).url).toContain('/login');
    expect(alive(running.pids)).toEqual(running.pids);
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
    await untilGone(running.pids);
  });

  test('killed, it leaves nothing behind, and starts again as if nothing had happened', async () => {
    running = await start();
    running.child.kill('SIGKILL');
    await running.ended;
    await untilGone(running.pids);
    running = await start();
    expect(alive(running.pids)).toEqual(running.pids);
  });
});
