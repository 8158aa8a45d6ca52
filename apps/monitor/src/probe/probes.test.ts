import { hostname } from 'node:os';
import { heartbeatWorker } from '@accountia/db';
import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { createLogger } from '@accountia/service-kit';
import { startLeadership } from '@accountia/task-runtime';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMonitor } from '../testing/start-monitor.ts';
import { probeBeat, probeHttp, probeWorker } from './probes.ts';

describe('the probes of a container', () => {
  let database: MigratedTestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(async () => {
    await database.dispose();
  });

  it('find an app that serves HTTP, and notice when it is gone', async () => {
    const monitor = await startMonitor('postgres');
    const { port } = new URL(monitor.url);
    await probeHttp(port);
    await monitor.close();
    await expect(probeHttp(port)).rejects.toThrow('fetch failed');
  });

  it('find the worker of this machine by its heartbeat, and no other', async () => {
    const worker = { app: 'worker', pid: 1, version: '0.1.0', queues: [], concurrency: 1, active_runs: 0 };
    await heartbeatWorker(database.db, { ...worker, id: 'elsewhere', host: 'another-machine' });
    await expect(probeWorker(database.url)).rejects.toThrow('no worker on');
    await heartbeatWorker(database.db, { ...worker, id: 'here', host: hostname() });
    await probeWorker(database.url);
    await database.db
      .updateTable('workers')
      .set({ heartbeat_at: sql<Date>`now() - interval '16 seconds'` })
      .execute();
    await expect(probeWorker(database.url)).rejects.toThrow('no worker on');
  });

  it('find beat while it leads', async () => {
    await expect(probeBeat(database.url)).rejects.toThrow('no beat');
    const { promise: leads, resolve } = Promise.withResolvers<void>();
    const leadership = startLeadership({
      databaseUrl: database.url,
      name: 'beat',
      logger: createLogger({ app: 'beat', level: 'silent' }),
      async lead() {
        resolve();
        return async () => {};
      },
      onStuck: (error) => {
        throw error;
      },
    });
    await leads;
    await probeBeat(database.url);
    await leadership.stop();
    await expect(probeBeat(database.url)).rejects.toThrow('no beat');
  });
});
