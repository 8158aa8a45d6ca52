import { runPage, run as runSchema, problem } from '@accountia/task-contracts/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type Tenant, type TestApi } from '../testing/api.ts';
import { complete, createRun, fail, startAttempt } from '../testing/runs.ts';

let api: TestApi;
let tenant: Tenant;
beforeAll(async () => {
  api = await startTestApi();
  tenant = await api.tenant();
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

const newRun = async () => await createRun(api, tenant.organizationId);
const post = async (id: string, action: 'cancel' | 'retry') =>
  await tenant.request(`/v1/runs/${id}/${action}`, { method: 'POST' });
const runOf = async (response: Response) => runSchema.parse(await response.json());

describe('a run', () => {
  test('is shown with what became of it; the reason of a failure is for people, its code for programs', async () => {
    const run = await newRun();
    expect(await runOf(await tenant.request(`/v1/runs/${run.id}`))).toMatchObject({
      state: 'queued',
      attempt: 0,
      error: null,
    });
    await fail(api, await startAttempt(api, run));
    expect(await runOf(await tenant.request(`/v1/runs/${run.id}`))).toMatchObject({
      state: 'failed',
      attempt: 1,
      error: {
        code: 'timeout',
        message: 'Tardó más de lo permitido (1 segundos).',
        details: { timeoutMs: 1_000 },
      },
      finishedAt: expect.any(String),
    });
  });

  test('cancelled before it starts stops at once; cancelled twice stays as it is', async () => {
    const run = await newRun();
    const first = await post(run.id, 'cancel');
    expect(first.status).toBe(200);
    const cancelled = await runOf(first);
    expect(cancelled).toMatchObject({
      state: 'cancelled',
      cancelRequested: true,
      error: { code: 'cancelled' },
    });
    expect(await runOf(await post(run.id, 'cancel'))).toEqual(cancelled);
  });

  test('cancelled while it runs is asked to stop, and goes on until its worker has', async () => {
    const run = await newRun();
    await startAttempt(api, run);
    expect(await runOf(await post(run.id, 'cancel'))).toMatchObject({
      state: 'running',
      cancelRequested: true,
    });
  });

  test('that failed is started again with as many tries as the catalogue gives', async () => {
    const run = await newRun();
    await fail(api, await startAttempt(api, run));
    const response = await post(run.id, 'retry');
    expect(response.status).toBe(202);
    expect(await runOf(response)).toMatchObject({
      id: run.id,
      state: 'queued',
      attempt: 1,
      maxAttempts: 5,
      error: null,
    });
  });

  test('that is waiting, running or completed is not started again', async () => {
    const waiting = await newRun();
    const running = await newRun();
    await startAttempt(api, running);
    const completed = await newRun();
    await complete(api, await startAttempt(api, completed));
    for (const [run, code] of [
      [waiting, 'run_not_finished'],
      [running, 'run_not_finished'],
      [completed, 'run_already_completed'],
    ] as const) {
      const response = await post(run.id, 'retry');
      expect(response.status).toBe(409);
      expect(problem.parse(await response.json()).code).toBe(code);
    }
  });
});

describe('the list of runs', () => {
  test('goes page by page from the newest to the oldest, each run once, also when new ones come in between', async () => {
    const other = await api.tenant('Con muchas tareas');
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push((await createRun(api, other.organizationId)).id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page = runPage.parse(await (await other.request(`/v1/runs?limit=2${query}`)).json());
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      await createRun(api, other.organizationId);
    } while (cursor !== null);
    expect(seen).toEqual(ids.toReversed());
  });

  test('is filtered by state and task', async () => {
    const other = await api.tenant('Con filtros');
    const run = await createRun(api, other.organizationId);
    await createRun(api, other.organizationId);
    await fail(api, await startAttempt(api, run));
    const failed = runPage.parse(
      await (await other.request('/v1/runs?state=failed&task=system.ping')).json(),
    );
    expect(failed.items.map(({ id }) => id)).toEqual([run.id]);
    expect(await (await other.request('/v1/runs?task=no.such-task')).json()).toEqual({
      items: [],
      nextCursor: null,
    });
  });
});
