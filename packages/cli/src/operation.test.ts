import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  appendRunEvent,
  authenticateApiKey,
  createOrganization,
  findRun,
  heartbeatWorker,
  reconcileSchedules,
  removeWorker,
  SYSTEM_ORGANIZATION_ID,
} from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import {
  createTestDatabase,
  createTestRedis,
  startTestServices,
  type TestRedis,
} from '@accountia/dev-services/testing';
import { createLogger } from '@accountia/service-kit';
import { ping } from '@accountia/task-contracts';
import { createTransport, enqueue, startDispatcher, startTaskWorker } from '@accountia/task-runtime';
import { handlersWith } from '@accountia/task-runtime/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readQueue } from './system-environment.ts';
import { type CommandResult, runCommand } from './testing/run-command.ts';
import { temporaryDirectory } from './testing/temporary-directory.ts';

const logger = createLogger({ app: 'test', level: 'silent' });
let services: Awaited<ReturnType<typeof startTestServices>>;
let database: MigratedTestDatabase;
let redis: TestRedis | undefined;
let environment: Record<string, string>;
const state = temporaryDirectory();

beforeAll(async () => {
  services = await startTestServices({ ownerPid: process.pid });
  database = await openTestDatabase();
  if (services.queue.kind === 'redis') redis = await createTestRedis(services.queue.url);
  environment = {
    ...services.environment,
    ACCOUNTIA_STATE_DIRECTORY: state.path,
    DATABASE_URL: database.url,
    ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
  };
});
afterAll(async () => {
  await redis?.dispose();
  await database.dispose();
  await services.release();
  state[Symbol.dispose]();
});

const accountia = (...args: string[]): Promise<CommandResult> => runCommand(args, { environment });

async function accountiaJson<Answer>(...args: string[]): Promise<Answer> {
  const { output, errors } = await accountia(...args, '--json');
  expect(errors).toBe('');
  return JSON.parse(output) as Answer;
}

async function queuePing(organizationId = SYSTEM_ORGANIZATION_ID): Promise<string> {
  const { run } = await database.db
    .transaction()
    .execute((trx) => enqueue(trx, ping, { echo: 'hello' }, { organizationId }));
  return run.id;
}

async function untilCompleted(runId: string): Promise<void> {
  while ((await findRun(database.db, SYSTEM_ORGANIZATION_ID, runId))?.state !== 'completed') await sleep(20);
}

/** Worker and dispatcher in this process, with the real transport, while the work lasts. */
async function withRunningSystem(work: () => Promise<void>): Promise<void> {
  const { db, url: databaseUrl } = database;
  const transport = createTransport(readQueue(environment), logger);
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
      const { exitCode, output, errors } = await accountia('test');
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
      [redis === undefined ? 'Queue' : 'Redis', true],
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
    await heartbeatWorker(database.db, worker);
    const { exitCode, output } = await accountia('test', '--timeout', '1', '--json');
    await removeWorker(database.db, 'deaf');
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
      ...environment,
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
    await database.db.transaction().execute((trx) =>
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
      const { exitCode, output } = await accountia('status');
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
      environment: { ...environment, QUEUE_BACKEND: 'redis', REDIS_URL: 'redis://127.0.0.1:1' },
    });
    expect(exitCode).toBe(0);
    expect(output).toContain('Redis does not answer');
    expect(output).toContain('None is alive.');
  });
});

describe('runs', () => {
  test('can be listed over all organizations, cancelled, shown and retried', async () => {
    const organization = await createOrganization(database.db, 'Contadores de Ejemplo');
    const runId = await queuePing(organization.id);
    await queuePing();

    const listed = await accountia('runs', 'list', '--organization', 'Contadores de Ejemplo');
    expect(listed.output).toMatch(new RegExp(`${runId} +system\\.ping +queued +0/4 .*Contadores de Ejemplo`));
    const all = await accountiaJson<{ id: string }[]>('runs', 'list', '--task', 'system.ping');
    expect(all.length).toBeGreaterThan(1);

    const cancelled = await accountia('runs', 'cancel', runId);
    expect(cancelled).toMatchObject({ exitCode: 0, output: `Run ${runId} is cancelled.\n` });
    const shown = await accountia('runs', 'show', runId);
    expect(shown.output).toMatch(/State +cancelled/);
    expect(shown.output).toMatch(/History\n.* queued\n.* cancelled /);

    expect((await accountia('runs', 'retry', runId)).output).toContain('queued again');
    const again = await accountia('runs', 'retry', runId);
    expect(again.exitCode).toBe(1);
    expect(again.errors).toContain('has not finished: it is queued');
    await accountia('runs', 'cancel', runId);
  });

  test('that failed are shown by their cause and started again, one or all of it', async () => {
    const organization = await createOrganization(database.db, 'Contadores con Fallas');
    const ids: string[] = [];
    for (const code of ['store_down', 'store_down', 'store_down', 'refused']) {
      const id = await queuePing(organization.id);
      const error = JSON.stringify({ code, message: code, retryable: true, details: {} });
      const failed = { state: 'failed', finished_at: new Date(), attempt: 4, error } as const;
      await database.db.updateTable('runs').set(failed).where('id', '=', id).execute();
      ids.push(id);
    }
    const ours = ['--organization', 'Contadores con Fallas'];
    const shown = await accountia('runs', 'dead', '--since', '1h', ...ours);
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

    expect((await accountia('runs', 'redrive', ids[0]!)).output).toBe('1 run is queued again.\n');
    const rest = await accountia('runs', 'redrive', '--all', '--code', 'store_down', ...ours);
    expect(rest.output).toBe('2 runs are queued again.\n');
    expect(await accountiaJson('runs', 'redrive', ids[0]!)).toMatchObject({
      error: { code: 'run_not_failed' },
    });
    expect((await findRun(database.db, organization.id, ids[1]!))?.max_attempts).toBe(8);
    for (const words of [[], [ids[0]!, '--all'], [ids[3]!, '--code', 'refused']]) {
      expect((await accountia('runs', 'redrive', ...words)).exitCode).toBe(2);
    }
    await database.db.deleteFrom('runs').where('organization_id', '=', organization.id).execute();
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
    for (let step = 0; step < 510; step += 1) await appendRunEvent(database.db, run, 'progress', { step });
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

describe('keys', () => {
  test('open their organization until they are revoked', async () => {
    const created = await accountia(
      'keys',
      'create',
      '--organization',
      'Firma de Prueba',
      '--name',
      'integración',
    );
    expect(created.exitCode).toBe(0);
    expect(created.errors).toContain('New organization "Firma de Prueba"');
    const key = created.output.trim();
    const authenticated = await authenticateApiKey(database.db, key);
    expect(authenticated).toMatchObject({ name: 'integración' });

    const second = await accountiaJson<{ organizationId: string }>(
      'keys',
      'create',
      '--organization',
      'Firma de Prueba',
    );
    expect(second.organizationId).toBe(authenticated?.organizationId);

    const listed = await accountia('keys', 'list', '--organization', 'Firma de Prueba');
    expect(listed.output).toContain('integración');
    expect(listed.output).not.toContain(key);

    expect(await accountiaJson('keys', 'revoke', authenticated!.id)).toEqual({
      id: authenticated!.id,
      revoked: true,
    });
    expect(await authenticateApiKey(database.db, key)).toBeNull();
    expect(await accountiaJson('keys', 'revoke', key)).toEqual({ id: authenticated!.id, revoked: false });
  });

  test('that do not exist cannot be revoked, and are not repeated in the message', async () => {
    const key = `ack_0123456789ab_${'x'.repeat(43)}`;
    const { exitCode, errors } = await accountia('keys', 'revoke', key);
    expect(exitCode).toBe(1);
    expect(errors).toContain('There is no such API key');
    expect(errors).not.toContain('xxxx');
  });
});

describe('migrate', () => {
  test('brings an empty database up to date, once', async () => {
    await using empty = await createTestDatabase(services.databaseUrl);
    const run = () =>
      runCommand(['migrate', '--json'], { environment: { ...environment, DATABASE_URL: empty.url } });
    const first = JSON.parse((await run()).output) as { migrated: string[] };
    expect(first.migrated.length).toBeGreaterThan(0);
    expect(JSON.parse((await run()).output)).toEqual({ migrated: [] });
  });
});

describe('health', () => {
  test.for([
    ['ok', 200, 0],
    ['degraded', 503, 1],
  ] as const)('of an API that says %s', async ([status, httpStatus, exitCode]) => {
    const dependencies = [
      { name: 'postgres', ok: status === 'ok', latencyMs: 2, message: status === 'ok' ? null : 'no answer' },
    ];
    const server = createServer((request, response) => {
      response.writeHead(request.url === '/health' ? httpStatus : 404, {
        'content-type': 'application/json',
      });
      response.end(JSON.stringify({ status, app: 'api', version: '0.1.0', dependencies }));
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const result = await runCommand(['health'], { environment: { ACCOUNTIA_API_URL: url } });
    server.closeAllConnections();
    server.close();
    expect(result.exitCode).toBe(exitCode);
    expect(result.output).toContain(`api 0.1.0 at ${url}: ${status}`);
    expect(result.output).toMatch(/postgres +2 ms/);
  });

  test('of nobody is exit code 1', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    const silent = await runCommand(['health', '--url', `http://127.0.0.1:${port}`]);
    expect(silent.exitCode).toBe(1);
    expect(silent.errors).toContain('ECONNREFUSED');
    const unknown = await accountia('health');
    expect(unknown.exitCode).toBe(1);
    expect(unknown.errors).toContain('npm start');
  });
});

describe('services', () => {
  test('of a directory where none runs is exit code 3', async () => {
    const { exitCode, output } = await accountia('services');
    expect(exitCode).toBe(3);
    expect(output).toContain('No local services run');
  });

  test('that run here are found without any variable', async () => {
    const { exitCode, output } = await runCommand(['services', '--json'], {
      environment: { ACCOUNTIA_STATE_DIRECTORY: services.stateDirectory },
    });
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ running: true });
    const migrated = await runCommand(['migrate', '--json'], {
      environment: { ACCOUNTIA_STATE_DIRECTORY: services.stateDirectory },
    });
    expect({ exitCode: migrated.exitCode, errors: migrated.errors }).toEqual({ exitCode: 0, errors: '' });
  });
});
