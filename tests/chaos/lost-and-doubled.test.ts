import { cpSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { appOptions, type RunningApp, startApp } from '@accountia/cli/stack';
import { findRun, listRunEvents, type RunRow } from '@accountia/db';
import { buildPersonalReport } from '@accountia/excel-parser/testing';
import { ping } from '@accountia/task-contracts';
import { isTerminal } from '@accountia/task-contracts/api';
import { enqueue } from '@accountia/task-runtime';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT, startTestStack, type TestStack } from '../end-to-end/stack.ts';
import { killRedis } from './faults/services.ts';

/**
 * How Celery over Redis and bare BullMQ lose work or do it twice, each as a test. docs/reliability.md lists all the
 * ways, with those that are tested elsewhere. Two workers: what one does not hold, the other one gets.
 */
describe('what other queues lose or double', () => {
  let stack: TestStack;
  let organizationId: string;
  let second: RunningApp;

  beforeAll(async () => {
    stack = await startTestStack('chaos-regressions', { RUN_LEASE_SECONDS: '3' });
    second = await startApp(await appOptions(stack.prepared, 'worker', 'any'));
    ({ organizationId } = await stack.newTenant());
  });
  afterAll(async () => {
    await second.stop();
    await stack.stop();
  });

  async function ask(count: number, durationMs: number, runAt?: Date): Promise<RunRow[]> {
    return await stack.db.transaction().execute(async (trx) => {
      const runs: RunRow[] = [];
      for (let number = 0; number < count; number += 1) {
        const options = { organizationId, ...(runAt === undefined ? {} : { runAt }) };
        runs.push((await enqueue(trx, ping, { echo: String(number), durationMs }, options)).run);
      }
      return runs;
    });
  }

  async function until(run: RunRow, reached: (now: RunRow) => boolean): Promise<RunRow> {
    for (;;) {
      const now = (await findRun(stack.db, run.organization_id, run.id))!;
      if (reached(now)) return now;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const ended = (run: RunRow) => until(run, (now) => isTerminal(now.state));

  async function eventTypes(run: RunRow): Promise<string[]> {
    const events = await listRunEvents(stack.db, run.organization_id, run.id, 0n);
    return events.map((event) => event.type).filter((type) => type !== 'progress');
  }

  test('a run several times as long as its lease is not given to a second worker meanwhile', async () => {
    const [run] = (await ask(1, 8_000)) as [RunRow];
    expect(await ended(run)).toMatchObject({ state: 'completed', attempt: 1 });
    expect(await eventTypes(run)).toEqual(['queued', 'started', 'completed']);
  });

  test('a file that keeps a processor busy does not cost its worker the lease', async () => {
    const { client } = await stack.newTenant();
    const { bytes, expected } = buildPersonalReport({ seed: 11, facts: 20_000 });
    const accepted = await client.documents.upload({ data: bytes, filename: 'grande.xlsx' });
    const run = await client.waitForRun(accepted.run.id, { timeoutMs: 60_000 });
    expect(run.attempt).toBe(1);
    await client.waitForRun((run.result as { analysisRunId: string }).analysisRunId, { timeoutMs: 60_000 });
    expect((await client.documents.get(accepted.document.id)).entryCount).toBe(expected.rows.length);
  });

  test('a run for later waits beyond every time limit of the queue and is started once, not before', async () => {
    const runAt = new Date(Date.now() + 5_000);
    const [run] = (await ask(1, 0, runAt)) as [RunRow];
    const done = await ended(run);
    expect(done.started_at!.getTime()).toBeGreaterThanOrEqual(runAt.getTime());
    expect(await eventTypes(run)).toEqual(['queued', 'started', 'completed']);
  });

  test('a worker that is frozen beyond its lease finds its run finished by another and changes nothing', async () => {
    const [run] = (await ask(1, 1_500)) as [RunRow];
    const { worker_id: holder } = await until(run, (now) => now.state === 'running');
    const frozen = [second, ...stack.apps.apps].find((app) => holder!.includes(`-${app.pid}-`))!;
    frozen.signal('SIGSTOP');
    try {
      expect(await ended(run)).toMatchObject({ state: 'completed', attempt: 2 });
    } finally {
      frozen.signal('SIGCONT');
    }
    // It takes part again, and what it believed to hold has not come back.
    await Promise.all((await ask(8, 100)).map(ended));
    expect(await eventTypes(run)).toEqual(['queued', 'started', 'lost', 'started', 'completed']);
  });

  test('a Redis that loses its file with runs waiting in it: all are delivered again, each executed once', async () => {
    const runs = await ask(16, 500);
    await until(runs[0]!, (now) => now.state === 'running');
    await killRedis(stack.prepared.services.stateDirectory, (files) => rmSync(files, { recursive: true }));
    for (const run of runs) {
      expect(await ended(run)).toMatchObject({ state: 'completed', attempt: 1 });
      expect((await eventTypes(run)).filter((type) => type === 'completed')).toHaveLength(1);
    }
  });

  test('a Redis that comes back as it was before, as after a failover: finished runs are not executed again', async () => {
    const copy = path.join(stack.prepared.services.stateDirectory, 'redis-before');
    const redis = new Redis(stack.prepared.services.queue.url);
    const runs = await ask(16, 300);
    await until(runs[0]!, (now) => now.state === 'running');
    // The file as a replica that lags would have it: with jobs in it that are done by the time it takes over.
    await redis.bgrewriteaof();
    await expect.poll(() => redis.info('persistence')).toContain('aof_rewrite_in_progress:0');
    redis.disconnect();
    const { stateDirectory } = stack.prepared.services;
    cpSync(path.join(stateDirectory, 'redis', 'appendonlydir'), copy, { recursive: true });
    await Promise.all(runs.map(ended));
    await killRedis(stateDirectory, (files) => {
      rmSync(files, { recursive: true });
      cpSync(copy, files, { recursive: true });
    });
    // Behind everything that came back.
    await Promise.all((await ask(4, 0)).map(ended));
    for (const run of runs) expect(await eventTypes(run)).toEqual(['queued', 'started', 'completed']);
  });

  test('a queue emptied by an operator forgets no deduplication: the same document is read by one run', async () => {
    const { client, organizationId: other } = await stack.newTenant();
    const { bytes } = buildPersonalReport({ seed: 12, facts: 3_000 });
    const first = await client.documents.upload({ data: bytes, filename: 'reporte.xlsx' });
    const redis = new Redis(stack.prepared.services.queue.url);
    await redis.flushall();
    redis.disconnect();
    const again = await client.documents.upload({ data: bytes, filename: 'reporte.xlsx' });
    expect(again.run.id).toBe(first.run.id);
    await client.waitForRun(first.run.id, { timeoutMs: 60_000 });
    const reads = await stack.db
      .selectFrom('runs')
      .select('id')
      .where('organization_id', '=', other)
      .where('task', '=', 'exogena.process-file')
      .execute();
    expect(reads).toEqual([{ id: first.run.id }]);
  });
});

test('producers, consumers and the board share one version of BullMQ', () => {
  const lockfile = readFileSync(path.join(ROOT, 'pnpm-lock.yaml'), 'utf8');
  const versions = new Set([...lockfile.matchAll(/\bbullmq@(\d+\.\d+\.\d+)/g)].map(([, version]) => version));
  expect(versions.size).toBe(1);
});
