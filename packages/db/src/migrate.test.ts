import { createTestDatabase, startTestServices } from '@accountia/dev-services/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from './connect.ts';
import { assertSchemaIsCurrent, migrate, migrateTo } from './migrate.ts';
import { migrations } from './migrations/index.ts';

describe('migrations', () => {
  let services: Awaited<ReturnType<typeof startTestServices>>;
  beforeAll(async () => {
    services = await startTestServices({ ownerPid: process.pid });
  });
  afterAll(async () => {
    await services.release();
  });

  test('bring an empty database to the newest schema, once, also when two processes start together', async () => {
    await using database = await createTestDatabase(services.databaseUrl);
    const first = connect({ url: database.url });
    const second = connect({ url: database.url });
    const ran = await Promise.all([migrate(first), migrate(second)]);
    expect(ran.flat().toSorted()).toEqual(Object.keys(migrations));
    expect(await migrate(first)).toEqual([]);
    await expect(assertSchemaIsCurrent(first)).resolves.toBeUndefined();
    await first.destroy();
    await second.destroy();
  });

  test('one process migrates under an advisory lock while the others wait for it', async () => {
    await using database = await createTestDatabase(services.databaseUrl);
    const db = connect({ url: database.url });
    await migrateTo(db, '0003-analysis');
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const { promise: held, resolve: hold } = Promise.withResolvers<void>();
    // Somebody reads a table that the next migration changes: the first process stops in the middle.
    const reader = db.transaction().execute(async (trx) => {
      await sql`lock table entries in access share mode`.execute(trx);
      hold();
      await released;
    });
    await held;
    const processes = [connect({ url: database.url }), connect({ url: database.url })];
    const migrating = processes.map((process) => migrate(process));
    const advisory = async () => {
      const { rows } = await sql<{ granted: boolean }>`
        select granted from pg_locks join pg_database on pg_database.oid = pg_locks.database
        where locktype = 'advisory' and datname = current_database() order by granted
      `.execute(db);
      return rows.map(({ granted }) => granted);
    };
    while ((await advisory()).length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await advisory()).toEqual([false, true]);
    release();
    await reader;
    const ran = await Promise.all(migrating);
    expect(ran.map((names) => names.length).toSorted()).toEqual([0, Object.keys(migrations).length - 3]);
    for (const process of [db, ...processes]) await process.destroy();
  });

  test('a database that was never migrated is refused with the command that mends it', async () => {
    await using database = await createTestDatabase(services.databaseUrl);
    const db = connect({ url: database.url });
    await expect(assertSchemaIsCurrent(db)).rejects.toMatchObject({
      code: 'schema_out_of_date',
      message: expect.stringContaining('migrate'),
    });
    await db.destroy();
  });

  test('a database of a newer release is refused', async () => {
    await using database = await createTestDatabase(services.databaseUrl);
    const db = connect({ url: database.url });
    await migrate(db);
    await sql`insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '')`.execute(db);
    await expect(assertSchemaIsCurrent(db)).rejects.toMatchObject({
      code: 'schema_too_new',
      details: { unknown: ['9999-from-the-future'] },
    });
    await db.destroy();
  });

  test('ids are version 7 UUIDs that grow with time', async () => {
    await using database = await createTestDatabase(services.databaseUrl);
    const db = connect({ url: database.url });
    await migrate(db);
    const { rows } = await sql<{ id: string }>`
      select time_ordered_uuid() as id, pg_sleep(0.002) from generate_series(1, 20)
    `.execute(db);
    const ids = rows.map((row) => row.id);
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/.test(id))).toBe(true);
    expect(ids).toEqual(ids.toSorted());
    await db.destroy();
  });
});
