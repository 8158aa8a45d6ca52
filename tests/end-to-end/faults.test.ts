import { type AppName, appOptions, type RunningApp, startApp } from '@accountia/cli/stack';
import { findRun, listRunEvents, type RunRow } from '@accountia/db';
import { buildBulkWorkbook, buildPersonalReport } from '@accountia/excel-parser/testing';
import type { Client } from '@accountia/sdk';
import { ping } from '@accountia/task-contracts';
import { enqueue } from '@accountia/task-runtime';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startTestStack, type TestStack } from './stack.ts';

/** What a fault must never change: each accepted run ends, and its effects are there once. */
describe('when parts of the system die', () => {
  let stack: TestStack;
  let organizationId: string;
  let client: Client;
  const replacements: RunningApp[] = [];

  beforeAll(async () => {
    stack = await startTestStack('e2e-faults');
    ({ organizationId, client } = await stack.newTenant());
  });
  afterAll(async () => {
    for (const app of replacements.toReversed()) await app.stop();
    await stack.stop();
  });
  afterEach(async () => {
    const unfinished = await stack.db
      .selectFrom('runs')
      .select(['id', 'state'])
      .where('finished_at', 'is', null)
      .execute();
    expect(unfinished).toEqual([]);
  });

  function current(name: AppName): RunningApp {
    return (
      replacements.findLast((app) => app.name === name) ?? stack.apps.apps.find((app) => app.name === name)!
    );
  }

  async function kill(name: AppName): Promise<void> {
    const app = current(name);
    app.signal('SIGKILL');
    expect((await app.ended).signal).toBe('SIGKILL');
  }

  async function startAgain(name: AppName): Promise<void> {
    replacements.push(await startApp(await appOptions(stack.prepared, name, 'any')));
  }

  async function ask(count: number, durationMs: number): Promise<RunRow[]> {
    return await stack.db.transaction().execute(async (trx) => {
      const runs: RunRow[] = [];
      for (let number = 0; number < count; number += 1) {
        runs.push((await enqueue(trx, ping, { echo: String(number), durationMs }, { organizationId })).run);
      }
      return runs;
    });
  }

  async function reload(run: RunRow): Promise<RunRow> {
    return (await findRun(stack.db, run.organization_id, run.id))!;
  }

  async function untilAll(runs: readonly RunRow[], states: readonly string[]): Promise<void> {
    for (const run of runs) {
      while (!states.includes((await reload(run)).state))
        await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  async function timesCompleted(run: RunRow): Promise<number> {
    const events = await listRunEvents(stack.db, run.organization_id, run.id, 0n);
    return events.filter((event) => event.type === 'completed').length;
  }

  test('a worker killed in the middle of runs: another one finishes them, each once', async () => {
    const runs = await ask(6, 1_500);
    await untilAll(runs.slice(0, 4), ['running']);
    await kill('worker');
    await startAgain('worker');
    await untilAll(runs, ['completed']);
    expect(await Promise.all(runs.map(timesCompleted))).toEqual(runs.map(() => 1));
    const attempts = (await Promise.all(runs.map(reload))).map((run) => run.attempt);
    expect(attempts.filter((attempt) => attempt === 2)).toHaveLength(4);
    expect(attempts.filter((attempt) => attempt === 1)).toHaveLength(2);
  });

  test('a worker killed while it reads a file: the entries are there once', async () => {
    const { bytes, expected } = buildPersonalReport({ seed: 7, facts: 20_000 });
    const accepted = await client.documents.upload({ data: bytes, filename: 'grande.xlsx' });
    for await (const event of client.followRun(accepted.run.id)) {
      if (event.type === 'progress' && Number(event.data['percent']) >= 10) break;
    }
    await kill('worker');
    await startAgain('worker');
    const run = await client.waitForRun(accepted.run.id, { timeoutMs: 60_000 });
    expect(run.attempt).toBe(2);
    const stored = await stack.db
      .selectFrom('entries')
      .select(({ fn }) => [fn.countAll<bigint>().as('rows'), fn.sum<string>('amount').as('total')])
      .where('document_id', '=', accepted.document.id)
      .executeTakeFirstOrThrow();
    const total = expected.rows.reduce((sum, row) => sum + BigInt(row.amount), 0n);
    expect({ rows: Number(stored.rows), total: BigInt(stored.total) }).toEqual({
      rows: expected.rows.length,
      total,
    });
    const { analysisRunId } = run.result as { analysisRunId: string };
    await client.waitForRun(analysisRunId, { timeoutMs: 60_000 });
  });

  test('a worker killed while it reads what a company files: the records are there once', async () => {
    const built = buildBulkWorkbook({ format: '1001', records: 12_000 });
    const accepted = await client.documents.upload({ data: built.bytes, filename: '1001.xlsx' });
    for await (const event of client.followRun(accepted.run.id)) {
      if (event.type === 'progress' && Number(event.data['percent']) >= 10) break;
    }
    await kill('worker');
    await startAgain('worker');
    const run = await client.waitForRun(accepted.run.id, { timeoutMs: 60_000 });
    expect(run).toMatchObject({ attempt: 2, result: { recordCount: 12_000 } });
    const totals = await client.documents.recordTotals(accepted.document.id);
    expect(totals).toMatchObject({
      recordCount: 12_000,
      amount: String(built.amounts.reduce((sum, { amount }) => sum + amount, 0n)),
    });
  });

  test('beat killed with runs waiting: they are delivered when it is back', async () => {
    await kill('beat');
    const runs = await ask(5, 0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await Promise.all(runs.map(reload))).map((run) => run.state)).toEqual(runs.map(() => 'queued'));
    await startAgain('beat');
    await untilAll(runs, ['completed']);
    expect(await Promise.all(runs.map(timesCompleted))).toEqual(runs.map(() => 1));
  });

  test('Redis emptied with runs waiting in it: they are delivered again, each executed once', async () => {
    const runs = await ask(12, 400);
    await untilAll(runs, ['dispatched', 'running', 'completed']);
    const redis = new Redis(stack.prepared.services.queue.url);
    await redis.flushall();
    redis.disconnect();
    await untilAll(runs, ['completed']);
    expect(await Promise.all(runs.map(timesCompleted))).toEqual(runs.map(() => 1));
    // What was being executed went on: a flush is no reason to do it again.
    expect((await Promise.all(runs.map(reload))).map((run) => run.attempt)).toEqual(runs.map(() => 1));
  });

  test('a worker asked to stop lets its runs finish and takes no new ones', async () => {
    const runs = await ask(2, 1_000);
    await untilAll(runs, ['running']);
    const before = current('worker');
    const stopping = before.stop();
    await stopping;
    const later = await ask(1, 0);
    await startAgain('worker');
    await untilAll([...runs, ...later], ['completed']);
    expect((await before.ended).code).toBe(0);
    expect((await Promise.all(runs.map(reload))).map((run) => run.attempt)).toEqual([1, 1]);
  });

  test('cancelling a run that is under way stops it', async () => {
    const [run] = (await ask(1, 60_000)) as [RunRow];
    await untilAll([run], ['running']);
    await client.runs.cancel(run.id);
    await untilAll([run], ['cancelled']);
    const events = await listRunEvents(stack.db, organizationId, run.id, 0n);
    expect(events.map((event) => event.type)).toContain('cancel-requested');
  });
});
