import { type MigratedTestDatabase, openTestDatabase } from '@accountia/db/testing';
import { createLogger } from '@accountia/service-kit';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Leadership, startLeadership } from './leader.ts';

const logger = createLogger({ app: 'test', level: 'silent' });

describe('leadership', () => {
  let database: MigratedTestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.dispose());

  function candidate(name: string, log: string[]): Leadership {
    return startLeadership({
      databaseUrl: database.url,
      name: 'test',
      logger,
      retryMs: 20,
      lead: async () => {
        log.push(`${name} leads`);
        return async () => void log.push(`${name} stops`);
      },
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
    await first.stop();
    await until(() => second.isLeader());
    await second.stop();
    expect(log).toEqual(['first leads', 'first stops', 'second leads', 'second stops']);
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
});
