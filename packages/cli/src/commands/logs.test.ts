import { appendFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LogTail, readLastLines } from '../logs/log-files.ts';
import { runCommand, startCommand } from '../testing/run-command.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../testing/temporary-directory.ts';

let directory: TemporaryDirectory;
let environment: Record<string, string>;

beforeEach(() => {
  directory = temporaryDirectory();
  environment = { ACCOUNTIA_STATE_DIRECTORY: directory.path };
  mkdirSync(path.join(directory.path, 'logs'));
});
afterEach(() => directory[Symbol.dispose]());

const fileOf = (name: string) => path.join(directory.path, 'logs', `${name}.log`);
const entry = (seconds: number, facts: object) =>
  `${JSON.stringify({ level: 'info', time: `2026-08-12T15:00:0${seconds}.250Z`, app: 'api', pid: 7, ...facts })}\n`;

describe('logs', () => {
  test('takes JSON lines apart and leaves others as they are', async () => {
    writeFileSync(
      fileOf('api'),
      entry(1, { msg: 'listening', url: 'http://127.0.0.1:3000' }) +
        entry(2, {
          level: 'error',
          msg: 'failed',
          err: { message: 'broken', stack: 'Error: broken\n    at here' },
          text: 'two words',
        }) +
        '{"cut in the mid\nplain text\n',
    );
    const { exitCode, output } = await runCommand(['logs', 'api'], {
      environment: { ...environment, TZ: 'UTC' },
    });
    expect(exitCode).toBe(0);
    expect(output).toBe(
      '15:00:01.250 INFO  listening url=http://127.0.0.1:3000\n' +
        '15:00:02.250 ERROR failed text="two words"\n' +
        '    Error: broken\n        at here\n' +
        '{"cut in the mid\nplain text\n',
    );
  });

  test('of all come in the order of their times, each with its name', async () => {
    writeFileSync(fileOf('api'), entry(1, { msg: 'first' }) + entry(4, { msg: 'fourth' }));
    writeFileSync(fileOf('worker'), `${entry(2, { msg: 'second' })}with more\n${entry(3, { msg: 'third' })}`);
    const { output } = await runCommand(['logs'], { environment });
    const lines = output.trimEnd().split('\n');
    expect(lines.map((line) => line.split(/\s+/)[0])).toEqual(['api', 'worker', 'worker', 'worker', 'api']);
    expect(lines.map((line) => line.split(' ').at(-1))).toEqual([
      'first',
      'second',
      'more',
      'third',
      'fourth',
    ]);
  });

  test('are as many lines as wanted', async () => {
    writeFileSync(fileOf('api'), Array.from({ length: 500 }, (_, index) => `line ${index}\n`).join(''));
    const { output } = await runCommand(['logs', 'api', '--lines', '3'], { environment });
    expect(output).toBe('line 497\nline 498\nline 499\n');
  });

  test('follow what comes until they are stopped', async () => {
    writeFileSync(fileOf('api'), 'before\n');
    const child = startCommand(['logs', 'api', '--follow'], { environment });
    const closed = new Promise<void>((resolve) => void child.on('close', () => resolve()));
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout! })) {
      lines.push(line);
      if (lines.length === 1) appendFileSync(fileOf('api'), 'after\nhalf');
      else if (lines.length === 2) appendFileSync(fileOf('api'), ' and half\n');
      else break;
    }
    child.kill('SIGTERM');
    await closed;
    expect(lines).toEqual(['before', 'after', 'half and half']);
  });

  test('of an app that has none name those there are', async () => {
    writeFileSync(fileOf('worker'), '');
    const { exitCode, errors } = await runCommand(['logs', 'wroker'], { environment });
    expect(exitCode).toBe(1);
    expect(errors).toContain('Did you mean "worker"?');
  });

  test('are told to be missing where nothing has run', async () => {
    const { exitCode, errors } = await runCommand(['logs'], { environment });
    expect(exitCode).toBe(1);
    expect(errors).toContain('nothing has run here yet');
  });
});

describe('reading a log from its end', () => {
  test('gives whole lines over chunk borders, with letters of several bytes', () => {
    const lines = Array.from({ length: 5_000 }, (_, index) => `línea ${index} ${'ñ'.repeat(index % 50)}`);
    writeFileSync(fileOf('big'), `${lines.join('\n')}\nnot yet a line`);
    const { lines: last, offset } = readLastLines(fileOf('big'), 3_000);
    expect(last).toEqual(lines.slice(-3_000));
    appendFileSync(fileOf('big'), ', now it is\n');
    expect(new LogTail(fileOf('big'), offset).newLines()).toEqual(['not yet a line, now it is']);
  });

  test('of fewer lines than wanted gives all, and of an empty file none', () => {
    writeFileSync(fileOf('small'), 'one\ntwo\n');
    expect(readLastLines(fileOf('small'), 50)).toEqual({ lines: ['one', 'two'], offset: 8 });
    writeFileSync(fileOf('small'), '');
    expect(readLastLines(fileOf('small'), 50)).toEqual({ lines: [], offset: 0 });
  });

  test('goes on from the start of a log that was emptied', () => {
    writeFileSync(fileOf('api'), 'one\ntwo\n');
    const tail = new LogTail(fileOf('api'), 8);
    truncateSync(fileOf('api'));
    appendFileSync(fileOf('api'), 'new\n');
    expect(tail.newLines()).toEqual(['new']);
    expect(tail.newLines()).toEqual([]);
  });
});
