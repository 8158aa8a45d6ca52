import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema/index.ts';

export type StoredRow = Readonly<Record<string, unknown>>;

/** Every row of every table of ours, by table and primary key, as PostgreSQL writes it in JSON. */
export async function readEverything(db: Kysely<Database>): Promise<Map<string, Map<string, StoredRow>>> {
  const { rows: tables } = await sql<{ table: string; key: string[] }>`
    select relname as table, array_agg(attname::text order by attnum) as key
    from pg_class
    join pg_index on indrelid = pg_class.oid and indisprimary
    join pg_attribute on attrelid = pg_class.oid and attnum = any (indkey)
    where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'kysely\_%'
    group by relname
  `.execute(db);
  const everything = new Map<string, Map<string, StoredRow>>();
  for (const { table, key } of tables) {
    const { rows } = await sql<{
      row: StoredRow;
    }>`select to_jsonb(t) as row from ${sql.table(table)} as t`.execute(db);
    everything.set(
      table,
      new Map(rows.map(({ row }) => [JSON.stringify(key.map((column) => row[column])), row])),
    );
  }
  return everything;
}

/** Columns, constraints, indexes and triggers of all tables, one line each, in an order that does not depend on history. */
export async function describeSchema(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select format('%s.%s %s %s default %s', table_name, column_name, data_type, is_nullable, column_default) as line
      from information_schema.columns where table_schema = 'public'
    union all
    select format('%s: %s %s valid %s', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated)
      from pg_constraint where connamespace = 'public'::regnamespace
    union all
    select indexdef from pg_indexes where schemaname = 'public'
    union all
    select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    order by line
  `.execute(db);
  return rows.map(({ line }) => line);
}
