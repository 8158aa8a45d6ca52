import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { createLogger } from '@accountia/service-kit';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LeaderOptions, type Leadership, startLeadership } from './leader.ts';
import { startTcpProxy } from './testing/tcp-proxy.ts';

const logger = createLogger({ app: 'test', level: 'silent' });

describe('leadership', () => {
  let database: MigratedTestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.dispose());

  function candidate(name: string, log: string[], overrides: Partial<LeaderOptions> = {}): Leadership {
    return startLeadership({
      databaseUrl: database.url,
      name: 'test',
      logger,
      retryMs: 20,
      silenceMs: 500,
      lead: async () => {
        log.push(`${name} leads`);
        return async () => void log.push(`${name} stops`);
      },
      onStuck: (error) => void log.push(`${name}: ${error.message}`),
      ...overrides,
    });
  }

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  test('one leads at a time; another follows when the first one stops', async () => {
    const log: string[] = [];
    const first = candidate('first', log);
    await until(() => first.isLeader());
    const second = candidate('second', log);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(log).toEqual(['first leads']);
    await Promise.all([first.check(), second.check()]);
    await first.stop();
    await until(() => second.isLeader());
    await second.stop();
    expect(log).toEqual(['first leads', 'first stops', 'second leads', 'second stops']);
  });

  test('a leader that is well keeps the lead for longer than a silence may last', async () => {
    const log: string[] = [];
    const first = candidate('first', log);
    await until(() => first.isLeader());
    const second = candidate('second', log);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(log).toEqual(['first leads']);
    await second.stop();
    await first.stop();
  });

  test('a leader whose connection is cut stops its work and stands again', async () => {
    const log: string[] = [];
    const only = candidate('only', log);
    await until(() => only.isLeader());
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'accountia leader (test)' and datname = current_database()
    `.execute(database.db);
    await until(() => log.length >= 3);
    await only.stop();
    expect(log.slice(0, 3)).toEqual(['only leads', 'only stops', 'only leads']);
  });

  test('a leader whose connection is half open has stopped before another one leads', async () => {
    await using network = await startTcpProxy(database.url);
    const log: string[] = [];
    const first = candidate('first', log, { databaseUrl: network.url });
    await until(() => first.isLeader());
    const second = candidate('second', log);
    network.freeze();
    await until(() => second.isLeader());
    expect(log).toEqual(['first leads', 'first stops', 'second leads']);

    network.thaw();
    await second.stop();
    await until(() => first.isLeader());
    await first.stop();
    expect(log.slice(3)).toEqual(['second stops', 'first leads', 'first stops']);
  });

  test('work that does not stop is reported, because it would go on beside the next leader', async () => {
    const log: string[] = [];
    const stuck = candidate('stuck', log, {
      stopTimeoutMs: 50,
      lead: async () => () => new Promise<void>(() => undefined),
    });
    await until(() => stuck.isLeader());
    await stuck.stop();
    expect(log).toEqual(['stuck: The work of test did not stop within 50 ms after it had lost the lead']);
    expect(stuck.isLeader()).toBe(false);
  });

  test('work that cannot start leaves the lead to another and is tried again', async () => {
    const log: string[] = [];
    const only = candidate('only', log, {
      async lead() {
        log.push('tries');
        if (log.length < 3) throw new Error('not yet');
        return async () => void log.push('stops');
      },
    });
    await until(() => log.length === 3 && only.isLeader());
    await only.stop();
    expect(log).toEqual(['tries', 'tries', 'tries', 'stops']);
  });
});
