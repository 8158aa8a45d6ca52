import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { BULK_COLUMNS } from '../bulk-lines.ts';
import { copyInto } from '../copy.ts';
import { prefixed } from '../prefixed-lines.ts';
import type { BulkRecordsTable } from '../schema/bulk.ts';
import type { Database } from '../schema/index.ts';
import { decodeNumberCursor, InvalidCursorError, type Page, toPage } from './cursor.ts';

/** Amounts as decimal strings: the driver would make floats of an array of bigint. */
export type BulkRecordRow = Omit<Selectable<BulkRecordsTable>, 'amounts'> & { amounts: (string | null)[] };

/** What one statement may write: all of a file of a million records would take it past the time of any statement. */
const COPY_BYTES = 32 * 1024 * 1024;
const DELETED_AT_ONCE = 100_000;

interface Owner {
  readonly organizationId: string;
  readonly documentId: string;
}

/**
 * Replaces all records of a document, in the caller's transaction. `lines` are those of `bulkLine`, whole, in pieces of
 * any size; who they belong to is added here. Answers with how many there are now.
 */
export async function replaceBulkRecords(
  trx: Transaction<Database>,
  owner: Owner,
  lines: Iterable<string> | AsyncIterable<string>,
  copyBytes = COPY_BYTES,
): Promise<number> {
  await deleteBulkRecords(trx, owner.organizationId, owner.documentId);
  const columns = ['organization_id', 'document_id', ...BULK_COLUMNS] as const;
  const pieces = prefixed(lines, `${owner.organizationId}\t${owner.documentId}\t`);
  let count = 0;
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    count += await copyInto(trx, 'bulk_records', columns, upTo(copyBytes, next.value, pieces));
  }
  return count;
}

/** The first piece and those that follow it, until so much has been given; the rest stays where it is. */
async function* upTo(
  size: number,
  first: string,
  rest: AsyncGenerator<string>,
): AsyncGenerator<string, void, undefined> {
  yield first;
  // Not `for await`, which would end the rest when it stops.
  for (let given = first.length; given < size;) {
    const next = await rest.next();
    if (next.done) return;
    given += next.value.length;
    yield next.value;
  }
}

/** Deletes all records of a document, so many at once as one statement may. */
export async function deleteBulkRecords(
  trx: Transaction<Database>,
  organizationId: string,
  documentId: string,
  atOnce = DELETED_AT_ONCE,
): Promise<void> {
  const { last } = await trx
    .selectFrom('bulk_records')
    .select((eb) => eb.fn.max('position').as('last'))
    .where('organization_id', '=', organizationId)
    .where('document_id', '=', documentId)
    .executeTakeFirstOrThrow();
  for (let start = 0; start <= (last ?? -1); start += atOnce) {
    await trx
      .deleteFrom('bulk_records')
      .where('organization_id', '=', organizationId)
      .where('document_id', '=', documentId)
      .where('position', '>=', start)
      .where('position', '<', start + atOnce)
      .execute();
  }
}

export interface BulkRecordFilter extends Owner {
  readonly sheet?: string;
  readonly format?: string;
  readonly concept?: string;
  /** Of either party. */
  readonly partyNumber?: string;
  /** Words of the first party's name, in any order. */
  readonly name?: string;
  /** Of the first party. */
  readonly checkDigit?: 'right' | 'wrong' | 'absent';
}

/** In the order of the file. Throws InvalidCursorError. */
export async function listBulkRecords(
  db: Kysely<Database>,
  filter: BulkRecordFilter & { limit: number; cursor?: string },
): Promise<Page<BulkRecordRow>> {
  let query = filteredRecords(db, filter);
  if (filter.cursor !== undefined) {
    const { number, id } = decodeNumberCursor(filter.cursor);
    if (id !== filter.documentId) throw new InvalidCursorError();
    query = query.where('position', '>', number);
  }
  const rows = await query
    .select(['organization_id', 'document_id', ...BULK_COLUMNS.filter((column) => column !== 'amounts')])
    .select(sql<(string | null)[]>`amounts::text[]`.as('amounts'))
    .orderBy('position')
    .limit(filter.limit + 1)
    .execute();
  return toPage(
    rows,
    filter.limit,
    (row) => [String(row.position), row.document_id],
    (row) => row,
  );
}

export async function countBulkRecords(db: Kysely<Database>, filter: BulkRecordFilter): Promise<number> {
  const row = await filteredRecords(db, filter)
    .select((eb) => eb.fn.countAll<bigint>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export interface BulkTotal {
  /** `StoredBulkColumn.number`. */
  readonly column: number;
  /** Null for the whole column. */
  readonly concept: string | null;
  /** Exact, as a decimal string. */
  readonly amount: string;
  readonly amountCount: number;
  /** Amounts that could not be read and are not in the sum. */
  readonly unreadableCount: number;
}

/** The sums of the columns, whole and by concept: first the columns, then at most `limit` concepts of theirs. */
export async function totalBulkRecords(
  db: Kysely<Database>,
  filter: BulkRecordFilter,
  limit: number,
): Promise<{ columns: BulkTotal[]; concepts: BulkTotal[]; more: boolean }> {
  // Unnested in the list of what is selected, where it takes half the time of a join with the function.
  const amounts = filteredRecords(db, filter).select([
    'concept',
    sql<number>`unnest(amount_columns)`.as('number'),
    sql<bigint | null>`unnest(amounts)`.as('pesos'),
  ]);
  const { rows } = await sql<BulkTotal>`
    with groups as materialized (
      select number, concept, sum(pesos) as pesos, count(pesos) as amount_count, count(*) - count(pesos) as unreadable_count
      from (${amounts}) as amounts group by number, concept
    ),
    totals as (
      select number, null as concept, sum(pesos) as pesos, sum(amount_count) as amount_count,
        sum(unreadable_count) as unreadable_count
      from groups group by number
      union all
      (select * from groups order by concept collate "C", number limit ${limit + 1})
    )
    select number as "column", concept, coalesce(pesos, 0)::text as amount, amount_count::integer as "amountCount",
      unreadable_count::integer as "unreadableCount"
    from totals order by concept collate "C" nulls first, number
  `.execute(db);
  const columns = rows.filter(({ concept }) => concept === null);
  const concepts = rows.filter(({ concept }) => concept !== null);
  return { columns, concepts: concepts.slice(0, limit), more: concepts.length > limit };
}

function filteredRecords(db: Kysely<Database>, filter: BulkRecordFilter) {
  let query = db
    .selectFrom('bulk_records')
    .where('organization_id', '=', filter.organizationId)
    .where('document_id', '=', filter.documentId);
  if (filter.sheet !== undefined) query = query.where('sheet', '=', filter.sheet);
  if (filter.format !== undefined) query = query.where('format', '=', filter.format);
  if (filter.concept !== undefined) query = query.where('concept', '=', filter.concept);
  if (filter.partyNumber !== undefined) {
    const { partyNumber } = filter;
    query = query.where((eb) =>
      eb.or([
        eb('party_number', '=', partyNumber),
        eb(sql<string>`second_party ->> 'number'`, '=', partyNumber),
      ]),
    );
  }
  if (filter.checkDigit !== undefined) {
    query =
      filter.checkDigit === 'absent'
        ? query.where('party_number', 'is not', null).where('party_check_digit_right', 'is', null)
        : query.where('party_check_digit_right', '=', filter.checkDigit === 'right');
  }
  for (const word of (filter.name ?? '').split(/\s+/).filter((part) => part !== '')) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    query = query.where(sql<boolean>`unaccent(${NAME}) ilike unaccent(${pattern})`);
  }
  return query;
}

const NAME = sql`concat_ws(' ', party_company_name, party_first_name, party_other_names, party_first_surname, party_second_surname)`;
