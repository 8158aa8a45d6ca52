import { type RawBuilder, sql } from 'kysely';

export { json } from '../json-text.ts';

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
