/**
 * Pages go by (time, id) or (row, id), never by offset: a page stays right while rows are added.
 * The cursor is opaque to clients; its parts are checked again when it comes back.
 */
export class InvalidCursorError extends Error {
  readonly code = 'invalid_cursor';
  constructor() {
    super('The cursor is not one that this endpoint gave');
    this.name = 'InvalidCursorError';
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}

export function encodeCursor(parts: readonly [sort: string, id: string]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

export function decodeCursor(cursor: string): { sort: string; id: string } {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (cause) {
    throw Object.assign(new InvalidCursorError(), { cause });
  }
  if (!Array.isArray(parts) || parts.length !== 2) throw new InvalidCursorError();
  const [sort, id] = parts as unknown[];
  if (typeof sort !== 'string' || typeof id !== 'string' || !UUID.test(id)) throw new InvalidCursorError();
  return { sort, id };
}

/** Same, for a sort key that is a time. */
export function decodeTimeCursor(cursor: string): { at: Date; id: string } {
  const { sort, id } = decodeCursor(cursor);
  const at = new Date(sort);
  if (Number.isNaN(at.getTime())) throw new InvalidCursorError();
  return { at, id };
}

/** Same, for a sort key that is a whole number. */
export function decodeNumberCursor(cursor: string): { number: number; id: string } {
  const { sort, id } = decodeCursor(cursor);
  const number = Number(sort);
  if (!Number.isSafeInteger(number)) throw new InvalidCursorError();
  return { number, id };
}

/** Cuts a list that was read with one row too many into a page. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  sortOf: (row: Row) => readonly [sort: string, id: string],
  present: (row: Row) => Item,
): Page<Item> {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return {
    items: kept.map(present),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(sortOf(last)) : null,
  };
}
