import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CompiledQuery, type Transaction } from 'kysely';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database } from './schema/index.ts';

/** What a column can be given as. Arrays are of numbers; anything else for jsonb is given as its JSON text. */
export type CopyValue = string | number | bigint | null | readonly number[];

class CopySource {
  readonly rows: Iterable<readonly CopyValue[]>;
  constructor(rows: Iterable<readonly CopyValue[]>) {
    this.rows = rows;
  }
}

/**
 * Writes rows by COPY in the caller's transaction: several times as fast as statements with parameters, and without
 * their limit of 65,535. Answers with the number of rows. Constraints hold as for any insert.
 */
export async function copyInto<Table extends keyof Database & string>(
  trx: Transaction<Database>,
  table: Table,
  columns: readonly (keyof Database[Table] & string)[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<number> {
  const names = columns.map((column) => `"${column}"`).join(', ');
  // Kysely hands its parameters through to the driver's `query`, where `enableCopy` finds this one.
  const query = CompiledQuery.raw(`copy "${table}" (${names}) from stdin`, [new CopySource(rows)]);
  const result = await trx.executeQuery(query);
  return (result.rows[0] as { count: number }).count;
}

/** Teaches a new connection of the pool what to do with a COPY; all other queries pass through. */
export function enableCopy(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  client.query = ((...args: unknown[]) => {
    const [text, parameters] = args;
    const [source] = Array.isArray(parameters) ? (parameters as unknown[]) : [];
    return source instanceof CopySource ? runCopy(query, String(text), source) : query(...args);
  }) as typeof client.query;
}

async function runCopy(query: (...args: unknown[]) => unknown, text: string, source: CopySource) {
  const sink = copyFrom(text);
  query(sink);
  await pipeline(Readable.from(encode(source.rows), { objectMode: false }), sink);
  return { command: 'COPY', rowCount: sink.rowCount, rows: [{ count: sink.rowCount }] };
}

const CHUNK_CHARACTERS = 64 * 1024;

/** COPY's text format (PostgreSQL manual, "COPY", File Formats): tabs between columns, `\N` for null. */
function* encode(rows: Iterable<readonly CopyValue[]>): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    for (let column = 0; column < row.length; column += 1) {
      if (column > 0) chunk += '\t';
      chunk += encodeValue(row[column]!);
    }
    chunk += '\n';
    if (chunk.length >= CHUNK_CHARACTERS) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

// oxlint-disable-next-line no-control-regex -- the characters that COPY's format gives a meaning to, and NUL
const SPECIAL = /[\\\t\n\r\0]/;
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  // PostgreSQL's text has no NUL; the mark for a lost character says that there was one.
  '\0': '\uFFFD',
};

function encodeValue(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') {
    return SPECIAL.test(value)
      ? value.replaceAll(/[\\\t\n\r\0]/g, (character) => ESCAPES[character]!)
      : value;
  }
  if (typeof value === 'object') return `{${value.join(',')}}`;
  return value.toString();
}
