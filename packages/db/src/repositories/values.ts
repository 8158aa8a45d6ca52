import { type RawBuilder, sql } from 'kysely';

/**
 * A value as jsonb. JSON text, because the driver would turn an array into an SQL array. jsonb has no NUL: where a text
 * has one, the mark for a lost character says so.
 */
export function json(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' && part.includes('\0') ? part.replaceAll('\0', '\uFFFD') : part,
  );
}

/** Server time plus a number of milliseconds: clocks of two machines are never compared. */
export function fromNow(milliseconds: number): RawBuilder<Date> {
  return sql<Date>`now() + ${milliseconds} * interval '1 millisecond'`;
}

/** Postgres' error code of a broken unique constraint. */
const UNIQUE_VIOLATION = '23505';

export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const candidate = error as { code?: unknown; constraint?: unknown } | null;
  return candidate?.code === UNIQUE_VIOLATION && candidate.constraint === constraint;
}
