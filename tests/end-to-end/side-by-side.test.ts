import { createServer, type Server } from 'node:net';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT, startTestStack, type TestStack } from './stack.ts';

describe('a machine that is in use already', () => {
  const taken: Server[] = [];
  beforeAll(async () => {
    for (const port of [3000, 3001, 5432, 6379]) {
      const server = createServer();
      // Somebody else may hold the port on this machine; then it is taken all the same.
      await new Promise<void>((resolve) => {
        server.once('error', () => resolve());
        server.listen(port, '127.0.0.1', () => {
          taken.push(server);
          resolve();
        });
      });
    }
  });
  afterAll(async () => {
    await Promise.all(taken.map((server) => new Promise((resolve) => server.close(resolve))));
  });

  test('two stacks run side by side with the usual ports taken, one of them without Redis', async () => {
    process.env['ACCOUNTIA_QUEUE'] = 'postgres';
    const starting = startTestStack('e2e-postgres-queue');
    await starting.catch(() => undefined);
    delete process.env['ACCOUNTIA_QUEUE'];
    const stacks: TestStack[] = [await starting, await startTestStack('e2e')];
    expect(stacks.map((stack) => stack.prepared.services.queue.kind)).toEqual(['postgres', 'redis']);
    try {
      await Promise.all(
        stacks.map(async (stack) => {
          const { client } = await stack.newTenant();
          const accepted = await client.documents.upload({
            data: readFileSync(path.join(ROOT, 'samples/reporteExogena2025.xlsx')),
            filename: 'reporte.xlsx',
          });
          const run = await client.waitForRun(accepted.run.id, { timeoutMs: 60_000 });
          const { analysisRunId } = run.result as { analysisRunId: string };
          await client.waitForRun(analysisRunId, { timeoutMs: 60_000 });
          expect((await client.health()).status).toBe('ok');
        }),
      );
    } finally {
      for (const stack of stacks) await stack.stop();
    }
  });
});
