import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyLine } from './copy-text.ts';
import { copyInto } from './copy.ts';
import { createOrganization } from './repositories/organizations.ts';
import { json } from './repositories/values.ts';
import { type MigratedTestDatabase, openTestDatabase } from './testing/index.ts';

describe('writing by COPY', () => {
  let database: MigratedTestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.dispose());

  const COLUMNS = ['id', 'name', 'retention_days'] as const;

  test('keeps every character that a cell can hold', async () => {
    const texts = [
      'plano',
      'tab\tulado',
      'dos\nlíneas\r\n',
      'C:\\temp\\N',
      '\\N',
      '"comillas" y {llaves}',
      'ñandú 🇨🇴',
      '\u2028',
    ];
    await database.db.transaction().execute(async (trx) => {
      const rows = texts.map((text, position) => copyLine([crypto.randomUUID(), text, position + 1]));
      expect(await copyInto(trx, 'organizations', COLUMNS, rows)).toBe(texts.length);
    });
    const stored = await database.db
      .selectFrom('organizations')
      .select('name')
      .where('retention_days', '<=', texts.length)
      .orderBy('retention_days')
      .execute();
    expect(stored.map((row) => row.name)).toEqual(texts);
  });

  test('marks a NUL, which PostgreSQL cannot store, as a lost character', async () => {
    const id = crypto.randomUUID();
    await database.db
      .transaction()
      .execute((trx) => copyInto(trx, 'organizations', COLUMNS, [copyLine([id, 'a\0b', 30])]));
    const row = await database.db
      .selectFrom('organizations')
      .select('name')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row.name).toBe('a\uFFFDb');
    const { rows } = await sql<{
      value: unknown;
    }>`select ${json({ text: 'a\0b', list: ['\0'] })}::jsonb as value`.execute(database.db);
    expect(rows[0]!.value).toEqual({ text: 'a\uFFFDb', list: ['\uFFFD'] });
  });

  test('marks what jsonb cannot hold, wherever it stands, and nothing else', async () => {
    const value = {
      'k\0y': ['\0', 'half \uD83D', '\uDE00 half'],
      whole: '😀 ñandú',
      written: 'C:\\u0000 and \\uD83D',
      twice: '\\\0',
    };
    const { rows } = await sql<{ value: unknown }>`select ${json(value)}::jsonb as value`.execute(
      database.db,
    );
    expect(rows[0]!.value).toEqual({
      'k\uFFFDy': ['\uFFFD', 'half \uFFFD', '\uFFFD half'],
      whole: value.whole,
      written: value.written,
      twice: '\\\uFFFD',
    });
  });

  test('a row that breaks a constraint leaves none, and the connection can be used again', async () => {
    const name = `copia ${crypto.randomUUID()}`;
    const copying = database.db
      .transaction()
      .execute((trx) =>
        copyInto(trx, 'organizations', COLUMNS, [
          copyLine([crypto.randomUUID(), name, 30]),
          copyLine([crypto.randomUUID(), name, 0]),
        ]),
      );
    await expect(copying).rejects.toThrow('organizations_retention_days_check');
    expect(
      await database.db.selectFrom('organizations').select('id').where('name', '=', name).execute(),
    ).toEqual([]);
  });

  test('rows that fail while they are made undo the copy', async () => {
    const name = `a medias ${crypto.randomUUID()}`;
    function* rows() {
      yield copyLine([crypto.randomUUID(), name, 30]);
      throw new Error('the source broke');
    }
    const copying = database.db
      .transaction()
      .execute((trx) => copyInto(trx, 'organizations', COLUMNS, rows()));
    await expect(copying).rejects.toThrow('the source broke');
    expect(
      await database.db.selectFrom('organizations').select('id').where('name', '=', name).execute(),
    ).toEqual([]);
    expect((await createOrganization(database.db, 'después')).name).toBe('después');
  });
});
