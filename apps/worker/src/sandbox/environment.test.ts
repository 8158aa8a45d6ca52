import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { threadEnvironment } from './environment.ts';

test('a thread is told neither addresses nor passwords, only where compiled modules are kept', async () => {
  const before = process.env['DATABASE_URL'];
  process.env['DATABASE_URL'] = 'postgres://somebody:secret@somewhere/accountia';
  const thread = new Worker(
    'const { parentPort } = require("node:worker_threads"); parentPort.postMessage({ ...process.env });',
    { eval: true, env: threadEnvironment() },
  );
  if (before === undefined) delete process.env['DATABASE_URL'];
  else process.env['DATABASE_URL'] = before;
  const [told] = (await once(thread, 'message')) as [Record<string, string>];
  expect(Object.keys(told).filter((name) => name !== 'NODE_COMPILE_CACHE')).toEqual([]);
});
