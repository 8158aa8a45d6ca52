import { setTimeout as sleep } from 'node:timers/promises';
import {
  appendRunEvent,
  createOrganization,
  findRun,
  heartbeatWorker,
  reconcileSchedules,
  removeWorker,
  SYSTEM_ORGANIZATION_ID,
} from '@accountia/db';
import { createLogger } from '@accountia/service-kit';
import { ping } from '@accountia/task-contracts';
import { createTransport, enqueue, startDispatcher, startTaskWorker } from '@accountia/task-runtime';
import { handlersWith } from '@accountia/task-runtime/testing';
import { describe, expect, test } from 'vitest';
import { readQueue } from './system-environment.ts';
import { operatedSystem } from './testing/operated-system.ts';
import { runCommand } from './testing/run-command.ts';

const logger = createLogger({ app: 'test', level: 'silent' });
const system = operatedSystem();
const { accountia, accountiaJson } = system;
/** As an operator has it: a process that must end by itself. */
const accountiaProcess = (...args: string[]) => runCommand(args, { environment: system.environment });

async function queuePing(organizationId = SYSTEM_ORGANIZATION_ID): Promise<string> {
  const { run } = await system.database.db
    .transaction()
    .execute((trx) => enqueue(trx, ping, { echo: 'hello' }, { organizationId }));
  return run.id;
}

async function untilCompleted(runId: string): Promise<void> {
  while ((await findRun(system.database.db, SYSTEM_ORGANIZATION_ID, runId))?.state !== 'completed')
    await sleep(20);
}

/** Worker and dispatcher in this process, with the real transport, while the work lasts. */
async function withRunningSystem(work: () => Promise<void>): Promise<void> {
  const { db, url: databaseUrl } = system.database;
  const transport = createTransport(readQueue(system.environment), logger);
  const handlers = handlersWith({
    'system.ping': {
      execute: async ({ payload, workerId, attempt }) => ({
        apply: async () => ({ echo: payload.echo, workerId, attempt }),
      }),
    },
  });
  const worker = await startTaskWorker({
    db,
    databaseUrl,
    transport,
    handlers,
    logger,
    concurrency: 2,
    leaseMs: 10_000,
  });
  const dispatcher = await startDispatcher({ db, databaseUrl, transport, logger });
  try {
    await work();
  } finally {
    await dispatcher.stop();
    await worker.stop(1_000);
    await transport.close();
  }
}

describe('test', () => {
  test('ticks every part of a system that works', async () => {
    await withRunningSystem(async () => {
      const { exitCode, output, errors } = await accountiaProcess('test');
      expect(output.match(/^✔ .*\d (ms|s) /gm)).toHaveLength(5);
      expect(output).toContain('Everything works.');
      expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    });
  });

  test('crosses what is missing, tries nothing that needs it, and is exit code 1', async () => {
    const { exitCode, output } = await accountia('test', '--json');
    expect(exitCode).toBe(1);
    const { ok, checks } = JSON.parse(output) as {
      ok: boolean;
      checks: { name: string; ok: boolean; message: string }[];
    };
    expect(ok).toBe(false);
    expect(checks.map((check) => [check.name, check.ok])).toEqual([
      ['PostgreSQL', true],
      [system.redis === undefined ? 'Queue' : 'Redis', true],
      ['Object store', true],
      ['Workers', false],
      ['Ping run', false],
    ]);
    expect(checks.at(-1)?.message).toBe('not tried: it needs Workers');
  });

  test('ends a ping that nobody dispatches, and cancels it', async () => {
    const worker = {
      id: 'deaf',
      app: 'worker',
      host: 'here',
      pid: 1,
      version: '0',
      queues: ['parse'],
      concurrency: 1,
      active_runs: 0,
    };
    await heartbeatWorker(system.database.db, worker);
    const { exitCode, output } = await accountia('test', '--timeout', '1', '--json');
    await removeWorker(system.database.db, 'deaf');
    expect(exitCode).toBe(1);
    const { checks } = JSON.parse(output) as { checks: { message: string }[] };
    const message = checks.at(-1)!.message;
    expect(message).toMatch(/was still queued after 1 s; it was cancelled/);
    const runId = /run (\S+)/.exec(message)![1]!;
    expect((await accountiaJson<{ run: { state: string } }>('runs', 'show', runId)).run.state).toBe(
      'cancelled',
    );
  });

  test('crosses servers that are away and says what to do', async () => {
    const away = {
      ...system.environment,
      DATABASE_URL: 'postgres://127.0.0.1:1/none',
      REDIS_URL: 'redis://127.0.0.1:1',
      QUEUE_BACKEND: 'redis',
      GCS_API_ENDPOINT: 'http://127.0.0.1:1',
    };
    const { exitCode, output } = await runCommand(['test'], { environment: away });
    expect(exitCode).toBe(1);
    expect(output.match(/^✘/gm)).toHaveLength(5);
    expect(output).toContain('DATABASE_URL');
    expect(output).toContain('Something does not work.');
  });
});

describe('status', () => {
  test('shows queues, active runs, workers and schedules', async () => {
    await system.database.db.transaction().execute((trx) =>
      reconcileSchedules(trx, [
        {
          id: 'nightly',
          task: 'maintenance.purge-expired',
          pattern: '0 3 * * *',
          timeZone: 'America/Bogota',
          payload: {},
          enabled: true,
        },
      ]),
    );
    const runId = await queuePing();
    await withRunningSystem(async () => {
      await untilCompleted(runId);
      const { exitCode, output } = await accountiaProcess('status');
      expect(exitCode).toBe(0);
      expect(output).toMatch(/parse +0 +0 +0 +0 +0 +-/);
      expect(output).toMatch(/0 \(2 at a time in each queue\)/);
      expect(output).toMatch(/nightly +maintenance\.purge-expired +0 3 \* \* \* +America\/Bogota/);
      expect(output).toContain('"npm start" does not run here.');
    });
  });

  test('counts what waits, by queue', async () => {
    const runId = await queuePing();
    const { queues } = await accountiaJson<{ queues: { queue: string; queued: number }[] }>('status');
    await accountia('runs', 'cancel', runId);
    expect(queues.map(({ queue, queued }) => [queue, queued])).toEqual([
      ['parse', 0],
      ['analyze', 0],
      ['maintenance', 1],
    ]);
  });

  test('is told also when the queue does not answer', async () => {
    const { exitCode, output } = await runCommand(['status'], {
      environment: { ...system.environment, QUEUE_BACKEND: 'redis', REDIS_URL: 'redis://127.0.0.1:1' },
    });
    expect(exitCode).toBe(0);
    expect(output).toContain('Redis does not answer');
    expect(output).toContain('None is alive.');
  });
});

describe('runs', () => {
  test('can be listed over all organizations, cancelled, shown and retried', async () => {
    const organization = await createOrganization(system.database.db, 'Contadores de Ejemplo');
    const runId = await queuePing(organization.id);
    await queuePing();

    const listed = await accountiaProcess('runs', 'list', '--organization', 'Contadores de Ejemplo');
    expect(listed.output).toMatch(new RegExp(`${runId} +system\\.ping +queued +0/4 .*Contadores de Ejemplo`));
    const all = await accountiaJson<{ id: string }[]>('runs', 'list', '--task', 'system.ping');
    expect(all.length).toBeGreaterThan(1);

    const cancelled = await accountiaProcess('runs', 'cancel', runId);
    expect(cancelled).toMatchObject({ exitCode: 0, output: `Run ${runId} is cancelled.\n` });
    const shown = await accountiaProcess('runs', 'show', runId);
    expect(shown.output).toMatch(/State +cancelled/);
    expect(shown.output).toMatch(/History\n.* queued\n.* cancelled /);

    expect((await accountiaProcess('runs', 'retry', runId)).output).toContain('queued again');
    const again = await accountia('runs', 'retry', runId);
    expect(again.exitCode).toBe(1);
    expect(again.errors).toContain('has not finished: it is queued');
    await accountia('runs', 'cancel', runId);
  });

  test('that failed are shown by their cause and started again, one or all of it', async () => {
    const organization = await createOrganization(system.database.db, 'Contadores con Fallas');
    const ids: string[] = [];
    for (const code of ['store_down', 'store_down', 'store_down', 'refused']) {
      const id = await queuePing(organization.id);
      const error = JSON.stringify({ code, message: code, retryable: true, details: {} });
      const failed = { state: 'failed', finished_at: new Date(), attempt: 4, error } as const;
      await system.database.db.updateTable('runs').set(failed).where('id', '=', id).execute();
      ids.push(id);
    }
    const ours = ['--organization', 'Contadores con Fallas'];
    const shown = await accountiaProcess('runs', 'dead', '--since', '1h', ...ours);
    expect(shown.output).toMatch(/\n +3 +system\.ping +store_down /);
    expect(shown.output).toMatch(/\n +1 +system\.ping +refused /);
    const dead = await accountiaJson<{ runs: { id: string }[] }>(
      'runs',
      'dead',
      '--code',
      'refused',
      ...ours,
    );
    expect(dead.runs.map(({ id }) => id)).toEqual([ids[3]]);

    expect((await accountiaProcess('runs', 'redrive', ids[0]!)).output).toBe('1 run is queued again.\n');
    const rest = await accountia('runs', 'redrive', '--all', '--code', 'store_down', ...ours);
    expect(rest.output).toBe('2 runs are queued again.\n');
    expect(await accountiaJson('runs', 'redrive', ids[0]!)).toMatchObject({
      error: { code: 'run_not_failed' },
    });
    expect((await findRun(system.database.db, organization.id, ids[1]!))?.max_attempts).toBe(8);
    for (const words of [[], [ids[0]!, '--all'], [ids[3]!, '--code', 'refused']]) {
      expect((await accountia('runs', 'redrive', ...words)).exitCode).toBe(2);
    }
    await system.database.db.deleteFrom('runs').where('organization_id', '=', organization.id).execute();
  });

  test('that have completed are neither repeated nor cancelled', async () => {
    const runId = await queuePing();
    await withRunningSystem(async () => {
      await untilCompleted(runId);
    });
    expect(await accountiaJson('runs', 'retry', runId)).toMatchObject({ error: { code: 'run_completed' } });
    expect(await accountiaJson('runs', 'cancel', runId)).toMatchObject({ error: { code: 'run_finished' } });
  });

  test('show a history longer than one page of the database', async () => {
    const runId = await queuePing();
    const run = { organization_id: SYSTEM_ORGANIZATION_ID, id: runId };
    for (let step = 0; step < 510; step += 1)
      await appendRunEvent(system.database.db, run, 'progress', { step });
    const { events } = await accountiaJson<{ events: { data: object }[] }>('runs', 'show', runId);
    await accountia('runs', 'cancel', runId);
    expect(events).toHaveLength(511);
    expect(events.at(-1)?.data).toEqual({ step: 509 });
  });

  test.for(['00000000-0000-4000-8000-000000000000', 'not-a-run'])('%s does not exist', async (id) => {
    for (const command of ['show', 'retry', 'cancel']) {
      expect(await accountiaJson('runs', command, id)).toMatchObject({ error: { code: 'run_not_found' } });
    }
  });
});
