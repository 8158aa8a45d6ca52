import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { listen, type Listener } from '../../listen.ts';
import { type MigratedTestDatabase, openTestDatabase } from '../../testing/index.ts';
import { createOrganization } from '../organizations.ts';
import { admitRuns } from './dispatch.ts';
import { insertRun, type RunRow } from './enqueue.ts';
import { announceRuns } from './events.ts';
import { claimRun, completeWithoutEffects } from './execution.ts';

const SIGN = 'accountia dispatcher is looking';

describe('notices about runs', () => {
  let database: MigratedTestDatabase;
  let organizationId: string;
  let listener: Listener;
  let dispatcher: Listener;
  const heard: string[] = [];
  beforeAll(async () => {
    database = await openTestDatabase();
    organizationId = (await createOrganization(database.db, 'notices')).id;
    const common = { url: database.url, applicationName: 'test', onError: () => undefined };
    listener = await listen({
      ...common,
      channels: ['accountia_run_queued', 'accountia_run_event'],
      onNotice: (channel, payload) => void heard.push(`${channel} ${payload}`),
    });
    dispatcher = await listen({ ...common, channels: [], onNotice: () => undefined });
  });
  afterAll(async () => {
    await listener.close();
    await dispatcher.close();
    await database.dispose();
  });
  beforeEach(async () => {
    await database.db.deleteFrom('runs').execute();
    heard.length = 0;
  });

  async function accept(): Promise<RunRow> {
    const run = {
      organizationId,
      task: 'system.ping',
      taskVersion: 1,
      queue: 'maintenance',
      priority: 0,
      payload: {},
      maxAttempts: 1,
      timeoutMs: 1_000,
      hardTimeoutMs: 2_000,
      deduplication: null,
    } as const;
    return (await database.db.transaction().execute((trx) => insertRun(trx, run))).run;
  }

  /** Notices come in the order of commits: when the marker is here, so is all before it. */
  async function noticesSoFar(): Promise<string[]> {
    const marker = crypto.randomUUID();
    await announceRuns(database.db, [marker]);
    await vi.waitFor(() => expect(heard).toContain(`accountia_run_event ${marker}`));
    return heard.splice(0).filter((notice) => !notice.endsWith(marker));
  }

  test('call the dispatcher for a new run, unless it has put up the sign that it looks', async () => {
    await accept();
    expect(await noticesSoFar()).toEqual(['accountia_run_queued maintenance']);
    heard.length = 0;
    expect(await dispatcher.setSign(SIGN, true)).toBe(true);
    await accept();
    expect(await noticesSoFar()).toEqual([]);
    expect(await dispatcher.setSign(SIGN, false)).toBe(true);
    heard.length = 0;
    await accept();
    expect(await noticesSoFar()).toEqual(['accountia_run_queued maintenance']);
  });

  test('of what every run goes through come from whoever made it happen, and not from its transaction', async () => {
    const run = await accept();
    const [admitted] = await admitRuns(database.db, { queue: 'maintenance', maxInFlight: 9, batchSize: 9 });
    // Waits for that of the new run, which may be on its way still.
    await noticesSoFar();
    const claimed = await claimRun(database.db, {
      organizationId,
      runId: run.id,
      delivery: admitted!.delivery,
      workerId: 'test',
      leaseMs: 5_000,
    });
    const key = { organizationId, runId: run.id, attempt: claimed!.attempt };
    expect(await completeWithoutEffects(database.db, [{ ...key, result: {} }])).toEqual(['held']);
    expect(await noticesSoFar()).toEqual([]);
    await announceRuns(database.db, [run.id]);
    expect(await noticesSoFar()).toEqual([`accountia_run_event ${run.id}`]);
  });

  test('a sign that somebody is in the way of is not put up, and nobody is kept waiting for long', async () => {
    await database.db.transaction().execute(async (trx) => {
      const run = {
        organization_id: organizationId,
        task: 't',
        task_version: 1,
        queue: 'maintenance',
        priority: 0,
      } as const;
      await trx
        .insertInto('runs')
        .values({ ...run, payload: '{}', max_attempts: 1, timeout_ms: 1 })
        .execute();
      await sql`set constraints all immediate`.execute(trx);
      expect(await dispatcher.setSign(SIGN, true)).toBe(false);
    });
    expect(await dispatcher.setSign(SIGN, true)).toBe(true);
    expect(await dispatcher.setSign(SIGN, false)).toBe(true);
  });
});
