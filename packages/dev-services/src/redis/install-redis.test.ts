import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findRedis } from './find-redis.ts';
import { planInstallation } from './install-redis.ts';

test.each([
  ['apt-get', true, 'apt-get install -y -q --no-install-recommends redis-server'],
  ['apk', true, 'apk add --no-cache redis'],
  ['dnf', true, 'sh -c dnf install -y valkey || dnf install -y redis'],
  ['brew', false, 'brew install redis'],
])('%s installs without asking', (manager, needsRoot, lastCommand) => {
  const plan = planInstallation((program) => program === manager);
  expect(plan).toMatchObject({ manager, needsRoot });
  expect(plan?.commands.at(-1)?.join(' ')).toBe(lastCommand);
});

test('an unknown system has no plan', () => {
  expect(planInstallation(() => false)).toBeNull();
});

describe('looking for Redis', () => {
  let bin: string;
  const log = () => {};

  beforeEach(() => {
    bin = mkdtempSync(join(tmpdir(), 'bin-'));
  });
  afterEach(() => rmSync(bin, { recursive: true }));

  function program(name: string, script: string): string {
    const path = join(bin, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  test('takes redis-server before valkey-server, and either from PATH', async () => {
    const valkey = program('valkey-server', '');
    const options = { environment: { PATH: `/nonexistent:${bin}` }, onLog: log, confirm: null };
    expect(await findRedis(options)).toMatchObject({ program: { origin: 'valkey-server', command: valkey } });
    const redis = program('redis-server', '');
    expect(await findRedis(options)).toMatchObject({ program: { origin: 'redis-server', command: redis } });
  });

  test('takes Docker when it answers and nothing else is there', async () => {
    const docker = program('docker', 'exit 0');
    const options = { environment: { PATH: bin }, onLog: log, confirm: null };
    expect(await findRedis(options)).toMatchObject({ program: { origin: 'docker', command: docker } });
    program('docker', 'exit 1');
    expect(await findRedis(options)).toEqual({
      program: null,
      reason: expect.stringContaining('Docker does not answer'),
    });
  });

  test.skipIf(process.getuid?.() === 0)('asks before installing, and takes no for an answer', async () => {
    program('brew', 'touch "$0.ran"');
    const asked: string[] = [];
    const confirm = async (question: string) => {
      asked.push(question);
      return false;
    };
    const found = await findRedis({ environment: { PATH: bin }, onLog: log, confirm });
    expect(found).toEqual({ program: null, reason: expect.stringContaining('declined') });
    expect(asked).toEqual([expect.stringContaining('brew install redis')]);
    expect(() => readFileSync(join(bin, 'brew.ran'))).toThrow('ENOENT');
  });
});
