import { readFileSync } from 'node:fs';
import { createTestDatabase, startTestServices, type TestDatabase } from '@accountia/dev-services/testing';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../connect.ts';
import { assertSchemaIsCurrent, migrate, migrateTo } from '../migrate.ts';
import { findDeclaration } from '../repositories/declarations.ts';
import { listDocuments } from '../repositories/documents.ts';
import type { Database } from '../schema/index.ts';
import { describeSchema, readEverything, type StoredRow } from '../testing/schema-description.ts';
import { migrations } from './index.ts';

const NAMES = Object.keys(migrations);
const ORGANIZATION = '01900000-0000-7000-8000-000000000001';
const DECLARATION = '01900000-0000-7000-8000-0000000000d1';

/** What a release of this version stores, beyond what those before it stored. */
function fixtureOf(name: string): string {
  return readFileSync(new URL(`./fixtures/${name}.sql`, import.meta.url), 'utf8');
}

describe('an installation of each earlier version', () => {
  let services: Awaited<ReturnType<typeof startTestServices>>;
  /** The schema of an installation that begins today. */
  let newest: string[];
  /** Grows older from test to test: each goes on with a copy, instead of living through everything again. */
  let lived: TestDatabase;
  let age = 0;
  beforeAll(async () => {
    services = await startTestServices({ ownerPid: process.pid });
    lived = await createTestDatabase(services.databaseUrl);
    newest = await withDatabase(async (db) => {
      await migrate(db);
      return await describeSchema(db);
    });
  });
  afterAll(async () => {
    await lived.dispose();
    await services.release();
  });

  async function withDatabase<Value>(
    work: (db: Kysely<Database>) => Promise<Value>,
    options: { template?: string } = {},
  ): Promise<Value> {
    await using database = await createTestDatabase(services.databaseUrl, options);
    return await connectedTo(database.url, work);
  }

  async function connectedTo<Value>(url: string, work: (db: Kysely<Database>) => Promise<Value>) {
    const db = connect({ url, maxConnections: 2 });
    try {
      return await work(db);
    } finally {
      await db.destroy();
    }
  }

  /** Lives through the versions up to this one, with what each of them stored. */
  async function liveUntil(version: string): Promise<void> {
    await connectedTo(lived.url, async (db) => {
      for (const name of NAMES.slice(age, NAMES.indexOf(version) + 1)) {
        await migrateTo(db, name);
        await sql.raw(fixtureOf(name)).execute(db);
        age += 1;
      }
    });
  }

  test.each(NAMES)(
    '%s keeps all it has and becomes like a new one when it is brought up to date',
    async (version) => {
      await liveUntil(version);
      const goOn = async (db: Kysely<Database>) => {
        const before = await readEverything(db);
        expect(before.get('entries')?.size).toBeGreaterThan(1);
        expect(await migrate(db)).toEqual(NAMES.slice(NAMES.indexOf(version) + 1));
        await assertSchemaIsCurrent(db);
        expect(losses(before, await readEverything(db))).toEqual([]);
        expect(await describeSchema(db)).toEqual(newest);

        // Today's program reads what yesterday's stored.
        const documents = await listDocuments(db, { organizationId: ORGANIZATION, limit: 10 });
        expect(documents.items.map(({ state }) => state).toSorted()).toEqual([
          'processed',
          'purged',
          'rejected',
          'uploaded',
        ]);
        expect(await findDeclaration(db, ORGANIZATION, DECLARATION)).toMatchObject({ entry_count: 2 });
      };
      await withDatabase(goOn, { template: lived.name });
    },
  );

  test('is held to every constraint: none was added without looking at the rows that were there', () => {
    expect(newest.filter((line) => line.includes(' valid '))).not.toEqual([]);
    expect(newest.filter((line) => line.endsWith(' valid f'))).toEqual([]);
  });

  test('brought up to date, still refuses what must not be', async () => {
    await withDatabase(async (db) => {
      await migrateTo(db, NAMES[0]!);
      await sql.raw(fixtureOf(NAMES[0]!)).execute(db);
      await migrate(db);
      for (const name of NAMES.slice(1)) await sql.raw(fixtureOf(name)).execute(db);
      const refused: [what: string, constraint: string, statement: string][] = [
        [
          'the same bytes twice',
          'documents_content',
          `update documents set sha256 = 'a1' where state = 'processed'`,
        ],
        [
          'a finished run without an end',
          'runs_check',
          `update runs set finished_at = null where state = 'completed'`,
        ],
        [
          'a running run that nobody runs',
          'runs_check1',
          `update runs set worker_id = null where state = 'running'`,
        ],
        [
          'a run of no organization',
          'runs_organization_id_fkey',
          `update runs set organization_id = gen_random_uuid() where state = 'expired'`,
        ],
        [
          'a slot without a run that was not left out',
          'schedule_slots_run_check',
          `update schedule_slots set run_id = null`,
        ],
        [
          'the same reminder twice',
          'notifications_organization_id_declaration_id_kind_due_date__key',
          `update notifications set stage_days = 30`,
        ],
        ['a fact in the place of another', 'entries_place', `update entries set position = 0`],
        ['a record in the place of another', 'bulk_records_pkey', `update bulk_records set position = 0`],
        [
          'an amount of no column',
          'bulk_records_check',
          `update bulk_records set amounts = amounts || 1::bigint where position = 1`,
        ],
      ];
      for (const [what, constraint, statement] of refused) {
        const error = await sql
          .raw(statement)
          .execute(db)
          .then(
            () => null,
            (thrown: unknown) => thrown as { constraint?: string },
          );
        expect([what, error?.constraint]).toEqual([what, constraint]);
      }
    });
  });
});

/** Columns that were taken away on purpose, as `table.column`; their values are in no other place any more. */
const DROPPED: ReadonlySet<string> = new Set();

/** Rows that are gone, and values that are others now or nowhere. */
function losses(
  before: ReadonlyMap<string, ReadonlyMap<string, StoredRow>>,
  after: ReadonlyMap<string, ReadonlyMap<string, StoredRow>>,
): string[] {
  const found: string[] = [];
  for (const [table, rows] of before) {
    for (const [key, row] of rows) {
      const now = after.get(table)?.get(key);
      if (now === undefined) {
        found.push(`${table} ${key} is gone`);
        continue;
      }
      for (const [column, value] of Object.entries(row)) {
        if (DROPPED.has(`${table}.${column}`)) continue;
        if (JSON.stringify(now[column]) !== JSON.stringify(value)) {
          found.push(
            `${table} ${key}: ${column} was ${JSON.stringify(value)}, is ${JSON.stringify(now[column])}`,
          );
        }
      }
    }
  }
  return found;
}
