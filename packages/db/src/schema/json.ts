import type { ColumnType } from 'kysely';

/** A jsonb column: an object comes out; JSON text goes in (arrays given as objects would become SQL arrays). */
export type Json<Value> = ColumnType<Value, string, string>;
export type NullableJson<Value> = ColumnType<Value | null, string | null | undefined, string | null>;
/** A timestamptz that the database fills in. */
export type DefaultedTimestamp = ColumnType<Date, Date | undefined, Date>;
