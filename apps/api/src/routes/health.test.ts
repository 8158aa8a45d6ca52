import { connect } from '@accountia/db';
import { health } from '@accountia/task-contracts/api';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi } from '../app.ts';
import type { ApiHealthCheck } from '../context.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

const answer = async (app: TestApi['app'], path: string) => {
  const response = await app.request(path);
  return { status: response.status, body: health.parse(await response.json()) };
};

/** A dependency at an address where nobody listens. */
function unreachable(name: string, required: boolean): { check: ApiHealthCheck; close: () => Promise<void> } {
  const db = connect({ url: 'postgresql://someone:secret@127.0.0.1:1/nothing' });
  return {
    check: { name, required, check: async () => void (await sql`select 1`.execute(db)) },
    close: () => db.destroy(),
  };
}

describe('health', () => {
  test('names each dependency, whether it answers and how quickly', async () => {
    const { status, body } = await answer(api.app, '/health');
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'ok', app: 'api' });
    expect(body.dependencies.map(({ name, ok, message }) => [name, ok, message])).toEqual([
      ['postgresql', true, null],
      ['queue', true, null],
      ['object-store', true, null],
    ]);
    expect((await answer(api.app, '/readyz')).status).toBe(200);
  });

  test('without something indispensable is not ready, and tells no address or secret', async () => {
    const { check, close } = unreachable('postgresql', true);
    const app = createApi({ ...api.dependencies, healthChecks: [check] });
    const ready = await answer(app, '/readyz');
    expect(ready.status).toBe(503);
    expect(ready.body).toMatchObject({
      status: 'degraded',
      dependencies: [{ ok: false, message: 'ECONNREFUSED' }],
    });
    expect((await answer(app, '/health')).body.status).toBe('degraded');
    expect((await app.request('/livez')).status).toBe(200);
    await close();
  });

  test('without the queue stays ready, for what is accepted waits in the database', async () => {
    const { check, close } = unreachable('queue', false);
    const [database] = api.dependencies.healthChecks;
    const app = createApi({ ...api.dependencies, healthChecks: [database!, check] });
    expect((await answer(app, '/health')).body.status).toBe('degraded');
    expect(await answer(app, '/readyz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    await close();
  });

  test('asks its dependencies once, however many ask at the same time', async () => {
    let asked = 0;
    const counting: ApiHealthCheck = {
      name: 'counted',
      required: true,
      check: async () => void (asked += 1),
    };
    const app = createApi({ ...api.dependencies, healthChecks: [counting] });
    await Promise.all(Array.from({ length: 20 }, () => app.request('/health')));
    expect(asked).toBe(1);
  });
});
