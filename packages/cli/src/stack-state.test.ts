import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  answerStackRequests,
  readStackState,
  removeStackState,
  requestRestart,
  requestStop,
  type StackRequest,
  type StackState,
  writeStackState,
} from './stack-state.ts';
import { runCommand } from './testing/run-command.ts';
import { type TemporaryDirectory, temporaryDirectory } from './testing/temporary-directory.ts';

let temporary: TemporaryDirectory;
let directory: string;
let stopAnswering: () => void = () => undefined;

beforeEach(() => {
  temporary = temporaryDirectory();
  directory = temporary.path;
});
afterEach(() => {
  stopAnswering();
  stopAnswering = () => undefined;
  temporary[Symbol.dispose]();
});

/** A process id that no process has: the largest that Linux gives out is 2^22. */
const NOBODY = 2 ** 22 + 1;

const running: StackState = {
  pid: process.pid,
  apps: { api: { pid: 101, url: 'http://127.0.0.1:3000' }, worker: { pid: 102, url: null } },
};

/** A stack that restarts its apps by giving them new process ids, a little later. */
function runStack(state: StackState, received: StackRequest[] = []): void {
  writeStackState(state, directory);
  const answer = async (request: StackRequest) => {
    received.push(request);
    await sleep(50);
    if (request.action === 'stop') return removeStackState(directory);
    const concerns = (name: string) => request.app === null || request.app === name;
    const apps = Object.entries(state.apps);
    const down = apps.map(([name, app]) => [name, concerns(name) ? null : app] as const);
    writeStackState({ ...state, apps: Object.fromEntries(down) }, directory);
    await sleep(50);
    const up = apps.map(
      ([name, app]) =>
        [name, concerns(name) ? { url: app?.url ?? null, pid: (app?.pid ?? 0) + 1000 } : app] as const,
    );
    writeStackState({ ...state, apps: Object.fromEntries(up) }, directory);
  };
  stopAnswering = answerStackRequests((request) => void answer(request), directory);
}

describe('the state of the stack', () => {
  test('is what the stack wrote, and nothing once it has ended', () => {
    expect(readStackState(directory)).toBeNull();
    writeStackState(running, directory);
    expect(readStackState(directory)).toEqual(running);
    removeStackState(directory);
    expect(readStackState(directory)).toBeNull();
  });

  test('of a stack that was killed counts as nothing', () => {
    writeStackState({ ...running, pid: NOBODY }, directory);
    expect(readStackState(directory)).toBeNull();
  });

  test('that a crash cut in half counts as nothing', () => {
    writeFileSync(path.join(directory, 'stack.json'), '{"pid": 1');
    expect(readStackState(directory)).toBeNull();
  });
});

describe('restarting', () => {
  test('one app waits until that app is back', async () => {
    const received: StackRequest[] = [];
    runStack(running, received);
    const state = await requestRestart('worker', { directory });
    expect(received).toEqual([{ action: 'restart', app: 'worker' }]);
    expect(state.apps).toEqual({ ...running.apps, worker: { pid: 1102, url: null } });
  });

  test('all apps waits for each', async () => {
    runStack(running);
    const state = await requestRestart(null, { directory });
    expect(Object.values(state.apps).map((app) => app?.pid)).toEqual([1101, 1102]);
  });

  test('an app that is down brings it up', async () => {
    runStack({ ...running, apps: { ...running.apps, beat: null } });
    const state = await requestRestart('beat', { directory });
    expect(state.apps['beat']).toEqual({ pid: 1000, url: null });
  });

  test('an unknown app names those there are', async () => {
    runStack(running);
    await expect(requestRestart('wroker', { directory })).rejects.toMatchObject({
      code: 'unknown_app',
      message: expect.stringContaining('api, worker'),
    });
  });

  test('without a stack says how to start it', async () => {
    await expect(requestRestart(null, { directory })).rejects.toMatchObject({ code: 'stack_not_running' });
  });

  test('a killed stack whose process id is somebody else’s now leaves that process and no request behind', async () => {
    writeStackState(running, directory);
    await expect(requestRestart(null, { directory, answerMs: 300 })).rejects.toMatchObject({
      code: 'stack_not_running',
    });
    expect(existsSync(path.join(directory, 'stack-request.json'))).toBe(false);
  });

  test('an app that does not come back is an error', async () => {
    writeStackState(running, directory);
    stopAnswering = answerStackRequests(() => undefined, directory);
    await expect(requestRestart('api', { directory, timeoutMs: 300 })).rejects.toMatchObject({
      code: 'restart_timeout',
    });
  });

  test('what was asked of an earlier stack is not for the next one', async () => {
    writeFileSync(path.join(directory, 'stack-request.json'), JSON.stringify({ action: 'stop' }));
    const received: StackRequest[] = [];
    runStack(running, received);
    await requestRestart('api', { directory });
    expect(received).toEqual([{ action: 'restart', app: 'api' }]);
  });

  test('as a command prints what runs again', async () => {
    runStack(running);
    const environment = { ACCOUNTIA_STATE_DIRECTORY: directory };
    const { exitCode, output } = await runCommand(['restart', 'api'], { environment });
    expect({ exitCode, output }).toEqual({
      exitCode: 0,
      output: '✔ api runs again, process 1101 at http://127.0.0.1:3000\n',
    });
  });
});

describe('stopping', () => {
  test('waits until the stack has ended', async () => {
    runStack(running);
    expect(await requestStop({ directory })).toBe(true);
    expect(readStackState(directory)).toBeNull();
  });

  test('without a stack is nothing to do', async () => {
    expect(await requestStop({ directory })).toBe(false);
  });

  test('is an error when the stack stays', async () => {
    writeStackState(running, directory);
    stopAnswering = answerStackRequests(() => undefined, directory);
    await expect(requestStop({ directory, timeoutMs: 100 })).rejects.toMatchObject({ code: 'stop_timeout' });
  });
});

describe('cleaning', () => {
  const clean = (args: string[], stateDirectory = directory) =>
    runCommand(['clean', ...args], { environment: { ACCOUNTIA_STATE_DIRECTORY: stateDirectory } });

  test('deletes the state directory after the apps have stopped', async () => {
    const received: StackRequest[] = [];
    runStack(running, received);
    writeFileSync(path.join(directory, 'secrets.json'), '{}');
    const { exitCode, output } = await clean(['--yes']);
    expect(exitCode).toBe(0);
    expect(output).toContain(`Deleted ${directory}`);
    expect(received).toEqual([{ action: 'stop' }]);
    expect(existsSync(directory)).toBe(false);
  });

  test('needs --yes where there is nobody to ask', async () => {
    writeFileSync(path.join(directory, 'secrets.json'), '{}');
    const { exitCode, errors } = await clean([]);
    expect(exitCode).toBe(2);
    expect(errors).toContain('--yes');
    expect(existsSync(path.join(directory, 'secrets.json'))).toBe(true);
  });

  test('refuses a directory that is not ours', async () => {
    writeFileSync(path.join(directory, 'thesis.txt'), 'years of work');
    const { exitCode, errors } = await clean(['--yes']);
    expect(exitCode).toBe(1);
    expect(errors).toContain('does not look like ours');
    expect(existsSync(path.join(directory, 'thesis.txt'))).toBe(true);
  });

  test('of what is not there is nothing to do', async () => {
    expect((await clean(['--yes'], path.join(directory, 'never'))).exitCode).toBe(0);
  });
});
